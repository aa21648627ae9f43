// The quarantine table of an earlier run. Rows of tables that are moved anew leave it, or people would take them for
// missing; rows of other tables stay in quarantine. Where it holds both, and this run sets nothing aside, a new one
// is made for the latter; the earlier one is kept with the tables that are replaced.
import type { Plan } from '../model/plan.ts'
import {
  createQuarantine,
  QUARANTINE_COLUMNS,
  QUARANTINE_MARK,
  QUARANTINE_NAME,
} from '../plan/aside/quarantine-table.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { postgresName, postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'

export interface EarlierQuarantine {
  /** The plan, with a quarantine table that it would not need for its own rows. */
  readonly plan: Plan
  /** Tables that hold rows of the plan's tables only. */
  readonly stale: readonly string[]
  /** Tables that hold no row at all. */
  readonly empty: readonly string[]
}

/** What becomes of the quarantine tables that the live schema holds. */
export async function settleQuarantine(connection: TargetConnection, plan: Plan): Promise<EarlierQuarantine> {
  const planned = new Set([plan.quarantine?.target, ...plan.tables.map(({ target }) => target)])
  const names = (await findOurs(connection, plan.schema)).filter(name => !planned.has(name))
  const held: Held[] = []
  for (const name of names) held.push(await readHeld(connection, plan, name))
  const find = (own: boolean, others: boolean): readonly string[] =>
    held.filter(it => it.own === own && it.others === others).map(({ name }) => name)
  const [mixed] = find(true, true)
  const quarantine =
    plan.quarantine === null && mixed !== undefined ? { target: mixed, rows: 0n } : plan.quarantine
  return { plan: { ...plan, quarantine }, stale: find(true, false), empty: find(false, false) }
}

/** Whose rows a table holds: those of the plan's tables, and those of others. */
interface Held {
  readonly name: string
  readonly own: boolean
  readonly others: boolean
}

async function readHeld(connection: TargetConnection, plan: Plan, name: string): Promise<Held> {
  const [found] = await connection.rows<Pick<Held, 'own' | 'others'>>(
    postgres`SELECT coalesce(bool_or(${isOfPlan(plan)}), false) AS own, coalesce(bool_or(NOT ${isOfPlan(plan)}), false) AS others FROM ${postgresName(plan.schema, name)}`,
  )
  return { name, own: found?.own === true, others: found?.others === true }
}

function isOfPlan({ tables }: Plan): PostgresSql {
  return tables.length === 0
    ? postgres`false`
    : postgres`(source_table IN (${tables.map(({ source }) => postgresString(source))}))`
}

/** To be called in the publishing transaction, with the earlier table locked and the new one still in `privateSchema`. */
export async function keepRowsOfOthers(
  connection: TargetConnection,
  settled: Plan,
  planned: Plan,
  privateSchema: string,
  replaced: readonly string[],
): Promise<void> {
  const { schema, quarantine } = settled
  const name = quarantine?.target
  if (name === undefined || !replaced.includes(name)) return
  if (!(await findOurs(connection, schema)).includes(name)) return
  const errand = { object: name, doing: 'keeping rows of other tables' }
  const creating = planned.quarantine === null ? createQuarantine(quarantine, privateSchema) : []
  for (const { sql } of creating) await connection.execute(sql, errand)
  const columns = QUARANTINE_COLUMNS.map(column => postgresName(column))
  await connection.execute(
    postgres`INSERT INTO ${postgresName(privateSchema, name)} (${columns})
      SELECT ${columns} FROM ${postgresName(schema, name)} WHERE NOT ${isOfPlan(settled)}`,
    errand,
  )
}

/** Tables that a run of ours made for rows that it set aside; one that may not be read is left alone. */
async function findOurs(connection: TargetConnection, schema: string): Promise<readonly string[]> {
  const columns = QUARANTINE_COLUMNS.map(name => postgresString(name))
  const found = await connection.rows<{ name: string }>(
    postgres`SELECT c.relname AS name FROM pg_catalog.pg_class c
      WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ${postgresString(schema)})
        AND pg_catalog.starts_with(c.relname, ${postgresString(QUARANTINE_NAME)}) AND c.relkind = 'r'
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        AND pg_catalog.starts_with(pg_catalog.obj_description(c.oid, 'pg_class'), ${postgresString(QUARANTINE_MARK)})
        AND ${QUARANTINE_COLUMNS.length} = (SELECT count(*) FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname IN (${columns}))
      ORDER BY c.relname`,
  )
  return found.map(({ name }) => name)
}
