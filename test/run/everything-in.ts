// All that a database holds, as one text: the rows of every table of every schema but the server's own, what the catalog
// says of tables, and what the planner's statistics keep of values.
import { postgresName } from '../../src/sql/quote.ts'
import { query } from '../server/database.ts'

const OWN = `NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`

export async function everythingIn(url: string): Promise<string> {
  const texts: string[] = []
  const take = async (sql: string): Promise<void> => {
    texts.push(JSON.stringify(await query(url, sql)))
  }
  const tables = await query<{ schema: string; name: string }>(
    url,
    `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname ${OWN}`,
  )
  for (const { schema, name } of tables) await take(`SELECT t::text FROM ${postgresName(schema, name)} AS t`)
  await take(`SELECT s::text FROM pg_stats AS s WHERE schemaname ${OWN}`)
  await take('SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef')
  await take('SELECT pg_get_constraintdef(oid) FROM pg_constraint')
  await take(`SELECT indexdef FROM pg_indexes WHERE schemaname ${OWN}`)
  await take(`SELECT definition FROM pg_views WHERE schemaname ${OWN}`)
  await take('SELECT description FROM pg_description WHERE objoid > 16384')
  return texts.join('\n')
}
