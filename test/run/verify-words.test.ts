// What verify says of tables by the options of its command line, and of types and sides that prove little.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { runIn } from '../cli/command-line.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const run = async (...argv: string[]) => {
  const { stdout, ...rest } = await runIn(argv)
  return { ...rest, stdout: stdout.replaceAll(/\s+/g, ' ') }
}

it('a type that is too narrow is told, and how many of its values it changed, and how far', async () => {
  const sqlitePath = sourceFile(`CREATE TABLE m (id INTEGER PRIMARY KEY, x DOUBLE NOT NULL);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO m SELECT i, i / 4.0 FROM n;
    UPDATE m SET x = x + 0.1 WHERE id % 10 = 0;`)
  await query(database.url, 'CREATE SCHEMA lossy')
  await query(database.url, 'CREATE TABLE lossy.m (id bigint PRIMARY KEY, x real NOT NULL)')
  const moved = await migrate({ sqlitePath, url: database.url, schema: 'exact' })
  expect(moved.error).toBeNull()
  await query(database.url, 'INSERT INTO lossy.m SELECT id, x FROM exact.m')
  const { stdout, stderr, exitCode } = await run(
    'verify',
    sqlitePath,
    database.url,
    '--schema',
    'lossy',
    '--quiet',
  )
  expect(exitCode).toBe(6)
  expect(stdout).toMatch(/m\.x contents: 200 of 2,000 values differ, largest error 0\.0000\d+/)
  expect(stderr).toMatch(
    /m: 200 rows changed \(x 200\); first: id=10 x 2\.6 in the source, 2\.5999999046325684 in the target/,
  )
})

it('--limit says how many differences are listed, --tables of which tables', async () => {
  const sqlitePath =
    sourceFile(`CREATE TABLE a (id INTEGER PRIMARY KEY, v INT); CREATE TABLE ab (id INTEGER PRIMARY KEY, v INT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO a SELECT i, i FROM n;
    INSERT INTO ab SELECT * FROM a;`)
  expect((await migrate({ sqlitePath, url: database.url, schema: 'listed' })).error).toBeNull()
  await query(database.url, 'UPDATE listed.a SET v = 0; UPDATE listed.ab SET v = 0')
  const listed = async (...argv: string[]) => {
    const { stdout } = await runIn([
      'verify',
      '-s',
      sqlitePath,
      '-p',
      database.url,
      '--schema',
      'listed',
      ...argv,
    ])
    return stdout.match(/ id=\d+ /g)?.length
  }
  expect(await listed()).toBe(20)
  expect(await listed('--limit', '150')).toBe(300)
  expect(await listed('--limit=150', '--tables', 'ab')).toBe(150)
  expect(await listed('--limit=150', '--tables', 'ab', '--include', 'A')).toBe(300)
  const report = await verify({ sqlitePath, url: database.url, schema: 'listed', limit: 7 })
  expect(report.differences).toHaveLength(14)
  expect(report.tables.map(({ differing }) => differing?.changed)).toEqual([300n, 300n])
})

it('of two empty sides it claims nothing', async () => {
  const sqlitePath = sourceFile(
    'CREATE TABLE e (id INTEGER PRIMARY KEY, v INT); CREATE TABLE f (id INTEGER PRIMARY KEY);',
  )
  expect((await migrate({ sqlitePath, url: database.url, schema: 'empty' })).error).toBeNull()
  const { stdout, exitCode } = await run('verify', sqlitePath, database.url, '--schema', 'empty')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('contents without rows on both sides')
  expect(stdout).toMatch(
    /– Nothing to compare: both sides hold no rows; \d+ checks of values and structure passed\./,
  )
  expect(stdout).not.toMatch(/identical|No difference/)
  const report = await verify({ sqlitePath, url: database.url, schema: 'empty' })
  expect(report.notices.map(({ code }) => code)).toContain('NOTHING_TO_COMPARE')
  expect(report.tables.map(({ proof }) => proof)).toEqual(['counts only', 'counts only'])
})

it.each([
  [['--limit', '0'], '--limit: a whole number from 1 to 1000000 is wanted, "0" was given'],
  [['--sample', '0'], '--sample: a number of rows or a share such as 5% is wanted, "0" was given'],
  [['--sample=120%'], '--sample: a number of rows or a share such as 5% is wanted, "120%" was given'],
  [
    ['--sample', 'todo.db'],
    '--sample: a number of rows or a share such as 5% is wanted, "todo.db" was given',
  ],
  [['--recheck', 'soon'], '--recheck: seconds, up to 3600, are wanted, "soon" was given'],
])('%j is refused with what is wanted', async (argv, message) => {
  const { exitCode, stderr } = await run('verify', ...argv)
  expect({ exitCode, told: stderr.includes(message) }).toEqual({ exitCode: 2, told: true })
})

it.each([
  ['limit', { limit: 0 }],
  ['sample', { sample: {} }],
  ['sample', { sample: { percent: 101 } }],
  ['recheck', { recheck: -1 }],
])('the library refuses a %s that means nothing', async (option, given) => {
  const options = { sqlitePath: 'nowhere.db', url: database.url, ...(given as object) }
  const { error } = await verify(options)
  expect(error).toMatchObject({ code: 'BAD_OPTION_VALUE', message: expect.stringContaining(`${option}: `) })
})
