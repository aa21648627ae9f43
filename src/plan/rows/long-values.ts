// Rows whose COPY line nothing can carry: PostgreSQL ends at 1 GB a field and a line, SQLite at 1,000,000,000 bytes a
// value, and the line of a row is such a value. A blob is written as hexadecimal, so about half of that ends it. What
// is measured is bytes, which SQLite knows without reading the value. https://www.postgresql.org/docs/current/limits.html
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { allRowsOf } from '../aside/aside-keys.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { sayRows } from '../expressions/failing-rows.ts'
import { note } from '../notices.ts'
import { rowNameOf } from './row-names.ts'
import { sumOf } from './row-width.ts'

/** SQLite's limit, less what separates and ends the values of a line. */
export const MOST_LINE_BYTES = 999_900_000n
/** The longest number, date or NULL. */
const SMALL_VALUE_BYTES = 32n
const EXAMPLES = 5

export interface LengthQuestion {
  readonly table: DraftTable
  /** The column with the longest value. */
  readonly longest: DraftColumn
  readonly mostBytes: bigint
  readonly question: Question
}

/** Asks for rows whose line is longer than `mostBytes`, where the census does not say already that there are none. */
export function askForLongValues(table: DraftTable, mostBytes = MOST_LINE_BYTES): readonly LengthQuestion[] {
  const sizes = table.columns.map(column => ({ column, bytes: mostBytesOf(column) }))
  const longest = sizes.reduce<(typeof sizes)[number] | undefined>(
    (best, one) => (best === undefined || one.bytes > best.bytes ? one : best),
    undefined,
  )
  const atWorst = sizes.reduce((sum, { bytes }) => sum + bytes, 0n)
  if (longest === undefined || atWorst <= mostBytes) return []
  const line = sumOf(table.columns.map(bytesOf))
  const from = sqlite`FROM ${allRowsOf(table)} AND ${line} > ${mostBytes}`
  const examples = sqlite`SELECT ${rowNameOf(table)} ${from} LIMIT ${EXAMPLES}`
  return [
    {
      ...{ table, longest: longest.column, mostBytes },
      question: { sql: sqlite`SELECT count(*) ${from}`, examples },
    },
  ]
}

export function judgeLongValues(
  { table, longest, mostBytes }: LengthQuestion,
  answer: Answer | undefined,
  context: PlanContext,
): void {
  if (answer === undefined || answer.count === 0n) return
  note(
    context,
    'VALUE_TOO_LONG',
    `${table.source.name}.${longest.source.name}`,
    `${sayRows(table, answer)} longer than the ${mostBytes} bytes that can be sent at once`,
  )
}

/** What the longest value of a column can take in a line. */
function mostBytesOf(column: DraftColumn): bigint {
  const { texts, blobs } = column.census
  return (texts.maxBytes + blobs.maxBytes) * BigInt(factorOf(column)) + SMALL_VALUE_BYTES
}

function bytesOf(column: DraftColumn): SqliteSql {
  return sqlite`coalesce(octet_length(${column.value}), 0) * ${factorOf(column)}`
}

/** Hexadecimal doubles a value, and so do escapes at worst. */
function factorOf({ candidate, census }: DraftColumn): number {
  if (candidate.family === 'bytea') return 2
  return census.texts.needsEscape > 0n || census.blobs.count > 0n ? 2 : 1
}
