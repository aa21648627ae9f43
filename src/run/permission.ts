// May this plan be carried out? Blockers, warnings under --strict, occupied names and dependents are found
// here, before anything is changed, so that a dry run ends as the real run would.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Notice, Plan } from '../model/plan.ts'
import { createdViews, publishedNames, publishedTables } from '../plan/target/publish.ts'
import { VIEW_MARK } from '../plan/views/view-statements.ts'
import type { Belonging } from '../postgres/catalog/belongings.ts'
import { type Dependent, readDependents } from '../postgres/catalog/dependents.ts'
import { type OccupiedKind, readOccupiedNames } from '../postgres/catalog/names.ts'
import { type OwnedTable, readOwnedByOthers } from '../postgres/catalog/owners.ts'
import { readReplaceable } from '../postgres/catalog/replaceable.ts'
import { readViews } from '../postgres/catalog/views.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { postgresName } from '../sql/quote.ts'
import { findUncarriable, withoutCarried } from './carry.ts'
import { keysWithoutAim, readOutsideKeys } from './outside-keys.ts'
import type { RunSettings } from './run-settings.ts'
import { settleQuarantine } from './stale-quarantine.ts'

const SHOWN = 5

/** Throws BAD_CONFIG, DECISION_NEEDED or STRICT_WARNINGS. */
export function requireDecided(notices: readonly Notice[], strict: boolean): void {
  const blockers = notices.filter(({ severity }) => severity === 'blocker')
  const wishes = blockers.filter(({ code }) => code === 'WISH_UNKNOWN')
  if (wishes.length > 0) throw new Sqlite2pgError('BAD_CONFIG', phrase(wishes), hintOf(wishes))
  if (blockers.length > 0) throw new Sqlite2pgError('DECISION_NEEDED', phrase(blockers), hintOf(blockers))
  const warnings = notices.filter(({ severity }) => severity === 'warning')
  if (!strict || warnings.length === 0) return
  const count = `${warnings.length} warning${warnings.length === 1 ? '' : 's'} with --strict`
  const hint = `${hintOf(warnings)} Without --strict the run goes on.`
  throw new Sqlite2pgError('STRICT_WARNINGS', `${count}: ${phrase(warnings)}`, hint)
}

function phrase(notices: readonly Notice[]): string {
  const shown = notices.slice(0, SHOWN).map(({ object, message }) => `${object}: ${message}`)
  const rest = notices.length > SHOWN ? [`and ${notices.length - SHOWN} more`] : []
  return [...shown, ...rest].join('; ')
}

function hintOf(notices: readonly Notice[]): string {
  return [...new Set(notices.slice(0, SHOWN).map(({ hint }) => hint))].join(' ')
}

/** What gives way when a plan is published. */
export interface Replacement {
  /** The plan, with a quarantine table where rows of other tables have to be kept in one. */
  readonly plan: Plan
  readonly tables: readonly string[]
  readonly views: readonly string[]
  readonly functions: readonly string[]
}

/** Finds what the plan's names run into; throws TARGET_OCCUPIED, TARGET_PRIVILEGE or TARGET_DEPENDENTS. */
export async function findReplacement(
  connection: TargetConnection,
  wanted: Plan,
  settings: RunSettings,
): Promise<Replacement> {
  const { plan, stale, empty } = await settleQuarantine(connection, wanted)
  const occupied = await readOccupiedNames(connection, plan.schema)
  const taken = publishedTables(plan).filter(name => occupied.get(name) === 'table')
  const tables = [...taken, ...stale, ...(taken.length === 0 ? [] : empty)]
  const sameNamed = createdViews(plan).flatMap(({ target }) =>
    occupied.get(target) === 'view' ? [target] : [],
  )
  if (tables.length + sameNamed.length > 0 && !settings.forceRecreate)
    throw givesWayError(plan, [
      ...tables.map(name => `table ${name}`),
      ...sameNamed.map(name => `view ${name}`),
    ])
  const views = await findReplacedViews(connection, plan, tables, sameNamed)
  const relations = [...tables, ...views]
  const yielding = await readReplaceable(
    connection,
    plan.schema,
    tables,
    plan.triggers.map(trigger => trigger.function),
  )
  const names = [
    ...publishedNames(plan),
    ...plan.triggers.map(trigger => [trigger.function, 'function'] as const),
  ]
  const inTheWay = names.filter(
    ([name, wanted]) =>
      standInEachOthersWay(wanted, occupied.get(name)) &&
      !relations.includes(name) &&
      !yielding.names.has(name),
  )
  if (inTheWay.length > 0)
    throw occupiedError(plan, [...new Set(inTheWay.map(([name]) => `${occupied.get(name)} ${name}`))])
  await requireOwner(connection, plan.schema, relations)
  const dependents = relations.length === 0 ? [] : await readDependents(connection, plan.schema, relations)
  const obstacles = settings.carries
    ? await withoutCarried(connection, plan.schema, relations, dependents)
    : dependents
  if (obstacles.length > 0) throw dependentsError(listDependents(obstacles))
  return { plan, tables, views, functions: yielding.functions }
}

/** Throws TARGET_DEPENDENTS where something that is to be carried reads a column that the new tables lack. */
export async function requireCarriable(
  connection: TargetConnection,
  { plan, tables, views }: Replacement,
  lost: readonly Belonging[],
): Promise<void> {
  const { schema } = plan
  const found = await findUncarriable(connection, schema, [...tables, ...views], lost)
  const keys = await readOutsideKeys(connection, schema, tables)
  const list = [
    ...found.map(
      ({ kind, schema, name, table, column, because }) =>
        `${kind} ${schema}.${name} on ${table}, whose column ${column} ${because}`,
    ),
    ...keysWithoutAim(keys, plan),
  ]
  if (list.length === 0) return
  throw dependentsError(list.join(', '))
}

/** Throws TARGET_PRIVILEGE unless we may move each of the tables and views. */
export async function requireOwner(
  connection: TargetConnection,
  schema: string,
  relations: readonly string[],
): Promise<void> {
  const [foreign] = relations.length === 0 ? [] : await readOwnedByOthers(connection, schema, relations)
  if (foreign !== undefined) throw notOwnerError(schema, foreign)
}

/** Views of the planned names, and those that an earlier run made of what is replaced. */
async function findReplacedViews(
  connection: TargetConnection,
  { schema }: Plan,
  tables: readonly string[],
  sameNamed: readonly string[],
): Promise<readonly string[]> {
  if (tables.length + sameNamed.length === 0) return []
  const replaced = new Set([...tables, ...sameNamed])
  const ours = (await readViews(connection, schema)).filter(
    ({ comment, reads }) => comment?.startsWith(VIEW_MARK) === true && reads.some(name => replaced.has(name)),
  )
  return [...new Set([...sameNamed, ...ours.map(({ name }) => name)])]
}

/** Functions have a name space of their own; of the relations only tables and views take a name among the types. */
export function standInEachOthersWay(wanted: string, kind: OccupiedKind | undefined): boolean {
  if (kind === undefined || (kind === 'function') !== (wanted === 'function')) return false
  return kind !== 'type' || wanted === 'table' || wanted === 'view'
}

function occupiedError({ schema }: Plan, names: readonly string[]): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_OCCUPIED',
    `schema ${schema} holds already: ${names.join(', ')}`,
    `Drop or rename ${names.length === 1 ? 'it' : 'them'} (--force-recreate replaces a table by a table, a view by a view), or pass --schema with another schema.`,
  )
}

function givesWayError({ schema }: Plan, names: readonly string[]): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_OCCUPIED',
    `schema ${schema} holds already: ${names.join(', ')}`,
    'Pass --force-recreate to replace the tables (the old ones are kept in a schema of their own), or --schema with another schema.',
  )
}

function notOwnerError(schema: string, { table, owner, user }: OwnedTable): Sqlite2pgError {
  const [ours, theirs] = [postgresName(user), postgresName(owner)]
  return new Sqlite2pgError(
    'TARGET_PRIVILEGE',
    `table ${table} of schema ${schema} belongs to role "${owner}", and only its owner may replace it`,
    `As that role: ALTER TABLE ${postgresName(schema, table)} OWNER TO ${ours}; as an administrator: GRANT ${theirs} TO ${ours}; Or give another --schema.`,
  )
}

function dependentsError(list: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_DEPENDENTS',
    `other objects hold on to the tables that would be replaced: ${list}`,
    'Drop them and create them again afterwards, or publish into another schema with --schema.',
  )
}

export function listDependents(dependents: readonly Dependent[]): string {
  return dependents
    .map(
      ({ kind, schema, name, table }) => `${kind} ${schema === null ? '' : `${schema}.`}${name} on ${table}`,
    )
    .join(', ')
}
