// What a proof of contents says of a table, as checks: of the whole, of each column in which values differ, and of each
// that could not be compared.
import type { Check, ColumnDifference, TableDifferences } from '../../model/verdict.ts'
import { countText, quantityText } from '../../report/quantity-text.ts'
import { agreement, remarked } from '../check.ts'
import type { TableMatch } from '../match-tables.ts'
import type { TableSample } from '../sample/choose-sample.ts'
import type { TableProof } from './table-proof.ts'

export interface RowCounts {
  readonly source: bigint
  readonly target: bigint
}

export interface FoundContents {
  readonly rows: RowCounts
  /** Rows of the source whose digests were taken. */
  readonly comparedRows: bigint
  /** Null where every digest is the same. */
  readonly differences: TableDifferences | null
  /** Null where every row was compared. */
  readonly sample: TableSample | null
  /** Rows that differed before and do not any more. */
  readonly settled: number
  /** Rows that both sides changed between every two looks. */
  readonly restless: number
  /** What a run has copied itself, it has copied as it is written. */
  readonly isOwn: boolean
  /** Planned names of the columns that the target computes by itself. */
  readonly computed: ReadonlySet<string>
}

export function contentChecks(table: string, found: FoundContents): readonly Check[] {
  const { rows, differences, isOwn } = found
  const counts = agreement('rows', table, String(rows.source), String(rows.target))
  if (differences === null) return [counts, sameContents(table, found), ...restlessRows(table, found)]
  if (!isDifferent(differences)) {
    const status = isOwn ? 'different' : 'noted'
    return [counts, remarked('contents', table, status, rowsText(found), sayMeanings(differences))]
  }
  const columns = differences.columns.filter(({ values }) => values > 0n)
  const remark = sentence(sayRows(differences), aboutSample(found), settledText(found))
  return [
    counts,
    remarked('contents', table, 'different', '', remark),
    ...columns.map(column => differingColumn(table, column, found, differences)),
    ...restlessRows(table, found),
  ]
}

function restlessRows(table: string, { restless }: FoundContents): readonly Check[] {
  if (restless === 0) return []
  const [rows, have] = [quantityText(restless, 'row'), restless === 1 ? 'was' : 'were']
  const remark = `${rows} ${have} changed on both sides between any two looks`
  return [remarked('contents', table, 'not compared', '', remark)]
}

function sameContents(table: string, found: FoundContents): Check {
  const { rows, sample } = found
  if (rows.source + rows.target === 0n)
    return remarked('contents', table, 'same', 'without rows on both sides', settledText(found))
  const remark = sentence(sample === null ? '' : `sampled: ${partsText(sample)}`, settledText(found))
  return remarked('contents', table, 'same', `${rowsText(found)} identical`, remark)
}

/** `12,000 of 1,000,000 rows`. */
function rowsText({ rows, comparedRows, sample, restless }: FoundContents): string {
  return sample === null && restless === 0
    ? quantityText(rows.source, 'row')
    : `${countText(comparedRows - BigInt(restless))} of ${quantityText(rows.source, 'row')}`
}

function partsText({ kind, of, ...sample }: TableSample): string {
  const parts = 'ranges' in sample ? sample.ranges : 'buckets' in sample ? sample.buckets : []
  return `${countText(parts.length)} of ${countText(of)} ${kind === 'ranges' ? 'ranges of the key' : 'shares of the keys'}`
}

function aboutSample(found: FoundContents): string {
  return found.sample === null ? '' : `sampled: in ${rowsText(found)}, ${partsText(found.sample)}`
}

function settledText({ settled }: FoundContents): string {
  return settled === 0 ? '' : `${quantityText(settled, 'row')} that differed before settled`
}

function sentence(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('; ')
}

/** False where JSON is written otherwise and means the same. */
export function isDifferent({
  missing,
  extra,
  changed,
  unexplained,
}: Omit<TableDifferences, 'rows'>): boolean {
  return missing + extra + changed > 0n || unexplained
}

/** `1 row missing, 1 row too many, 2 rows changed`. */
export function sayRows({ missing, extra, changed, unexplained }: TableDifferences): string {
  const said = [
    ...(missing > 0n ? [`${quantityText(missing, 'row')} missing`] : []),
    ...(extra > 0n ? [`${quantityText(extra, 'row')} too many`] : []),
    ...(changed > 0n ? [`${quantityText(changed, 'row')} changed`] : []),
    ...(unexplained ? ['digests differ although no row was found that does'] : []),
  ]
  return said.join(', ')
}

function sayMeanings({ columns }: TableDifferences): string {
  const written = columns.filter(({ sameMeaning }) => sameMeaning > 0n)
  const values = written.reduce((sum, { sameMeaning }) => sum + sameMeaning, 0n)
  const names = written.map(({ column }) => column).join(', ')
  return `${quantityText(values, 'value')} of JSON in ${names} written in another way, with the same meaning`
}

const COMPUTED =
  '; the target computes it, so no statement for rows mends it: give the column the expression of the source'

/** `61,204 of 1,000,000 values differ, largest error 0.0000012`: of the values of rows that both sides have. */
function differingColumn(
  table: string,
  { column, values, largestError }: ColumnDifference,
  { comparedRows, computed }: FoundContents,
  { missing, changed, counted }: TableDifferences,
): Check {
  const all = counted < changed ? counted : comparedRows - missing
  const among =
    counted < changed ? ` in the first ${countText(counted)} of ${countText(changed)} changed rows` : ''
  const error = largestError === null ? '' : `, largest error ${largestError}`
  const remark = `${countText(values)} of ${quantityText(all, 'value')} ${values === 1n ? 'differs' : 'differ'}${among}${error}${computed.has(column) ? COMPUTED : ''}`
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
        `values: ${whyUncompared(column)}`,
      ),
    )
}

function whyUncompared({ planned, target }: TableMatch['columns'][number]): string {
  if (planned.mask?.isComparable === false)
    return `masked (${planned.mask.kind}) with a key that this run does not know`
  return `no common form of ${planned.type} and ${target.type} is known`
}
