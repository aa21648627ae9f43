// Differences as they are listed: each value that differs, and each row that one side lacks, with the key people know it by.
import type { RowDifference } from '../../../model/verdict.ts'
import { visibleText } from '../../../report/visible-text.ts'
import type { TargetSide } from '../../sides.ts'
import type { ProofColumn, TableProof } from '../table-proof.ts'
import type { ChangedRow, Finding, SourcePlace, TargetPlace } from './finding.ts'
import { openSourceValues, openTargetValues, WHOLE_BYTES } from './opened-values.ts'
import { type OpenedValue, showPair, showValue } from './shown-value.ts'
import type { OpenedSource } from './source-rows.ts'

interface Ends {
  readonly reader: OpenedSource
  readonly connection: TargetSide
}

/** Values of one row that are in memory at once. */
const VALUES_AT_ONCE = 20
/** Bytes of a value that is shown without one to compare it with. */
const SHORT_BYTES = 1000
/** Columns of a row that is shown. */
const SHOWN_COLUMNS = 8
const SHOWN_CHARACTERS = 200

/** One for each value that differs, at most `limit`; one for the row where none is known to differ. */
export async function listChanged(
  proof: TableProof,
  row: ChangedRow,
  differing: readonly number[],
  limit: number,
  ends: Ends,
): Promise<readonly RowDifference[]> {
  const key = sourceKey(proof, row.source, ends.reader)
  const columns = differing.slice(0, limit).flatMap(i => proof.columns[i] ?? [])
  const about = { table: proof.table, key, kind: 'changed' } as const
  if (columns.length === 0) return [{ ...about, column: null, ...(await bothRows(proof, row, ends)) }]
  const listed: RowDifference[] = []
  for (let from = 0; from < columns.length; from += VALUES_AT_ONCE) {
    const some = columns.slice(from, from + VALUES_AT_ONCE)
    const here = openSourceValues(proof, row.source, some, ends.reader, WHOLE_BYTES)
    const there = await openTargetValues(proof, row.target, some, ends.connection, WHOLE_BYTES)
    for (const [i, { name }] of some.entries())
      listed.push({ ...about, column: name, ...showPair(here[i] ?? NULL, there[i] ?? NULL) })
  }
  return listed
}

const NULL: OpenedValue = { kind: 'null' }

/** Digests differ, and no column is known to: the rows as a whole. */
async function bothRows(proof: TableProof, { source, target }: ChangedRow, { reader, connection }: Ends) {
  const here = openSourceValues(proof, source, shownColumns(proof), reader, SHORT_BYTES)
  const there = await openTargetValues(proof, target, shownColumns(proof), connection, SHORT_BYTES)
  return { source: rowText(proof, here), target: rowText(proof, there) }
}

export async function listOneSided(
  proof: TableProof,
  finding: Exclude<Finding, { readonly kind: 'changed' }>,
  { reader, connection }: Ends,
): Promise<RowDifference> {
  const about = { table: proof.table, kind: finding.kind, column: null, source: null, target: null }
  const columns = shownColumns(proof)
  if (finding.kind === 'missing') {
    const values = openSourceValues(proof, finding.source, columns, reader, SHORT_BYTES)
    return { ...about, key: sourceKey(proof, finding.source, reader), source: rowText(proof, values) }
  }
  const values = await openTargetValues(proof, finding.target, columns, connection, SHORT_BYTES)
  const key = await targetKey(proof, finding.target, connection)
  return { ...about, key, target: rowText(proof, values) }
}

function shownColumns({ columns }: TableProof): readonly ProofColumn[] {
  return columns.slice(0, SHOWN_COLUMNS)
}

function rowText({ columns }: TableProof, values: readonly OpenedValue[]): string {
  const more = columns.length > values.length ? ', …' : ''
  const text = `(${values.map(value => showValue(value)).join(', ')}${more})`
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text
}

/** `id=17`, or `a=1, b='x'`; of a table without a key `rowid 17`. */
function sourceKey(proof: TableProof, place: SourcePlace, reader: OpenedSource): string | null {
  const columns = proof.columns.filter(({ inKey }) => inKey)
  if (columns.length === 0) return place.kind === 'rowid' ? `rowid ${place.rowid}` : null
  return keyText(columns, openSourceValues(proof, place, columns, reader, SHORT_BYTES))
}

async function targetKey(
  proof: TableProof,
  place: TargetPlace,
  connection: TargetSide,
): Promise<string | null> {
  const columns = proof.columns.filter(({ inKey }) => inKey)
  if (columns.length === 0) return null
  return keyText(columns, await openTargetValues(proof, place, columns, connection, SHORT_BYTES))
}

function keyText(columns: readonly ProofColumn[], values: readonly OpenedValue[]): string {
  return columns.map(({ name }, i) => `${visibleText(name)}=${showValue(values[i] ?? NULL)}`).join(', ')
}
