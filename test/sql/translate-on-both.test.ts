// The promise of the translator, held against both servers: for every row, PostgreSQL's answer to the
// translated expression is SQLite's to the original.
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import type { CaseTable, CaseValue } from './translate-case-tables.ts'
import { TRANSLATE_CASES, type TranslateCase } from './translate-cases.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await withDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  // As the run's own session has it: nothing may depend on the search path or the zone.
  await client.query("SET search_path = pg_catalog, pg_temp; SET TimeZone = 'UTC'")
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const carried = TRANSLATE_CASES.filter(({ postgres }) => postgres !== null)

describe('both servers answer alike', () => {
  it.each(carried)('$sqlite', async found => {
    await makeTable(found)
    const answers = await askPostgres(found)
    expect(answers).toEqual(askSqlite(found))
  })
})

describe('what is called immutable', () => {
  it.each(carried.filter(({ purpose }) => purpose !== 'check'))('$sqlite can be an index', async found => {
    await makeTable(found)
    await expect(client.query(`CREATE INDEX ON pg_temp.t ((${found.postgres}))`)).resolves.toBeDefined()
  })
})

async function makeTable({ columns, rows }: CaseTable): Promise<void> {
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

async function askPostgres({ postgres }: TranslateCase): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ type: string; value: string | null }>(
    `SELECT pg_typeof(v)::text AS type, CASE WHEN pg_typeof(v) = 'bytea'::regtype THEN encode(v::text::bytea, 'escape') ELSE v::text END AS value
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

function askSqlite(found: TranslateCase): readonly unknown[] {
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
