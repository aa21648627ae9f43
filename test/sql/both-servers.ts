// One table on both servers, and the answers of each to one expression, brought to one form.
import Database from 'better-sqlite3'
import pg from 'pg'
import type { ExpressionColumn, TranslationContext } from '../../src/sql/translate/translation.ts'
import type { CaseTable, CaseValue } from './translate-case-tables.ts'
import type { TranslateCase } from './translate-cases.ts'

/** A session as a run has it: nothing may depend on the search path or the zone. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("SET search_path = pg_catalog, pg_temp; SET TimeZone = 'UTC'")
  return client
}

/** What a translator is told of the table. */
export function contextOf(
  { columns }: CaseTable,
  purpose: TranslationContext['purpose'],
): TranslationContext {
  const entries = Object.entries(columns).map(
    ([name, { declared: _, type: __, ...column }]): [string, ExpressionColumn] => [
      name,
      { target: name, ...column },
    ],
  )
  return { columns: new Map(entries), purpose }
}

export async function makeTable(client: pg.Client, { columns, rows }: CaseTable): Promise<void> {
  const definitions = Object.entries(columns).map(([name, { type }]) => `"${name}" ${type}`)
  await client.query(`DROP TABLE IF EXISTS pg_temp.t; CREATE TEMP TABLE t (place integer, ${definitions})`)
  const names = Object.keys(columns)
  for (const [place, row] of rows.entries()) {
    const values = row.map((value, i) => asParameter(value, columns[names[i] ?? '']?.family ?? 'text'))
    await client.query(`INSERT INTO pg_temp.t VALUES (${place}, ${names.map((_, i) => `$${i + 1}`)})`, values)
  }
}

function asParameter(value: CaseValue, family: string): unknown {
  if (family === 'boolean' && value !== null) return value === 1n
  return value instanceof Uint8Array ? Buffer.from(value) : value
}

export async function askPostgres(
  client: pg.Client,
  { postgres }: TranslateCase,
): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ type: string; value: string | null }>(
    `SELECT pg_typeof(v)::text AS type, v::text AS value
     FROM (SELECT place, ${postgres} AS v FROM pg_temp.t) AS answers ORDER BY place`,
  )
  return rows.map(({ type, value }) => canonical(type, value))
}

/** Truth values as 1 and 0, numbers by value, blobs in hexadecimal, everything else as text. */
function canonical(type: string, value: string | null): unknown {
  if (value === null) return null
  if (type === 'boolean') return value === 'true' || value === 't' ? 1 : 0
  if (type === 'bytea') return value.replace(/^\\+x/, '')
  if (['smallint', 'integer', 'bigint', 'numeric', 'double precision'].includes(type)) return numberOf(value)
  return value
}

/** Beyond 2^53 as bigint while it is one of SQLite's integers; beyond those SQLite has doubles. */
function numberOf(value: string): unknown {
  if (!/^-?\d+$/.test(value) || Number.isSafeInteger(Number(value))) return Number(value)
  const whole = BigInt(value)
  return BigInt.asIntN(64, whole) === whole ? whole : Number(value)
}

/** A CHECK is a question of truth on both sides: any number but 0 is true in SQLite. */
function asked({ sqlite, purpose }: TranslateCase): string {
  const text = sqlite.replaceAll('"Abc"', "'Abc'")
  return purpose === 'check' ? `CASE WHEN (${text}) IS NULL THEN NULL WHEN ${text} THEN 1 ELSE 0 END` : text
}

export function askSqlite(found: TranslateCase): readonly unknown[] {
  const { columns, rows } = found
  const source = new Database(':memory:')
  source.defaultSafeIntegers(true)
  const definitions = Object.entries(columns).map(([name, { declared }]) => `${name} ${declared}`)
  source.exec(`CREATE TABLE t (${definitions})`)
  const insert = source.prepare(`INSERT INTO t VALUES (${Object.keys(columns).map(() => '?')})`)
  for (const row of rows) insert.run(...row)
  const answers = source
    .prepare(`SELECT ${asked(found)} FROM t ORDER BY rowid`)
    .pluck()
    .all()
  source.close()
  return answers.map(answer => {
    if (typeof answer === 'bigint') return Number.isSafeInteger(Number(answer)) ? Number(answer) : answer
    return answer instanceof Uint8Array ? Buffer.from(answer).toString('hex') : answer
  })
}
