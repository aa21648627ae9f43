// Whether two texts of JSON mean the same: where the target keeps them as they were written, white space, the order of
// keys and the way to write a number say nothing. Numbers are compared by their digits, never as doubles.
import { jsonbText } from '../../../codec/digest/canonical-json.ts'
import { targetValue } from '../../../codec/digest/target-values.ts'
import { postgresName } from '../../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../../sql/text.ts'
import type { TargetSide } from '../../sides.ts'
import type { ProofColumn, TableProof } from '../table-proof.ts'
import type { ChangedRow } from './finding.ts'
import { type OpenedSource, sourceRows } from './source-rows.ts'
import { readTargetRows } from './target-rows.ts'

/** Longer ones that are written differently are called different. */
const LONGEST_BYTES = 262_144

export function isJsonText({ rule, type }: Pick<ProofColumn, 'rule' | 'type'>): boolean {
  return type === 'json' && rule !== 'output'
}

/** A changed row with the places of the columns that are written differently. */
export interface WrittenRow {
  readonly row: ChangedRow
  readonly columns: readonly number[]
}

/** Rows whose JSON is in memory at once. */
const ROWS_AT_ONCE = 50

/** For each row those of its columns that hold JSON and mean the same. */
export async function sameMeanings(
  proof: TableProof,
  rows: readonly WrittenRow[],
  ends: { readonly reader: OpenedSource; readonly connection: TargetSide },
): Promise<ReadonlyMap<ChangedRow, readonly number[]>> {
  const json = proof.columns.flatMap((column, i) => (isJsonText(column) ? [{ i, column }] : []))
  const inQuestion = rows.filter(({ columns }) => json.some(({ i }) => columns.includes(i)))
  const found = new Map<ChangedRow, readonly number[]>()
  for (let from = 0; from < inQuestion.length; from += ROWS_AT_ONCE) {
    const some = inQuestion.slice(from, from + ROWS_AT_ONCE)
    const places = some.map(({ row }) => row.target)
    const targets = json.map(({ column }) => targetJson(column))
    const there = await readTargetRows(proof, places, targets, ends.connection)
    const sources = json.map(({ column }) => sourceJson(column))
    const rowsHere = some.map(({ row }) => row.source)
    const here = sourceRows(proof, rowsHere, sources, ends.reader)
    for (const [of, { row, columns }] of some.entries()) {
      const isSame = (at: number): boolean => meansTheSame(here[of]?.[at], there.get(row.target)?.[at])
      found.set(
        row,
        json.flatMap(({ i }, at) => (columns.includes(i) && isSame(at) ? [i] : [])),
      )
    }
  }
  return found
}

function sourceJson({ value }: ProofColumn): SqliteSql {
  return sqlite`CASE WHEN octet_length(${value}) <= ${LONGEST_BYTES} THEN CAST(${value} AS TEXT) END`
}

function targetJson({ rule, target }: ProofColumn): PostgresSql {
  const column = postgresName(target)
  const text = postgres`(${targetValue(rule, column)?.sql ?? column})::text`
  return postgres`CASE WHEN octet_length(${text}) <= ${LONGEST_BYTES} THEN ${text} END`
}

function meansTheSame(source: unknown, target: unknown): boolean {
  return typeof source === 'string' && typeof target === 'string' && jsonbText(source) === jsonbText(target)
}
