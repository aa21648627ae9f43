// What stands around the statements for rows: triggers do not fire, foreign keys are not in the way of the order and hold
// again at the end, rows that are taken out have a place, sequences lie behind no column.
// https://www.postgresql.org/docs/current/sql-altertable.html
import {
  type FiringTrigger,
  firesIn,
  type RepairRights,
  readFiringTriggers,
  readRepairRights,
  triggerStatements,
} from '../../postgres/catalog/firing-triggers.ts'
import {
  addKey,
  dropKey,
  orphanRows,
  readTouchingKeys,
  type TouchingKey,
} from '../../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { postgresLine } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { inBlock } from './spool.ts'

export interface RepairTerms {
  readonly schema: string
  readonly rights: RepairRights
  readonly triggers: readonly FiringTrigger[]
  readonly keys: readonly TouchingKey[]
  /** Names of those that rows break already, whatever their state says. */
  readonly broken: ReadonlySet<string>
  /** Whether rows may be taken out of their table and put back. */
  readonly canPark: boolean
}

/** `tables` are those whose rows are repaired, by their names in the target. */
export async function readRepairTerms(
  connection: TargetConnection,
  schema: string,
  tables: readonly string[],
): Promise<RepairTerms> {
  const rights = await readRepairRights(connection, schema, tables)
  const triggers = await readFiringTriggers(connection, schema, tables)
  const keys = await readTouchingKeys(connection, schema, tables)
  const isFree =
    rights.replica ||
    (keys.every(({ isOurs }) => isOurs) &&
      (rights.owner || triggers.every(({ fires }) => fires === 'for replicas')))
  const broken = new Set<string>()
  for (const key of rights.replica ? keys : [])
    if ((await connection.rows(postgres`${orphanRows(key)} LIMIT 1`)).length > 0) broken.add(key.name)
  return { schema, rights, triggers, keys, broken, canPark: rights.temporary && isFree }
}

/** Triggers that fire all the same, such as `users.audit`. */
export function triggersThatFire({ rights, triggers }: RepairTerms): readonly string[] {
  if (rights.owner) return []
  return triggers.filter(firesIn(rights.replica)).map(({ table, name }) => `${table}.${name}`)
}

/** What of a table's rows moves, which decides whether a foreign key would be in the way. */
export interface MovedRows {
  /** Name in the target. */
  readonly table: string
  readonly leaves: boolean
  readonly comes: boolean
}

/** Statements before the rows and after them. */
export interface Frame {
  readonly before: readonly PostgresSql[]
  readonly after: readonly PostgresSql[]
}

export function frameOf(terms: RepairTerms, moved: readonly MovedRows[]): Frame {
  const { schema, rights } = terms
  const quiet = (rights.owner ? terms.triggers : []).map(one => triggerStatements(schema, one))
  const inTheWay = rights.replica ? [] : terms.keys.filter(key => isInTheWay(key, schema, moved))
  return {
    before: [
      ...(rights.replica ? [postgres`SET LOCAL session_replication_role = replica`] : []),
      ...quiet.map(({ hold }) => hold),
      ...inTheWay.map(dropKey),
    ],
    after: [
      postgres`SET CONSTRAINTS ALL IMMEDIATE`,
      ...inTheWay.flatMap(key => addKey(key)),
      ...quiet.map(({ release }) => release),
      ...(rights.replica
        ? [
            postgres`SET LOCAL session_replication_role = origin`,
            ...terms.keys.filter(({ name }) => !terms.broken.has(name)).map(requireParents),
          ]
        : []),
    ],
  }
}

/** Rows that leave would take their children along, and within one table or a circle no order suits all rows. */
function isInTheWay(
  { child, parent, isOurs }: TouchingKey,
  schema: string,
  moved: readonly MovedRows[],
): boolean {
  const of = (end: readonly [string, string]): MovedRows | undefined =>
    moved.find(({ table }) => end[0] === schema && end[1] === table)
  const [ofParent, ofChild] = [of(parent), of(child)]
  return isOurs && (ofParent?.leaves === true || (ofParent?.comes === true && ofChild?.comes === true))
}

/** While foreign keys were not at work, nobody looked. */
function requireParents(key: TouchingKey): PostgresSql {
  const { name, child } = key
  const message = `rows of ${child.join('.')} have no parent, which its foreign key ${name} forbids`
  const raise = `RAISE foreign_key_violation USING MESSAGE = ${postgresLine(message)};`
  return inBlock(['BEGIN', `  IF EXISTS (${orphanRows(key)}) THEN ${raise} END IF;`, 'END'])
}
