// Rows that no page of PostgreSQL can hold: a row lies on one page of 8,160 bytes, and only texts, blobs and
// their kin can be moved out of it, each leaving a pointer of 18 bytes. What is counted here is the least a row
// can take, so a row that is found certainly fails. https://www.postgresql.org/docs/current/storage-toast.html
import type { TypeFamily } from '../../model/plan.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { sayRows } from '../expressions/failing-rows.ts'
import { note } from '../notices.ts'
import { askForRows } from '../questions.ts'

export const PAGE_BYTES = 8160
const HEADER_BYTES = 24
const POINTER_BYTES = 18
const EXAMPLES = 5

/** Bytes a value of a fixed-width type takes; the others are as wide as their value, or a pointer. */
const FIXED_BYTES: Readonly<Partial<Record<TypeFamily, number>>> = {
  boolean: 1,
  real: 8,
  timestamp: 8,
  timestamptz: 8,
  date: 4,
  time: 8,
  uuid: 16,
}

const INTEGER_BYTES: Readonly<Record<string, number>> = { smallint: 2, integer: 4, bigint: 8 }

export interface WidthQuestion {
  readonly table: DraftTable
  /** True for a row that is too wide. */
  readonly condition: SqliteSql
  readonly question: Question
}

/** Asks for rows that are too wide, where the table has columns enough for one. */
export function askForWideRows(table: DraftTable): readonly WidthQuestion[] {
  const most = table.columns.reduce(
    (sum, column) => sum + (fixedBytes(column) ?? POINTER_BYTES),
    overhead(table),
  )
  if (most <= PAGE_BYTES) return []
  const width = sumOf(table.columns.map(leastWidth))
  const condition = sqlite`${overhead(table)} + ${width} > ${PAGE_BYTES}`
  return [{ table, condition, question: askForRows(table, condition, EXAMPLES) }]
}

export function judgeWideRows(
  { table }: WidthQuestion,
  answer: Answer | undefined,
  context: PlanContext,
): void {
  if (answer === undefined || answer.count === 0n) return
  note(
    context,
    'ROW_TOO_WIDE',
    table.source.name,
    `${sayRows(table, answer)} wider than the ${PAGE_BYTES} bytes of a page`,
  )
}

function overhead(table: DraftTable): number {
  return HEADER_BYTES + Math.ceil(table.columns.length / 8)
}

function fixedBytes({ candidate }: DraftColumn): number | undefined {
  return candidate.family === 'integer' ? INTEGER_BYTES[candidate.type] : FIXED_BYTES[candidate.family]
}

function leastWidth(column: DraftColumn): SqliteSql {
  const name = column.value
  const fixed = fixedBytes(column)
  if (fixed !== undefined) return sqlite`(${name} IS NOT NULL) * ${fixed}`
  return sqlite`coalesce(min(octet_length(${name}) + 1, ${POINTER_BYTES}), 0)`
}

/** A sum whose tree is as low as can be: SQLite takes expressions up to a depth of 1,000. */
export function sumOf(terms: readonly SqliteSql[]): SqliteSql {
  const [only] = terms
  if (terms.length < 2) return only ?? sqlite`0`
  const half = Math.ceil(terms.length / 2)
  return sqlite`(${sumOf(terms.slice(0, half))} + ${sumOf(terms.slice(half))})`
}
