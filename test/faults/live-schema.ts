// What a schema of the target really holds, asked by SQL: every row, column, key, index and foreign key in one
// text that differs if anything does.
import pg from 'pg'
import { query } from '../server/database.ts'

export interface SchemaContents {
  /** Tables and sequences with their rows; [] is an empty schema. */
  readonly relations: readonly string[]
  readonly constraints: readonly string[]
  readonly indexes: readonly string[]
}

export const NOTHING: SchemaContents = { relations: [], constraints: [], indexes: [] }

const RELATIONS = `
  SELECT c.oid::regclass::text AS name, c.relkind AS kind,
    (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull || a.attidentity::text, ', ' ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c WHERE c.relnamespace = to_regnamespace(quote_ident($1)) AND c.relkind IN ('r', 'S', 'v') ORDER BY 1`

const CONSTRAINTS = `
  SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS text FROM pg_constraint
  WHERE connamespace = to_regnamespace(quote_ident($1)) ORDER BY 1`

const INDEXES = 'SELECT indexdef AS text FROM pg_indexes WHERE schemaname = $1 ORDER BY 1'

/** All of it in one moment. */
export async function schemaContents(url: string, schema: string): Promise<SchemaContents> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const texts = async (sql: string): Promise<string[]> =>
      (await client.query<{ text: string }>(sql, [schema])).rows.map(({ text }) => text)
    return {
      relations: await relationTexts(client, schema),
      constraints: await texts(CONSTRAINTS),
      indexes: await texts(INDEXES),
    }
  } finally {
    await client.end()
  }
}

async function relationTexts(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; kind: string; columns: string }>(RELATIONS, [schema])
  const texts: string[] = []
  for (const { name, kind, columns } of rows) {
    const content =
      kind === 'S'
        ? `SELECT last_value::text || is_called AS text FROM ${name}`
        : `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS text FROM ${name} t`
    const [row] = (await client.query<{ text: string }>(content)).rows
    texts.push(`${name} (${columns}): ${row?.text}`)
  }
  return texts
}

/** Names of the schemas that runs made for themselves. */
export async function privateSchemas(url: string, kind: 'run' | 'replaced'): Promise<readonly string[]> {
  const rows = await query<{ nspname: string }>(
    url,
    `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_' || $1 || '\\_%' ORDER BY 1`,
    [kind],
  )
  return rows.map(({ nspname }) => nspname)
}

/** Waits until no session of ours is left, as a server takes a moment to notice a killed client. */
export async function untilAlone(url: string): Promise<void> {
  const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'`
  const deadline = Date.now() + 5000
  while (Date.now() < deadline && (await query(url, others)).length > 0)
    await new Promise(resolve => setTimeout(resolve, 20))
}
