// Casts to types that only the target knows: an extension's, an enum and domains of the user's own.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, plan, verify } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'

const database = await withDatabase()
afterAll(() => database.drop())
await query(
  database.url,
  `CREATE TYPE mood AS ENUM ('sad', 'ok', 'hap''py');
   CREATE DOMAIN year AS integer CHECK (VALUE BETWEEN 1900 AND 2100);
   CREATE SCHEMA live;
   CREATE DOMAIN live.year AS text CHECK (VALUE ~ '^[0-9]{4}$');
   CREATE DOMAIN short AS varchar(3);
   CREATE TYPE "Odd Name" AS ENUM ('a')`,
)
const [{ citext = false } = {}] = await query<{ citext: boolean }>(
  database.url,
  `SELECT count(*) > 0 AS citext FROM pg_available_extensions WHERE name = 'citext'`,
)
if (citext) await query(database.url, 'CREATE EXTENSION citext')

const people = sourceFile(`
  CREATE TABLE person (id INTEGER PRIMARY KEY, mood TEXT DEFAULT 'ok', born INTEGER, code TEXT, name TEXT COLLATE NOCASE UNIQUE);
  INSERT INTO person VALUES (1, 'sad', 1990, 'abc', 'Kim'), (2, 'hap''py', 2024, 'x', 'Äda'), (3, NULL, NULL, NULL, NULL);
  CREATE TABLE note (id INTEGER PRIMARY KEY, name TEXT REFERENCES person (name));
  INSERT INTO note VALUES (1, 'Kim'), (2, NULL);
`)

async function typesOf(schema: string, table: string): Promise<Record<string, string>> {
  const rows = await query<{ name: string; type: string }>(
    database.url,
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0`,
    [`${schema}.${table}`],
  )
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]))
}

describe('a column becomes', () => {
  it('an enum and a domain of public, with every label and number as it is', async () => {
    const casts = { 'person.mood': 'mood', 'person.born': 'year', 'person.code': 'short' }
    const options = { sqlitePath: people, url: database.url, schema: 'one', casts }
    expect((await migrate(options)).error).toBeNull()
    expect(await typesOf('one', 'person')).toMatchObject({ mood: 'mood', born: 'year', code: 'short' })
    expect(await query(database.url, 'SELECT mood::text, born, code FROM one.person ORDER BY id')).toEqual([
      { mood: 'sad', born: 1990, code: 'abc' },
      { mood: "hap'py", born: 2024, code: 'x' },
      { mood: null, born: null, code: null },
    ])
    expect(
      await query(database.url, 'INSERT INTO one.person DEFAULT VALUES RETURNING mood::text, born'),
    ).toEqual([{ mood: 'ok', born: null }])
    await query(database.url, "DELETE FROM one.person WHERE mood = 'ok'")
    expect((await verify(options)).error).toBeNull()
  })

  it('a domain of the schema of the run before one of public', async () => {
    const options = {
      sqlitePath: people,
      url: database.url,
      schema: 'live',
      casts: { 'person.born': 'year' },
    }
    expect((await migrate(options)).error).toBeNull()
    expect(await typesOf('live', 'person')).toMatchObject({ born: 'live.year' })
  })

  it('a type whose name is quoted', async () => {
    const sqlitePath = sourceFile(`CREATE TABLE t (x); INSERT INTO t VALUES ('a')`)
    const options = { sqlitePath, url: database.url, schema: 'odd', casts: { 't.x': '"Odd Name"' } }
    expect((await migrate(options)).error).toBeNull()
    expect(await typesOf('odd', 't')).toEqual({ x: '"Odd Name"' })
  })

  it.skipIf(!citext)('citext at both ends of a foreign key, unique without regard to case', async () => {
    const options = {
      sqlitePath: people,
      url: database.url,
      schema: 'ci',
      casts: { 'person.name': 'citext' },
    }
    const report = await migrate(options)
    expect(report.error).toBeNull()
    expect(await typesOf('ci', 'note')).toMatchObject({ name: 'citext' })
    expect(await query(database.url, `SELECT id FROM ci.person WHERE name = 'KIM'`)).toEqual([{ id: '1' }])
    await expect(query(database.url, `INSERT INTO ci.person (name) VALUES ('kIM')`)).rejects.toThrow(/unique/)
    const [foreignKey] = await query(
      database.url,
      `SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND conrelid = 'ci.note'::regclass`,
    )
    expect(foreignKey).toEqual({ convalidated: true })
  })
})

describe('a run stops', () => {
  it('where a label is unknown or a domain refuses', async () => {
    const sqlitePath = sourceFile(
      `CREATE TABLE t (mood, year); INSERT INTO t VALUES ('Sad', 1899), ('ok', 2000), ('ok ', '2001')`,
    )
    const casts = { 't.mood': 'mood', 't.year': 'year' }
    const { report } = await plan({ sqlitePath, url: database.url, schema: 'bad', casts })
    const found = report.notices.filter(({ severity }) => severity === 'blocker')
    expect(found.map(({ object, message }) => `${object}: ${message}`)).toEqual([
      expect.stringMatching(/^t\.mood: cannot become mood as asked: 2 of 3 values do not fit such as 'Sad'/),
      expect.stringMatching(/^t\.year: cannot become year as asked: 1 of 3 values does not fit such as 1899/),
    ])
  })

  it('where more different values are refused than can be told apart', async () => {
    const sqlitePath = sourceFile(
      `CREATE TABLE t (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO t SELECT 'v' || i FROM n`,
    )
    const { report } = await plan({ sqlitePath, url: database.url, schema: 'many', casts: { 't.x': 'inet' } })
    expect(report.error).toMatchObject({ code: 'DECISION_NEEDED' })
    expect(report.error?.message).toContain('t.x cannot become inet as asked')
  })

  it.skipIf(!citext)('where citext would make two keys equal', async () => {
    const sqlitePath = sourceFile(
      `CREATE TABLE t (name TEXT PRIMARY KEY); INSERT INTO t VALUES ('Äda'), ('äda')`,
    )
    const { report } = await plan({
      sqlitePath,
      url: database.url,
      schema: 'eq',
      casts: { 't.name': 'citext' },
    })
    expect(report.notices).toContainEqual(
      expect.objectContaining({ code: 'KEY_COLLISION', severity: 'blocker' }),
    )
  })
})
