// The quarantine table of an earlier run. Where this run sets nothing aside, it gives way together with the tables
// whose rows it holds, or people would take those rows for missing; where this run has one of its own, the rows of
// tables that are no part of this run go over into it.
import type { Plan } from '../model/plan.ts'
import { QUARANTINE_COLUMNS, QUARANTINE_MARK, QUARANTINE_NAME } from '../plan/aside/quarantine-table.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { postgresName, postgresString } from '../sql/quote.ts'
import { postgres } from '../sql/text.ts'

/** Its name, if it is one of ours and holds rows of the plan's tables only. */
export async function findStaleQuarantine(
  connection: TargetConnection,
  { schema, tables, quarantine }: Plan,
): Promise<readonly string[]> {
  const isPlanned = quarantine !== null || tables.some(({ target }) => target === QUARANTINE_NAME)
  if (isPlanned || !(await isOurs(connection, schema, QUARANTINE_NAME))) return []
  const held = await connection.rows<{ source: string }>(
    postgres`SELECT DISTINCT source_table AS source FROM ${postgresName(schema, QUARANTINE_NAME)}`,
  )
  const own = new Set(tables.map(({ source }) => source))
  return held.every(({ source }) => own.has(source)) ? [QUARANTINE_NAME] : []
}

/** To be called in the publishing transaction, with the earlier table locked and the new one still in `privateSchema`. */
export async function keepRowsOfOthers(
  connection: TargetConnection,
  { schema, tables, quarantine }: Plan,
  privateSchema: string,
  replaced: readonly string[],
): Promise<void> {
  const name = quarantine?.target
  if (name === undefined || !replaced.includes(name) || !(await isOurs(connection, schema, name))) return
  const columns = QUARANTINE_COLUMNS.map(column => postgresName(column))
  const own = tables.map(({ source }) => postgresString(source))
  await connection.execute(
    postgres`INSERT INTO ${postgresName(privateSchema, name)} (${columns})
      SELECT ${columns} FROM ${postgresName(schema, name)} WHERE source_table NOT IN (${own})`,
    { object: name, doing: 'keeping rows of other tables' },
  )
}

async function isOurs(connection: TargetConnection, schema: string, name: string): Promise<boolean> {
  const columns = QUARANTINE_COLUMNS.map(name => postgresString(name))
  const [found] = await connection.rows(
    postgres`SELECT 1 FROM pg_catalog.pg_class c
      WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ${postgresString(schema)})
        AND c.relname = ${postgresString(name)} AND c.relkind = 'r'
        AND pg_catalog.starts_with(pg_catalog.obj_description(c.oid, 'pg_class'), ${postgresString(QUARANTINE_MARK)})
        AND ${QUARANTINE_COLUMNS.length} = (SELECT count(*) FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname IN (${columns}))`,
  )
  return found !== undefined
}
