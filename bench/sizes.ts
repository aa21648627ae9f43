// The sizes of the data and what each needs on the disk.
import { bytesText, countText } from '../src/report/quantity-text.ts'

export type DataSize =
  | {
      readonly kind: 'tasks'
      readonly name: string
      readonly users: number
      readonly tasks: number
      readonly patterns: number
    }
  | { readonly kind: 'wide'; readonly name: string; readonly rows: number; readonly rowBytes: number }

/** The sizes of the load part, by the name that --size takes. */
export const LOAD_SIZES = {
  small: { kind: 'tasks', name: 'small', users: 100, tasks: 1_000, patterns: 50 },
  guide: { kind: 'tasks', name: 'guide', users: 10_000, tasks: 100_000, patterns: 1_000 },
  large: { kind: 'tasks', name: 'large', users: 10_000, tasks: 1_000_000, patterns: 10_000 },
  'wide-small': { kind: 'wide', name: 'wide-small', rows: 4, rowBytes: 100_000 },
  wide: { kind: 'wide', name: 'wide', rows: 2_000, rowBytes: 1_000_000 },
} as const satisfies Record<string, DataSize>

export type LoadSizeName = keyof typeof LOAD_SIZES

/** Name of a size of the growth part: `10k tasks`, `10M tasks`. */
export function growthSizeName(tasks: number): string {
  if (tasks >= 1_000_000 && tasks % 1_000_000 === 0) return `${tasks / 1_000_000}M tasks`
  if (tasks >= 1_000 && tasks % 1_000 === 0) return `${tasks / 1_000}k tasks`
  return `${tasks} tasks`
}

/** Ten tasks a user until there are 10,000 users, then more tasks each, as the guide grows. */
export function growthSize(tasks: number): DataSize {
  const users = Math.min(10_000, Math.ceil(tasks / 10))
  return { kind: 'tasks', name: growthSizeName(tasks), users, tasks, patterns: users }
}

/** What a size says about itself: `10,000 users, 100,000 tasks`. */
export function describeSize(size: DataSize): string {
  return size.kind === 'tasks'
    ? `${countText(size.users)} users, ${countText(size.tasks)} tasks, ${countText(size.patterns)} patterns`
    : `${countText(size.rows)} blobs of ${bytesText(size.rowBytes)}`
}

// Measured: 218 bytes a task in SQLite; then the same again as a text file (twice, for blobs are hexadecimal),
// as tables and indexes, and as log.
const SPACES = 6
const SERVER_BYTES = 300_000_000

/** The most that a run with this size has on the disk at a time: source, ready files, target, log. */
export function neededBytes(size: DataSize): number {
  const sourceBytes =
    size.kind === 'tasks'
      ? 250 * (size.users + size.tasks + size.patterns)
      : size.rows * (size.rowBytes + 5_000)
  return SERVER_BYTES + SPACES * sourceBytes
}
