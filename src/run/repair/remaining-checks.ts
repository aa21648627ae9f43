// What a repair leaves: the checks that differ and that no statement for rows or sequences mends.
import type { Check, Verdict } from '../../model/verdict.ts'
import { computedColumns, type Matching } from '../../verify/match-tables.ts'

/** Kinds of checks that are about rows, so that repaired rows mend them. */
const OF_ROWS: ReadonlySet<Check['kind']> = new Set([
  'rows',
  'contents',
  'nulls',
  'minimum',
  'maximum',
  'orphans',
])

/** Columns that the target computes, and not surely as the source does: `orders.total`. */
export function computedOtherwise({ found }: Matching, { checks }: Verdict): ReadonlySet<string> {
  const alike = new Set(
    checks.flatMap(({ kind, status, object }) => (kind === 'default' && status === 'same' ? [object] : [])),
  )
  const computed = [...found].flatMap(([table, match]) =>
    [...computedColumns(match)].map(column => `${table}.${column}`),
  )
  return new Set(computed.filter(object => !alike.has(object)))
}

/** What is mended, by name; and which columns nothing mends. */
interface Mended {
  readonly tables: ReadonlySet<string>
  readonly sequences: ReadonlySet<string>
  readonly computed: ReadonlySet<string>
}

export function remainingChecks(
  { checks }: Verdict,
  { tables, sequences, computed }: Mended,
): readonly Check[] {
  return checks.filter(({ status, kind, object }) => {
    if (status !== 'different') return false
    if (kind === 'sequence') return !sequences.has(object)
    if (!OF_ROWS.has(kind) || computed.has(object)) return true
    return ![...tables].some(table => isOfTable(object, table))
  })
}

/** `tasks`, `tasks.title`, `tasks (a, b)`, `tasks.user_id → users.id`. */
function isOfTable(object: string, table: string): boolean {
  const rest = object.startsWith(table) ? object.slice(table.length) : null
  return rest !== null && (rest === '' || rest.startsWith('.') || rest.startsWith(' '))
}
