// Goes through the rows of one table that differ and gives the statements for each. Memory does not grow with them: rows
// are listed in order on both sides, compared some hundreds at a time, and their values are read one row after the other.
import { postgresName } from '../../sql/quote.ts'
import type { PostgresSql } from '../../sql/text.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import type { ProvenTable } from '../content/compare-contents.ts'
import { compareDigests } from '../content/compare-digests.ts'
import { compareChanged } from '../content/open/compare-changed.ts'
import type { ChangedRow, Finding, SourcePlace, TargetPlace } from '../content/open/finding.ts'
import { allFindings } from '../content/open/open-differences.ts'
import { pairRows } from '../content/open/pair-rows.ts'
import { sourceRows } from '../content/open/source-rows.ts'
import { type ComparedRow, isChanged } from '../content/open/tally.ts'
import { readTargetRows } from '../content/open/target-rows.ts'
import type { TableMatch } from '../match-tables.ts'
import { type TargetSide, throwIfStopped } from '../sides.ts'
import { literalText, type RepairedColumn, repairedColumn } from './repaired-column.ts'
import {
  deleteRow,
  insertRow,
  type NewValue,
  needsParking,
  parkRow,
  type RepairedTarget,
  updateRow,
} from './repairing-statements.ts'
import { type KnownRow, type RowsOf, type RowTokens, thisRow, tokenOf, uniqueKey } from './row-match.ts'

/** Where a statement stands: rows go first, then those that are missing come, the others follow. */
export type RepairPhase = 'delete' | 'park' | 'insert' | 'update'

export interface RowRepair {
  readonly phase: RepairPhase
  readonly sql: PostgresSql
}

export interface RowRepairTask {
  readonly proven: ProvenTable
  readonly match: TableMatch
  readonly reader: Pick<SourceReader, 'raw' | 'iterateRaw'>
  /** In a transaction that sees one moment. */
  readonly connection: TargetSide
  /** Whether rows may be taken out and put back. */
  readonly canPark: boolean
  /** Whether the statements are carried out in this transaction, where rows lie still. */
  readonly isNow: boolean
  /** Tells the temporary tables of several tables apart. */
  readonly number: number
  readonly signal?: AbortSignal | undefined
}

/** What is the same for all rows of the table. */
interface Context extends RowRepairTask {
  readonly columns: readonly RepairedColumn[]
  readonly repaired: RepairedTarget
  readonly rows: RowsOf
}

const ROWS_AT_ONCE = 500
const TEXTS_AT_ONCE = 50_000

export function repairedTarget({
  proven,
  match,
  number,
}: Pick<RowRepairTask, 'proven' | 'match' | 'number'>) {
  const parked = postgresName('pg_temp', `sqlite2pg_taken_${number}`)
  return { table: proven.proof.target.table, target: match.target, parked }
}

export async function* repairRows(task: RowRepairTask): AsyncGenerator<RowRepair> {
  const { proof, digests } = task.proven
  const { differing } = compareDigests(digests)
  if (differing === null) return
  const context = contextOf(task)
  const width = task.match.target.columns.length
  const most = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(TEXTS_AT_ONCE / width)))
  const findings = allFindings({ ...task, proof, differing })
  let waiting: Finding[] = []
  for await (const finding of proof.source.key === null ? pairRows(findings, proof, task) : findings) {
    waiting.push(finding)
    if (waiting.length < most) continue
    yield* repairSome(context, waiting)
    waiting = []
  }
  yield* repairSome(context, waiting)
}

function contextOf(task: RowRepairTask): Context {
  const { proof } = task.proven
  const { target } = task.match
  const key = proof.columns.filter(({ inKey }) => inKey).map(column => column.target)
  return {
    ...task,
    columns: task.match.columns.flatMap(column => repairedColumn(column, proof.encoding) ?? []),
    repaired: repairedTarget(task),
    rows: { table: proof.target.table, target, key: uniqueKey(target, key) },
  }
}

async function* repairSome(context: Context, findings: readonly Finding[]): AsyncGenerator<RowRepair> {
  const { proven, reader, connection, signal } = context
  throwIfStopped(signal)
  const changed = findings.filter(finding => finding.kind === 'changed')
  const compared = await compareChanged(proven.proof, changed, { reader, connection })
  const tokens = await readTokens(
    context,
    findings.flatMap(finding => (finding.kind === 'missing' ? [] : [finding.target])),
  )
  for (const finding of findings) {
    if (finding.kind === 'missing') yield* insertMissing(context, finding.source)
    else if (finding.kind === 'extra') yield deleteExtra(context, knownRow(context, tokens, finding.target))
    else yield* changeRow(context, finding, compared.get(finding), knownRow(context, tokens, finding.target))
  }
}

async function readTokens(
  { proven, match, connection }: Context,
  places: readonly TargetPlace[],
): Promise<ReadonlyMap<TargetPlace, RowTokens>> {
  const { columns } = match.target
  const found = await readTargetRows(proven.proof, places, columns.map(tokenOf), connection)
  return new Map(
    [...found].map(([place, tokens]) => [
      place,
      new Map(columns.map(({ name }, i) => [name, tokens[i] ?? null])),
    ]),
  )
}

function knownRow(
  { isNow }: Context,
  tokens: ReadonlyMap<TargetPlace, RowTokens>,
  place: TargetPlace,
): KnownRow {
  const found = tokens.get(place)
  if (found === undefined) throw new Error('a row that was listed is not there')
  return { tokens: found, place: isNow ? place : null }
}

function* insertMissing(context: Context, place: SourcePlace): Generator<RowRepair> {
  yield { phase: 'insert', sql: insertRow(context.repaired, newValues(context, place, context.columns)) }
}

function deleteExtra({ repaired, rows }: Context, row: KnownRow): RowRepair {
  return { phase: 'delete', sql: deleteRow(repaired, thisRow(rows, row)) }
}

/** Nothing where all that differs is what the target computes by itself. */
function* changeRow(
  context: Context,
  { source }: ChangedRow,
  compared: ComparedRow | undefined,
  known: KnownRow,
): Generator<RowRepair> {
  if (compared === undefined || !isChanged(compared)) return
  const { proven, match, repaired, rows, canPark } = context
  const names = new Set(compared.differing.map(i => proven.proof.columns[i]?.target))
  const columns = context.columns.filter(({ target }) => names.size === 0 || names.has(target))
  if (columns.length === 0) return
  const changed = columns.map(({ target }) => target)
  const values = newValues(context, source, columns)
  const row = thisRow(rows, known, changed)
  // A row that is put back would be one of the parent's own, without what only the child has.
  const mayPark = canPark && !match.target.hasChildren
  yield mayPark && needsParking(match.target, changed)
    ? { phase: 'park', sql: parkRow(repaired, row, values) }
    : { phase: 'update', sql: updateRow(repaired, row, values) }
}

/** Expressions that are asked of one row at once. */
const VALUES_AT_ONCE = 200

function newValues(
  { proven, reader }: Context,
  place: SourcePlace,
  columns: readonly RepairedColumn[],
): readonly NewValue[] {
  const values: NewValue[] = []
  for (let from = 0; from < columns.length; from += VALUES_AT_ONCE) {
    const some = columns.slice(from, from + VALUES_AT_ONCE)
    const [row = []] = sourceRows(
      proven.proof,
      [place],
      some.map(({ bytes }) => bytes),
      reader,
    )
    for (const [i, column] of some.entries())
      values.push({ target: column.target, text: literalText(column, row[i] ?? null) })
  }
  return values
}
