// What the plan says about rows that are set aside, once they have been found and counted: how many of each table
// and reason, which, and what the quarantine table will hold of them.
import { jsonOf } from '../../codec/raw-text.ts'
import type { PlannedQuarantine, PlannedTable, Reading, SetAside, SetAsideCause } from '../../model/plan.ts'
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftTable, PlanContext } from '../draft.ts'
import { inStyle } from '../names/names.ts'
import { note } from '../notices.ts'
import { rowLabelOf, rowNameOf, sayNames } from '../rows/row-names.ts'
import type { AsideCause } from './aside-causes.ts'
import { type AsideKeys, allRowsOf, isKept, isSetAside, isSetAsideInPassing } from './aside-keys.ts'
import { keyCell, valueCells, valuesCell } from './quarantine-cells.ts'
import { QUARANTINE_NAME } from './quarantine-table.ts'

const EXAMPLES = 5

/** The rows of one table that are set aside, and its reasons. */
export interface AsideCounts {
  readonly rows: bigint
  readonly causes: readonly CountedCause[]
}

export interface CountedCause {
  readonly cause: AsideCause
  /** As it stands beside the keys. */
  readonly number: number
  readonly rows: bigint
  readonly examples: readonly string[]
}

export function askForAside(table: DraftTable, keys: AsideKeys): SqliteSql {
  return sqlite`SELECT count(*) FROM ${allRowsOf(table)} AND ${isSetAside(keys)}`
}

export function askForCause(
  { table, keys }: AsideCause,
  number: number,
): { readonly sql: SqliteSql; readonly examples: SqliteSql } {
  const from = sqlite`FROM ${allRowsOf(table)} AND ${keys.key.sql} IN (SELECT key FROM ${keys.scratch} WHERE cause = ${number})`
  return {
    sql: sqlite`SELECT count(*) ${from}`,
    examples: sqlite`SELECT ${rowNameOf(table)} ${from} LIMIT ${EXAMPLES}`,
  }
}

/** The quarantine table, if any row goes there; a table of the file that is called so keeps its name. */
export function planQuarantine(
  aside: ReadonlyMap<string, AsideCounts>,
  context: PlanContext,
): PlannedQuarantine | null {
  if (aside.size === 0) return null
  const { source, options } = context.input
  // Tables that are no part of this run keep the name too.
  const isTaken = source.tables.some(({ name }) => inStyle(name, options.names) === QUARANTINE_NAME)
  const target = context.relations.takeFree(isTaken ? `${QUARANTINE_NAME}_1` : QUARANTINE_NAME)
  if (target !== QUARANTINE_NAME)
    note(context, 'NAME_TAKEN', QUARANTINE_NAME, `the table for rows that are set aside is called ${target}`)
  return { target, rows: [...aside.values()].reduce((sum, { rows }) => sum + rows, 0n) }
}

/** How a table is read without the rows that are set aside, and what becomes of these, with a notice. */
export function planSetAside(
  table: DraftTable,
  reading: Reading,
  counts: AsideCounts | undefined,
  quarantine: PlannedQuarantine | null,
  context: PlanContext,
): Pick<PlannedTable, 'reading' | 'setAside'> {
  const keys = table.aside
  if (counts === undefined || keys === null || quarantine === null) return { reading, setAside: null }
  const causes = counts.causes.map(
    ({ cause: { kind, columns, reason }, rows, examples }): SetAsideCause => ({
      ...{ kind, columns, reason, rows, examples },
    }),
  )
  noteSetAside(table, counts.rows, causes, quarantine.target, context)
  const masked = table.columns.filter(({ mask }) => mask !== null)
  const each = valueCells(table.source, masked)
  const setAside: SetAside = {
    rows: counts.rows,
    causes,
    condition: isSetAsideInPassing(keys),
    cells: {
      key: keyCell(table.source),
      reasons: reasonsCell(keys, counts.causes),
      values: valuesCell(each),
      each,
    },
  }
  return { reading: { ...reading, kept: isKept(keys) }, setAside }
}

function noteSetAside(
  table: DraftTable,
  rows: bigint,
  causes: readonly SetAsideCause[],
  quarantine: string,
  context: PlanContext,
): void {
  const reasons = causes.map(cause => {
    const columns = cause.columns.length === 0 ? '' : `${cause.columns.join(', ')}: `
    const names = sayNames(rowLabelOf(table), { count: cause.rows, examples: cause.examples })
    return `${cause.rows} × ${columns}${cause.reason} (${names})`
  })
  const all = table.census.rows
  const counted = `${rows} of ${all} row${all === 1n ? '' : 's'} ${rows === 1n ? 'goes' : 'go'} to ${quarantine}`
  note(context, 'QUARANTINED', table.source.name, `${counted}: ${reasons.join('; ')}`)
}

/** JSON array of the reasons of a row, in the order of the plan. */
function reasonsCell(keys: AsideKeys, causes: readonly CountedCause[]): SqliteSql {
  const cases = causes.map(({ number, cause: { kind, columns, reason } }) => {
    return sqlite`WHEN ${number} THEN ${sqliteString(jsonOf({ kind, columns, reason }))}`
  })
  const text = sqlite`CASE cause ${cases.reduce((all, one) => sqlite`${all} ${one}`, sqlite``)} END`
  return sqlite`(SELECT '[' || group_concat(${text}, ', ' ORDER BY cause) || ']' FROM ${keys.scratch} WHERE key = ${keys.key.sql})`
}
