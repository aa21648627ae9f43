// Which table and column of the target each planned one is, and what has no partner on either side.
import type { Plan, PlannedColumn, PlannedTable } from '../model/plan.ts'
import type { TargetColumn, TargetSchema, TargetTable } from '../model/target.ts'
import type { Check, CheckKind } from '../model/verdict.ts'
import { matchNames, type NameMatch } from '../plan/names/match-names.ts'
import { agreement, extra, remarked } from './check.ts'

export interface ColumnMatch {
  readonly planned: PlannedColumn
  readonly target: TargetColumn
}

/** A planned table that was found, with the columns that were found. */
export interface TableMatch {
  readonly planned: PlannedTable
  readonly target: TargetTable
  readonly columns: readonly ColumnMatch[]
  /** Name in the target of each planned column that was found. */
  readonly names: ReadonlyMap<string, string>
}

export interface Matching {
  /** By `target` of the planned table. */
  readonly found: ReadonlyMap<string, TableMatch>
  /** What was found and what not, by `target` of the planned table. */
  readonly checks: ReadonlyMap<string, readonly Check[]>
  /** Tables nobody planned. */
  readonly extras: readonly Check[]
}

export function matchTables(plan: Plan, schema: TargetSchema): Matching {
  const tables = new Map(schema.tables.map(table => [table.name, table]))
  const names = matchNames(
    plan.tables.map(table => table.target),
    [...tables.keys()],
  )
  const found = new Map<string, TableMatch>()
  const checks = new Map<string, readonly Check[]>()
  for (const planned of plan.tables) {
    const name = names.get(planned.target)
    const target = tables.get(name?.found ?? '')
    const match = target && matchColumns(planned, target)
    if (match) found.set(planned.target, match.match)
    checks.set(planned.target, [checkTable(planned, target, name), ...(match?.checks ?? [])])
  }
  return { found, checks, extras: extraTables(schema, found) }
}

function checkTable(planned: PlannedTable, target: TargetTable | undefined, name?: NameMatch): Check {
  if (target === undefined) return missing('table', planned.target, name)
  if (target.kind !== 'table') {
    const status = target.kind === 'partitioned table' ? 'noted' : 'different'
    return agreement('table', planned.target, 'table', target.kind, { status })
  }
  return named('table', planned.target, planned.target, name)
}

function matchColumns(
  planned: PlannedTable,
  target: TargetTable,
): { readonly match: TableMatch; readonly checks: readonly Check[] } {
  const present = new Map(target.columns.map(column => [column.name, column]))
  const matches = matchNames(
    planned.columns.map(column => column.target),
    [...present.keys()],
  )
  const columns = planned.columns.flatMap(column => {
    const partner = present.get(matches.get(column.target)?.found ?? '')
    return partner ? [{ planned: column, target: partner }] : []
  })
  const names = new Map(columns.map(column => [column.planned.target, column.target.name]))
  const checks = planned.columns.map(({ target: name }) =>
    named('column', `${planned.target}.${name}`, name, matches.get(name)),
  )
  const taken = new Set(names.values())
  const extras = target.columns
    .filter(column => !taken.has(column.name))
    .map(column => extraColumn(planned.target, column))
  return { match: { planned, target, columns, names }, checks: [...checks, ...extras] }
}

/** The application that wrote to the source does not know it. */
function extraColumn(table: string, column: TargetColumn): Check {
  const check = extra('column', `${table}.${column.name}`, column.type)
  const isRequired =
    column.notNull && column.default === null && column.identity === null && !column.generated
  return isRequired
    ? {
        ...check,
        remark: `${check.remark}, NOT NULL and without a default: a row that does not name it is refused`,
      }
    : check
}

function named(
  kind: CheckKind & ('table' | 'column'),
  object: string,
  name: string,
  match?: NameMatch,
): Check {
  if (!match || match.found === null) return missing(kind, object, match)
  if (match.way === 'exactly') return agreement(kind, object, kind, kind)
  return agreement(kind, object, name, match.found, { status: 'noted', remark: `found ${match.way}` })
}

function missing(kind: 'table' | 'column', object: string, match?: NameMatch): Check {
  const candidates = match?.candidates ?? []
  const remark = candidates.length > 1 ? 'more than one could be meant' : ''
  return agreement(kind, object, kind, candidates.join(', '), { remark })
}

function extraTables(schema: TargetSchema, found: ReadonlyMap<string, TableMatch>): readonly Check[] {
  const taken = new Set([...found.values()].map(match => match.target.name))
  return schema.tables
    .filter(table => !taken.has(table.name))
    .map(table => remarked('table', table.name, 'noted', table.kind, 'only in the target'))
}

/** Names in the target of planned columns; a column that was not found keeps its planned name. */
export function actualNames(match: TableMatch, columns: readonly string[]): readonly string[] {
  return columns.map(column => match.names.get(column) ?? column)
}

/** Planned names of the columns that the target computes by itself. */
export function computedColumns({ columns }: Pick<TableMatch, 'columns'>): ReadonlySet<string> {
  return new Set(columns.flatMap(({ planned, target }) => (target.generated ? [planned.target] : [])))
}
