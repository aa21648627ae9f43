// The running counts of a table's differences.
import type { ColumnDifference } from '../../../model/verdict.ts'
import type { TableProof } from '../table-proof.ts'
import type { ColumnTexts } from './column-texts.ts'
import { largerError, type NumberError, numberError, writeError } from './number-error.ts'

export interface Tally {
  missing: bigint
  extra: bigint
  changed: bigint
  counted: bigint
  readonly columns: readonly ColumnTally[]
}

interface ColumnTally {
  values: bigint
  largestError: NumberError | null
  sameMeaning: bigint
}

export function newTally({ columns }: TableProof): Tally {
  return {
    ...{ missing: 0n, extra: 0n, changed: 0n, counted: 0n },
    columns: columns.map(() => ({ values: 0n, largestError: null, sameMeaning: 0n })),
  }
}

/** What was compared of a row with one key on both sides. */
export interface ComparedRow {
  readonly source: ColumnTexts
  readonly target: ColumnTexts
  /** Places of the columns whose values differ. */
  readonly differing: readonly number[]
  /** Of those that are written differently and mean the same. */
  readonly sameMeaning: readonly number[]
}

/** True where the two rows differ in more than how a value is written. */
export function isChanged({ differing, sameMeaning }: ComparedRow): boolean {
  return differing.length > 0 || sameMeaning.length === 0
}

export function countRow(tally: Tally, proof: TableProof, row: ComparedRow): void {
  tally.counted++
  if (isChanged(row)) tally.changed++
  for (const i of row.differing) {
    const [column, rule] = [tally.columns[i], proof.columns[i]?.rule]
    if (column === undefined || rule === undefined) continue
    column.values++
    const error = numberError(rule, row.source[i] ?? null, row.target[i] ?? null)
    column.largestError = largerError(column.largestError, error)
  }
  for (const i of row.sameMeaning) {
    const column = tally.columns[i]
    if (column !== undefined) column.sameMeaning++
  }
}

export function columnDifferences(tally: Tally, { columns }: TableProof): readonly ColumnDifference[] {
  return tally.columns.flatMap(({ values, largestError, sameMeaning }, i) =>
    values + sameMeaning === 0n
      ? []
      : [{ column: columns[i]?.name ?? '', values, largestError: writeError(largestError), sameMeaning }],
  )
}
