// What lives in a target and in no plan: sequences that count down, rules and triggers that swallow rows, policies that hide
// them.
import { describe, expect, it } from 'vitest'
import { migrate, verify, verifyCertificate } from '../../src/index.ts'
import { runIn } from '../cli/command-line.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { withReadingRole } from './reading-role.ts'
import { applied, different, printedRepair, runScript } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const SOURCE = `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); INSERT INTO t VALUES (5, 'five'), (8, 'eight')`

async function moved(...changes: readonly string[]): Promise<{ sqlitePath: string; url: string }> {
  const pair = { sqlitePath: sourceFile(SOURCE), url: database.url }
  expect((await migrate(pair)).error).toBeNull()
  for (const sql of changes) await query(database.url, sql)
  return pair
}

describe('a sequence that counts down', () => {
  const down = (position: number, called = false): string =>
    `ALTER TABLE t ALTER COLUMN id SET INCREMENT BY -1 SET MINVALUE -1000 SET MAXVALUE 1000 SET START 1000;
     SELECT setval('t_id_seq', ${position}, ${called})`

  it.each([
    [8, false],
    [7, false],
    [5, false],
    [6, true],
    [500, false],
  ])('at %s (called: %s) will give an id that is there, now or later', async (position, called) => {
    const pair = await moved(down(position, called))
    const report = await verify(pair)
    expect(different(report)).toEqual(['sequence t.id'])
    expect(report.checks.find(({ kind }) => kind === 'sequence')).toMatchObject({
      expected: 'next value below 5',
      found: `next value ${called ? position - 1 : position}, counting down`,
      remark: `run SELECT setval('"public"."t_id_seq"', 5, true);`,
    })
  })

  it.each([
    [4, false],
    [5, true],
    [-1, false],
  ])('at %s (called: %s) is beyond them all', async (position, called) => {
    expect(different(await verify(await moved(down(position, called))))).toEqual([])
  })

  it.each(['--apply', 'the script'])('is repaired by %s', async way => {
    const pair = await moved(down(8))
    if (way === '--apply') expect((await applied(pair)).repair?.sequences).toEqual(['t.id'])
    else await runScript((await printedRepair(pair)).script, database.url)
    expect(different(await verify(pair))).toEqual([])
    expect(await query(database.url, `SELECT nextval('t_id_seq') AS next`)).toEqual([{ next: '4' }])
  })

  it('is held against a certificate in its own direction', async () => {
    const pair = await moved(down(-1))
    const { certificate } = await verify(pair)
    if (certificate === null) throw new Error('no certificate')
    expect((await verifyCertificate({ certificate, url: database.url })).error).toBeNull()
    await query(database.url, `SELECT setval('t_id_seq', 6, true)`)
    const report = await verifyCertificate({ certificate, url: database.url })
    expect(different(report)).toEqual(['sequence t.id'])
  })
})

const MAY = 'only in the target; it may change or swallow what is written'

it('rules and triggers before each row are noted with what they may do', async () => {
  const pair = await moved(
    `CREATE RULE keep_out AS ON INSERT TO t WHERE new.id > 100 DO INSTEAD NOTHING;
     CREATE RULE "Off" AS ON DELETE TO t DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE "Off";
     CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
     CREATE TRIGGER swallow BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
     CREATE TRIGGER tell AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
     CREATE TRIGGER idle BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER idle`,
  )
  const { checks, exitCode } = await verify(pair)
  expect(exitCode).toBe(0)
  const noted = checks.filter(({ kind }) => kind === 'rule' || kind === 'trigger')
  expect(
    noted.map(({ kind, object, status, found, remark }) => [kind, object, status, found, remark]),
  ).toEqual([
    ['trigger', 't.idle', 'noted', 'BEFORE DELETE FOR EACH ROW, disabled, calls f()', 'only in the target'],
    ['trigger', 't.swallow', 'noted', 'BEFORE INSERT OR UPDATE FOR EACH ROW, calls f()', MAY],
    ['trigger', 't.tell', 'noted', 'AFTER INSERT FOR EACH ROW, calls f()', 'only in the target'],
    ['rule', 't.Off', 'noted', 'ON DELETE DO INSTEAD NOTHING, disabled', 'only in the target'],
    ['rule', 't.keep_out', 'noted', 'ON INSERT DO INSTEAD NOTHING', MAY],
  ])
})

it('where a policy hides rows, the way out is another role and no GRANT', async () => {
  const pair = await moved('ALTER TABLE t ENABLE ROW LEVEL SECURITY')
  const { certificate } = await verify(pair)
  if (certificate === null) throw new Error('no certificate')
  const reader = await withReadingRole(database)
  try {
    for (const report of [
      await verify({ ...pair, url: reader.url }),
      await verifyCertificate({ certificate, url: reader.url }),
    ]) {
      expect(report.error?.code).toBe('TARGET_PRIVILEGE')
      expect(report.error?.hint).toContain('run as the owner of the table')
      expect(report.error?.hint).toContain(`ALTER ROLE "${reader.name}" BYPASSRLS`)
      expect(report.error?.hint).not.toContain('GRANT')
    }
    await query(
      database.url,
      `REVOKE SELECT ON t FROM ${reader.name}; ALTER TABLE t DISABLE ROW LEVEL SECURITY`,
    )
    const { error } = await verifyCertificate({ certificate, url: reader.url })
    expect(error?.hint).toContain('GRANT SELECT ON ALL TABLES')
  } finally {
    await reader.drop()
  }
})

it('a column that only the target has is noted, and that rows need it', async () => {
  const pair = await moved(
    `ALTER TABLE t ADD COLUMN own text, ADD COLUMN made text NOT NULL DEFAULT 'x', ADD COLUMN wanted text;
     UPDATE t SET wanted = 'y'; ALTER TABLE t ALTER COLUMN wanted SET NOT NULL; DELETE FROM t WHERE id = 5`,
  )
  const { checks } = await verify(pair)
  const extras = checks.filter(({ kind, status }) => kind === 'column' && status === 'noted')
  expect(extras.map(({ object, remark }) => [object, remark])).toEqual([
    ['t.own', 'only in the target'],
    ['t.made', 'only in the target'],
    [
      't.wanted',
      'only in the target, NOT NULL and without a default: a row that does not name it is refused',
    ],
  ])
  const { report } = await applied(pair)
  expect(report.error).toMatchObject({
    code: 'TARGET_FAILED',
    hint: 'Nothing was changed. The target wants a value that the source does not have: give that column a DEFAULT, or drop its NOT NULL, and run again.',
  })
})

it.each([
  [['--tables', 'zz*'], '--tables zz*'],
  [['--include', 'zz*', '--exclude', 't'], '--include zz* --exclude t'],
  [['--tables', 'zz', '--include', 'yy'], '--tables zz --include yy'],
])('a choice that leaves no table is told in the words that were given: %j', async (words, given) => {
  const { sqlitePath, url } = await moved()
  for (const verb of ['verify', 'repair']) {
    const { exitCode, stderr } = await runIn([verb, '-s', sqlitePath, '-p', url, '--no-progress', ...words])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(
        `no table of the file is left after ${given}\n→ The file's tables are: t.`,
      ),
    })
  }
})

it('expressions that differ in their parentheses alone are different', async () => {
  const pair = {
    sqlitePath:
      sourceFile(`CREATE TABLE o (a INT NOT NULL, b INT NOT NULL, c INT NOT NULL, total INT AS ((a + b) * c) STORED, CONSTRAINT sane CHECK (a > 0 AND (b > 0 OR c > 0)));
      CREATE INDEX o_i ON o ((a - (b - c))) WHERE a > 0 AND (b > 0 OR c > 0); INSERT INTO o (a, b, c) VALUES (0 + 1, 1, 1)`),
    url: database.url,
  }
  expect((await migrate(pair)).error).toBeNull()
  expect(different(await verify(pair))).toEqual([])
  await query(
    database.url,
    `ALTER TABLE o DROP COLUMN total, ADD COLUMN total bigint GENERATED ALWAYS AS (a + (b * c)) STORED;
     UPDATE o SET a = 1, b = 1, c = 1; ALTER TABLE o DROP CONSTRAINT sane; ALTER TABLE o ADD CONSTRAINT sane CHECK ((a > 0 AND b > 0) OR c > 0);
     DROP INDEX o_i; CREATE INDEX o_i ON o (((a - b) - c)) WHERE (a > 0 AND b > 0) OR c > 0`,
  )
  expect(different(await verify(pair))).toEqual(['default o.total', 'index o.o_i', 'check o.sane'])
})
