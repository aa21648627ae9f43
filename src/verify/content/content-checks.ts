// What a proof of contents says of a table, as checks: of the whole, of each column in which values differ, and of each
// that could not be compared.
import type { Check, ColumnDifference, TableDifferences } from '../../model/verdict.ts'
import { agreement, counted, remarked } from '../check.ts'
import type { TableMatch } from '../match-tables.ts'
import type { TableProof } from './table-proof.ts'

export interface RowCounts {
  readonly source: bigint
  readonly target: bigint
}

/** `differences` is null where every digest is the same. What a run has copied itself, it has copied as it is written. */
export function contentChecks(
  table: string,
  rows: RowCounts,
  differences: TableDifferences | null,
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): readonly Check[] {
  const counts = agreement('rows', table, String(rows.source), String(rows.target))
  if (differences === null) return [counts, contents(table, rows, 'same', '')]
  if (!isDifferent(differences)) {
    const status = isOwn ? 'different' : 'noted'
    return [counts, contents(table, rows, status, sayMeanings(differences))]
  }
  const columns = differences.columns.filter(({ values }) => values > 0n)
  return [
    counts,
    contents(table, rows, 'different', sayRows(differences)),
    ...columns.map(column => differingColumn(table, column, differences)),
  ]
}

function contents(table: string, rows: RowCounts, status: Check['status'], remark: string): Check {
  const [expected, found] = [counted(rows.source, 'row'), counted(rows.target, 'row')]
  return { kind: 'contents', object: table, status, expected, found, remark }
}

/** False where JSON is written otherwise and means the same. */
function isDifferent({ missing, extra, changed, unexplained }: TableDifferences): boolean {
  return missing + extra + changed > 0n || unexplained
}

function sayRows({ missing, extra, changed, unexplained }: TableDifferences): string {
  const said = [
    ...(missing > 0n ? [`${counted(missing, 'row')} missing`] : []),
    ...(extra > 0n ? [`${counted(extra, 'row')} too many`] : []),
    ...(changed > 0n ? [`${counted(changed, 'row')} changed`] : []),
    ...(unexplained ? ['digests differ although no row was found that does'] : []),
  ]
  return said.join(', ')
}

function sayMeanings({ columns }: TableDifferences): string {
  const written = columns.filter(({ sameMeaning }) => sameMeaning > 0n)
  const values = written.reduce((sum, { sameMeaning }) => sum + sameMeaning, 0n)
  const names = written.map(({ column }) => column).join(', ')
  return `${counted(values, 'value')} of JSON in ${names} written in another way, with the same meaning`
}

function differingColumn(
  table: string,
  { column, values, largestError }: ColumnDifference,
  { changed, counted: looked }: TableDifferences,
): Check {
  const among = looked < changed ? ` in the first ${looked} of ${changed} changed rows` : ''
  const error = largestError === null ? '' : `, largest error ${largestError}`
  const remark = `${counted(values, 'value')} ${values === 1n ? 'differs' : 'differ'}${among}${error}`
  return remarked('contents', `${table}.${column}`, 'different', '', remark)
}

/** Columns of which no text is known that both sides would write alike. */
export function uncomparedColumns({ planned, columns }: TableMatch, proof: TableProof): readonly Check[] {
  const compared = new Set(proof.columns.map(({ name }) => name))
  return columns
    .filter(column => !compared.has(column.planned.target))
    .map(column =>
      remarked(
        'contents',
        `${planned.target}.${column.planned.target}`,
        'not compared',
        '',
        `values: no common form of ${column.planned.type} and ${column.target.type} is known`,
      ),
    )
}
