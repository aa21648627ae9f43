// What is made by hand on a table that a run replaces, such as an index, is not on the new one: it is told before,
// with the statement that makes it again. What an earlier run made is known by making the planned tables, empty and
// temporary, in a transaction that is rolled back, and comparing what the server says of both.
import { groupBy } from '../model/once-per.ts'
import type { Notice, Phase, Plan, PlannedTable, Statement } from '../model/plan.ts'
import { foreignKeysOf, plannedTable } from '../model/plan-parts.ts'
import { makeNotice } from '../plan/notices.ts'
import { createdViews, publishedNames, publishedTables } from '../plan/target/publish.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { VIEW_MARK } from '../plan/views/view-statements.ts'
import { type Belonging, readBelongings } from '../postgres/catalog/belongings.ts'
import { readForeignKeys } from '../postgres/catalog/constraints.ts'
import { readOccupiedNames } from '../postgres/catalog/names.ts'
import { readStoredReaders } from '../postgres/catalog/stored-readers.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { rolledBack } from '../postgres/rolled-back.ts'
import { postgres } from '../sql/text.ts'
import { type FoundForeignKeys, isSameKey, type Restoring, restoringText } from './restoring-text.ts'
import type { RunSettings } from './run-settings.ts'

const TEMPORARY = 'pg_temp'
const BATCH = 50

/** What the tables and views that would be replaced have, and those that replace them have not. */
export interface Lost {
  readonly relations: readonly string[]
  readonly belongings: readonly Belonging[]
  readonly restoring: Restoring
  /** Materialized views that will have the earlier rows still. */
  readonly stored: readonly string[]
}

/** One notice for each table or view that would be replaced and has what the new one has not. */
export function lostNotices({ relations, belongings, restoring, stored }: Lost): readonly Notice[] {
  const lost = groupBy(belongings, ({ table }) => table)
  return [
    ...relations.flatMap(name => noticeOf(name, lost.get(name) ?? [], restoring)),
    ...stored.map(path =>
      makeNotice(
        'STORED_VIEW_IS_OLD',
        path,
        'will have the earlier rows still: it reads the tables through views',
        `Afterwards: REFRESH MATERIALIZED VIEW ${path}`,
      ),
    ),
  ]
}

export async function findLost(
  connection: TargetConnection,
  plan: Plan,
  { forceRecreate, carries }: Pick<RunSettings, 'forceRecreate' | 'carries'>,
): Promise<Lost> {
  const nothing = { relations: [], belongings: [], restoring: { plan, found: new Map() }, stored: [] }
  if (!forceRecreate) return nothing
  const occupied = await readOccupiedNames(connection, plan.schema)
  const tables = publishedTables(plan).filter(name => occupied.get(name) === 'table')
  const views = createdViews(plan).flatMap(({ target }) => (occupied.get(target) === 'view' ? [target] : []))
  const relations = [...tables, ...views]
  if (relations.length === 0) return nothing
  const old = await readBelongings(connection, plan.schema, relations)
  const found = await readForeignKeys(connection, plan.schema)
  const foreignKeys = keptForeignKeys(plan, tables, found)
  const made = await rehearse(connection, plan, tables)
  const kept = new Set([...made.belongings, ...foreignKeys].map(keyOf))
  // Without that, every reader of the tables is an obstacle.
  const stored = carries ? await readStoredReaders(connection, plan.schema, relations) : []
  const belonging = old.filter(isLost({ kept, made, plan }))
  return { relations, belongings: belonging, restoring: { plan, found }, stored }
}

function noticeOf(name: string, lost: readonly Belonging[], restoring: Restoring): readonly Notice[] {
  if (lost.length === 0) return []
  const things = lost.map(one => `${one.kind} ${one.name}`).join('; ')
  const hint = `The earlier one is kept with them. To have them on the new one: ${restoringText(lost, restoring)}`
  return [makeNotice('REPLACED_LACKS', name, `will be replaced, and the new one lacks: ${things}`, hint)]
}

/** What tells the equal of two tables. */
function keyOf({ table, kind, text }: Pick<Belonging, 'table' | 'kind' | 'text'>): string {
  return JSON.stringify([table, kind, text])
}

interface Made {
  readonly belongings: readonly Belonging[]
  /** Tables that could not be made: there names have to tell. */
  readonly unknown: ReadonlySet<string>
}

interface Comparison {
  readonly kept: ReadonlySet<string>
  readonly made: Made
  readonly plan: Plan
}

function isLost({ kept, made: { unknown }, plan }: Comparison): (one: Belonging) => boolean {
  const hasColumn = (table: string, column: string): boolean =>
    kept.has(keyOf({ table, kind: 'column', text: column })) ||
    plannedTable(plan, table)?.columns.some(({ target }) => target === column) === true
  const identities = new Set(plan.tables.flatMap(identityColumns))
  const viewColumns = new Map(createdViews(plan).map(({ target, query }) => [target, query?.columns ?? []]))
  const named = new Set([...publishedNames(plan).keys(), ...plan.tables.flatMap(checkNames)])
  return one => {
    const { table, kind, column, name, text } = one
    const isThere = column !== null && hasColumn(table, column)
    const inView = viewColumns.get(table)
    if (inView !== undefined && kind === 'default') return inView.some(({ target }) => target === column)
    switch (kind) {
      case 'comment':
        return !isThere && !text.startsWith(VIEW_MARK)
      case 'column':
        return !isThere
      case 'type':
      case 'default':
      case 'NOT NULL':
        return isThere && !unknown.has(table) && !kept.has(keyOf(one))
      case 'identity':
        return isThere && !identities.has(JSON.stringify([table, column]))
      case 'identity option':
        return identities.has(JSON.stringify([table, column]))
      case 'constraint':
      case 'index':
        return unknown.has(table) ? !named.has(name.split(' ')[0] ?? '') : !kept.has(keyOf(one))
      default:
        return !kept.has(keyOf(one))
    }
  }
}

const checkNames = ({ checks }: PlannedTable): readonly string[] => checks.map(({ name }) => name)

const identityColumns = ({ target: table, columns }: PlannedTable): readonly string[] =>
  columns.flatMap(({ identity, target }) => (identity === null ? [] : [JSON.stringify([table, target])]))

/** Those of the plan, whatever they are called; from and to the tables that are published. */
function keptForeignKeys(
  plan: Plan,
  tables: readonly string[],
  found: FoundForeignKeys,
): readonly Pick<Belonging, 'table' | 'kind' | 'text'>[] {
  return tables.flatMap(table =>
    (found.get(table) ?? [])
      .filter(key => foreignKeysOf(plan, table).some(planned => isSameKey(planned, key, plan.schema)))
      .map(({ name }) => ({ table, kind: 'foreign key' as const, text: name })),
  )
}

async function rehearse(connection: TargetConnection, plan: Plan, tables: readonly string[]): Promise<Made> {
  const belongings: Belonging[] = []
  const unknown = new Set<string>()
  for (let at = 0; at < tables.length; at += BATCH) {
    const batch = tables.slice(at, at + BATCH)
    const made = await rehearseBatch(connection, plan, batch)
    if (made === null) for (const table of batch) unknown.add(table)
    else belongings.push(...made)
  }
  return { belongings, unknown }
}

/** Null where the server does not let us make them: the right to temporary tables may be missing. */
async function rehearseBatch(
  connection: TargetConnection,
  plan: Plan,
  tables: readonly string[],
): Promise<readonly Belonging[] | null> {
  return rolledBack(connection, async () => {
    // Unless it is listed, the temporary schema goes first, and a table called date would hide the type.
    await connection.execute(postgres`SET LOCAL search_path = pg_catalog, pg_temp`)
    for (const { sql } of bareStatements(plan, tables)) await connection.execute(sql)
    const [temporary] = await connection.rows<{ readonly name: string }>(TEMPORARY_SCHEMA)
    return readBelongings(connection, temporary?.name ?? '', tables)
  })
}

const TEMPORARY_SCHEMA = postgres`SELECT nspname::text AS name FROM pg_catalog.pg_namespace
  WHERE oid = pg_catalog.pg_my_temp_schema()`

const PHASES: ReadonlySet<Phase> = new Set<Phase>(['tables', 'keys', 'indexes', 'checks'])

function bareStatements(plan: Plan, names: readonly string[]): readonly Statement[] {
  const tables = plan.tables
    .filter(({ target }) => names.includes(target))
    .map(table => ({ ...table, columns: table.columns.map(column => ({ ...column, identity: null })) }))
  const indexes = plan.indexes.filter(({ table }) => names.includes(table))
  const quarantine = names.includes(plan.quarantine?.target ?? '') ? plan.quarantine : null
  const bare = { ...plan, tables, indexes, quarantine, foreignKeys: [], triggers: [], views: [] }
  return buildStatements(bare, TEMPORARY).filter(({ phase }) => PHASES.has(phase))
}
