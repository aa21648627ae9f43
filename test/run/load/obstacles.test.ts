// What stands in the way of a load: told before anything is written, worked around where that leaves no trace, and undone
// as a whole where something fails at the end.
import { afterAll, describe, expect, it } from 'vitest'
import { load, status } from '../../../src/index.ts'
import { query, withDatabase } from '../../server/database.ts'
import { sourceFile } from '../workplace.ts'
import { codesOf, loaded, noticesOf, pairOf, rowsOf, targetSchema } from './loading.ts'

const database = await withDatabase()
afterAll(() => database.drop())

describe('tables and columns', () => {
  it('are found exactly, then without case, then as snake_case', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE "OrderItems" (Id INTEGER PRIMARY KEY, "unitPrice" REAL, NAME TEXT); INSERT INTO OrderItems VALUES (1, 2.5, \'x\')',
      'CREATE TABLE order_items (name text, id integer PRIMARY KEY, unit_price double precision)',
    )
    const report = await loaded(pair)
    expect(noticesOf(report)).toContain(
      'NAME_FOUND OrderItems: is loaded into order_items, found as snake_case',
    )
    expect(await rowsOf(pair, 'order_items')).toEqual([{ name: 'x', id: 1, unit_price: 2.5 }])
  })

  it('with two candidates are for the user to decide; --names decides', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE "Item" (a INTEGER); INSERT INTO Item VALUES (1)',
      'CREATE TABLE item (a integer); CREATE TABLE "ITEM" (a integer)',
    )
    const report = await load(pair)
    expect(noticesOf(report)).toContain('AMBIGUOUS_NAME Item: could be loaded into ITEM or item')
    expect(report.exitCode).toBe(5)
    await loaded(pair, { names: 'lower' })
    expect(await rowsOf(pair, 'item')).toEqual([{ a: 1 }])
  })

  it('that only one side has are listed with what stays behind', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id INTEGER, old TEXT, never TEXT); INSERT INTO a VALUES (1, 'x', NULL), (2, NULL, NULL);
       CREATE TABLE gone (x); INSERT INTO gone VALUES (1); CREATE TABLE bare (x)`,
      "CREATE TABLE a (id integer, fresh text DEFAULT 'new' NOT NULL, other text); CREATE TABLE b (x integer)",
    )
    const report = await loaded(pair)
    expect(noticesOf(report)).toEqual(
      expect.arrayContaining([
        'NOT_IN_TARGET gone: is not in the target: 1 row stays behind',
        'EMPTY_NOT_IN_TARGET bare: is not in the target; it has no rows',
        'NOT_IN_TARGET a.old: is not in a of the target: 1 value stays behind',
        'EMPTY_NOT_IN_TARGET a.never: is not in a of the target; it has no values',
        "ONLY_IN_TARGET a: fresh ('new'::text), other: not in the file, so the default or NULL",
        'ONLY_IN_TARGET b: is left as it is: the file has no such table',
      ]),
    )
    expect(await rowsOf(pair, 'a')).toEqual([
      { id: 1, fresh: 'new', other: null },
      { id: 2, fresh: 'new', other: null },
    ])
    expect((await load({ ...pair, strict: true })).error?.code).toBe('DECISION_NEEDED')
  })

  it('a column of the target that is NOT NULL and that nothing fills stops the run', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)',
      'CREATE TABLE a (id integer, needed text NOT NULL)',
    )
    const report = await load(pair)
    expect(codesOf(report)).toContain('NO_SOURCE_COLUMN')
    expect(report.exitCode).toBe(5)
  })

  it('generated columns of the target compute themselves, identities take the ids of the file', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, twice INTEGER AS (n * 2)); INSERT INTO a (id, n) VALUES (5, 21)',
      'CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED)',
    )
    expect(codesOf(await loaded(pair))).toContain('COMPUTED_IN_TARGET')
    await query(pair.url, `INSERT INTO ${pair.schema}.a (n) VALUES (1)`)
    expect(await rowsOf(pair, 'a')).toEqual([
      { id: 5, n: 21, twice: 42 },
      { id: 6, n: 1, twice: 2 },
    ])
  })

  it('a view of that name stops the run, a partitioned table is loaded through its parent', async () => {
    const pair = await pairOf(
      database.url,
      "CREATE TABLE v (x); CREATE TABLE p (id INTEGER, at TEXT); INSERT INTO p VALUES (1, '2024-01-01'), (2, '2025-01-01')",
      `CREATE VIEW v AS SELECT 1 AS x; CREATE TABLE p (id integer, at date) PARTITION BY RANGE (at);
       CREATE TABLE p24 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE TABLE p_rest PARTITION OF p DEFAULT`,
    )
    const report = await load(pair)
    expect(noticesOf(report)).toContain('NO_TABLE_TO_LOAD v: v is a view in the target')
    await loaded(pair, { exclude: ['v'] })
    expect(await rowsOf(pair, 'p24', 'id')).toEqual([{ id: 1 }])
  })

  it('a schema without any of them, and a schema that is not there, say so', async () => {
    const pair = await pairOf(database.url, 'CREATE TABLE a (x)', '')
    expect((await load(pair)).error).toMatchObject({ code: 'DECISION_NEEDED' })
    expect((await load({ ...pair, schema: 'nowhere' })).error).toMatchObject({ code: 'TARGET_NO_SCHEMA' })
  })
})

describe('constraints of the target', () => {
  it('NOT NULL, UNIQUE and CHECK are held against the rows before the first is sent', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT, email TEXT, low INTEGER, high INTEGER);
       INSERT INTO a VALUES (1, NULL, 'x', 1, 2), (2, 'b', 'x', 3, 2), (3, 'c', 'y', 0, 0)`,
      'CREATE TABLE a (id integer PRIMARY KEY, name text NOT NULL, email text UNIQUE, low integer, high integer, CONSTRAINT ordered CHECK (low <= high))',
    )
    const report = await load(pair)
    expect(noticesOf(report)).toEqual(
      expect.arrayContaining([
        'VALUES_MISFIT a.name: the target has NOT NULL: 1 row is NULL',
        "DUPLICATE_ROWS a(email): is unique in the target: 1 key occurs more than once ('x')",
        "VALUES_MISFIT a: CHECK ordered of the target refuses 1 row: (low <= high) (low = '3', high = '2')",
      ]),
    )
    expect(await rowsOf(pair, 'a')).toEqual([])
  })

  it('rows that break NOT NULL or UNIQUE are set aside where the user wants that', async () => {
    const pair = await pairOf(
      database.url,
      "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT, email TEXT); INSERT INTO a VALUES (1, NULL, 'x'), (2, 'b', 'y'), (3, 'c', 'y')",
      'CREATE TABLE a (id integer PRIMARY KEY, name text NOT NULL, email text UNIQUE)',
    )
    const report = await loaded(pair, { badValues: 'quarantine' })
    expect(report.quarantine).toEqual({ table: 'sqlite2pg_quarantine', rows: 2n })
    expect(await rowsOf(pair, 'a', 'id')).toEqual([{ id: 2 }])
    expect(await rowsOf(pair, 'sqlite2pg_quarantine', 'source_key')).toHaveLength(2)
  })

  it('so are rows that a CHECK of the target refuses, with their children', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id INTEGER PRIMARY KEY, low TEXT COLLATE NOCASE, high TEXT); INSERT INTO a VALUES (1, 'B', 'a'), (2, 'b', 'a'), (3, NULL, 'x');
       CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER); INSERT INTO c VALUES (1, 2), (2, 3)`,
      `CREATE TABLE a (id integer PRIMARY KEY, low text, high varchar(5), CHECK (low COLLATE "C" < high COLLATE "C"));
       CREATE TABLE c (id integer PRIMARY KEY, a_id integer REFERENCES a)`,
    )
    const report = await loaded(pair, { badValues: 'quarantine', orphans: 'quarantine' })
    expect(report.tables.map(({ target, quarantinedRows }) => [target, quarantinedRows])).toEqual([
      ['a', 1n],
      ['c', 1n],
    ])
    expect(await rowsOf(pair, 'a', 'id')).toEqual([{ id: 1 }, { id: 3 }])
    expect(noticesOf(report).find(text => text.startsWith('QUARANTINED a'))).toContain(
      'CHECK a_check of the target',
    )
  })

  it('one over a column that has its default is judged by the server, names the row, and all is as before', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1), (2); CREATE TABLE b (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO b VALUES (1, 1), (7, 1)',
      'CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY, n integer, own integer DEFAULT 5); CREATE UNIQUE INDEX partial ON b (n) WHERE own = 5',
    )
    const report = await load(pair)
    expect(report.error).toMatchObject({ code: 'DECISION_NEEDED' })
    expect(report.error?.message).toContain('b: the target refuses a row (rowid 7)')
    expect(await rowsOf(pair, 'a')).toEqual([])
  })
})

describe('foreign keys', () => {
  it('orphans leave the constraint NOT VALID, stop the run, or go to quarantine', async () => {
    const [source, target] = [
      'CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER); INSERT INTO c VALUES (1, 1), (2, 9)',
      'CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (id integer PRIMARY KEY, p_id integer REFERENCES p)',
    ]
    const kept = await pairOf(database.url, source, target)
    expect(noticesOf(await loaded(kept))).toContain('ORPHANS c.p_id → p.id: 1 orphan row (id 2)')
    expect(await validity(kept.schema)).toEqual([{ conname: 'c_p_id_fkey', convalidated: false }])
    const failing = await load({ ...(await pairOf(database.url, source, target)), orphans: 'fail' })
    expect(failing.exitCode).toBe(5)
    const aside = await pairOf(database.url, source, target)
    expect((await loaded(aside, { orphans: 'quarantine' })).quarantine?.rows).toBe(1n)
    expect(await validity(aside.schema)).toEqual([{ conname: 'c_p_id_fkey', convalidated: true }])
  })

  it('to and from tables that are not loaded are there afterwards, and valid', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER PRIMARY KEY, o INTEGER); INSERT INTO a VALUES (1, 5), (2, 5)',
      `CREATE TABLE other (id integer PRIMARY KEY, a_id integer); INSERT INTO other VALUES (5, 1);
       CREATE TABLE a (id integer PRIMARY KEY, o integer REFERENCES other); INSERT INTO a VALUES (1, 5);
       ALTER TABLE other ADD CONSTRAINT back FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE`,
    )
    const report = await loaded(pair, { forceRecreate: true })
    expect(report.tables[0]?.proof).toBe('identical')
    expect(await validity(pair.schema)).toEqual([
      { conname: 'a_o_fkey', convalidated: true },
      { conname: 'back', convalidated: true },
    ])
    expect(await rowsOf(pair, 'other')).toEqual([{ id: 5, a_id: 1 }])
  })

  it('to a table that is not loaded and lacks the parent: loaded, NOT VALID, and told', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER PRIMARY KEY, o INTEGER); INSERT INTO a VALUES (1, 6)',
      'CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE a (id integer PRIMARY KEY, o integer REFERENCES other)',
    )
    const report = await load(pair)
    expect(report.error).toBeNull()
    expect(codesOf(report)).toContain('ORPHANS')
    expect(await validity(pair.schema)).toEqual([{ conname: 'a_o_fkey', convalidated: false }])
  })
})

function validity(schema: string) {
  return query(
    database.url,
    `SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' AND connamespace = '${schema}'::regnamespace ORDER BY 1`,
  )
}

describe('a load that fails at the end', () => {
  it('leaves rows, keys, triggers and sequences as they were', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u_id INTEGER); CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER); INSERT INTO t VALUES (50, 1), (51, 1); INSERT INTO u VALUES (1, 50), (2, 51); CREATE TABLE z (n INTEGER); INSERT INTO z VALUES (1), (1)',
      `CREATE TABLE t (id serial PRIMARY KEY, u_id integer); CREATE TABLE u (id serial PRIMARY KEY, t_id integer REFERENCES t);
       ALTER TABLE t ADD CONSTRAINT circle FOREIGN KEY (u_id) REFERENCES u; INSERT INTO t VALUES (1, NULL);
       CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER quiet BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION quiet();
       CREATE TABLE z (n integer); CREATE UNIQUE INDEX only_once ON z (n) WHERE n > 0`,
    )
    const state = async () => [
      await rowsOf(pair, 't'),
      await validity(pair.schema),
      await query(pair.url, `SELECT last_value, is_called FROM ${pair.schema}.t_id_seq`),
      await query(
        pair.url,
        `SELECT tgenabled FROM pg_trigger WHERE tgname = 'quiet' AND tgrelid = '${pair.schema}.t'::regclass`,
      ),
      await query(pair.url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlite2pg_replaced%'"),
    ]
    const before = await state()
    const report = await load({ ...pair, forceRecreate: true })
    expect(report.error?.message).toContain('only_once')
    expect(await state()).toEqual(before)
  })

  it('or is interrupted while rows are sent, leaves nothing behind', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
      'CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY REFERENCES a)',
    )
    const stop = new AbortController()
    const report = await load({
      ...pair,
      signal: stop.signal,
      onEvent: event => {
        if (event.type === 'progress' && event.step === 'rows' && event.object === 'b') stop.abort()
      },
    })
    expect(report).toMatchObject({ outcome: 'interrupted', exitCode: 130 })
    expect(await rowsOf(pair, 'a')).toEqual([])
    expect((await status({ url: pair.url, schema: pair.schema })).runs).toMatchObject([
      { verb: 'load', outcome: 'interrupted' },
    ])
  })

  it('a dry run changes nothing and ends as the real run would', async () => {
    const pair = await pairOf(
      database.url,
      'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)',
      'CREATE TABLE a (x integer)',
    )
    const report = await load({ ...pair, dryRun: true })
    expect(report).toMatchObject({ verb: 'load', dryRun: true, outcome: 'would succeed', exitCode: 0 })
    expect(await rowsOf(pair, 'a')).toEqual([])
    expect(report.tables[0]).toMatchObject({ sourceRows: 1n, copiedRows: 1n })
  })
})

it('a second load is refused, and says that the rows are the same', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)',
    'CREATE TABLE a (x integer)',
  )
  await loaded(pair)
  expect(noticesOf(await load(pair))).toContain(
    'TARGET_HAS_ROWS a: the target has 1 row already, the same as the file has',
  )
})

it("the user's own cast wins, if it gives the type of the target", async () => {
  const pair = await pairOf(
    database.url,
    "CREATE TABLE a (id INTEGER PRIMARY KEY, at INTEGER, note TEXT); INSERT INTO a VALUES (1, 700000000, ''), (2, NULL, 'x')",
    'CREATE TABLE a (id integer PRIMARY KEY, at timestamp, note varchar(10))',
  )
  const wrong = await load({ ...pair, casts: { 'a.at': 'bigint' } })
  expect(wrong.error).toMatchObject({ code: 'BAD_OPTION_VALUE' })
  await loaded(pair, { casts: { 'a.at': 'epoch_s', 'a.note': 'varchar(10):empty_null' } })
  expect(await rowsOf(pair, 'a', 'id, at::text, note')).toEqual([
    { id: 1, at: '1992-03-07 20:26:40', note: null },
    { id: 2, at: null, note: 'x' },
  ])
})

it('needs no superuser: an owner loads, and a role that may only insert is told what it cannot do', async () => {
  const path = sourceFile('CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER); INSERT INTO a VALUES (1, 1)')
  const sql = `CREATE TABLE a (id serial PRIMARY KEY, x integer);
    CREATE FUNCTION twice() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.x := NEW.x * 2; RETURN NEW; END';
    CREATE TRIGGER twice BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION twice()`
  const role = `r_${database.name}`
  await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
  try {
    const own = await targetSchema(database.url, sql)
    await query(
      database.url,
      `GRANT USAGE ON SCHEMA ${own} TO ${role}; ALTER TABLE ${own}.a OWNER TO ${role}`,
    )
    const url = new URL(database.url)
    url.username = role
    url.password = 'x'
    const report = await load({ sqlitePath: path, url: url.href, schema: own })
    expect({ error: report.error, codes: codesOf(report) }).toMatchObject({ error: null })
    expect(await query(database.url, `SELECT x FROM ${own}.a`)).toEqual([{ x: 1 }])
    const foreign = await targetSchema(database.url, sql)
    await query(
      database.url,
      `GRANT USAGE ON SCHEMA ${foreign} TO ${role}; GRANT SELECT, INSERT, UPDATE ON ${foreign}.a TO ${role}; GRANT ALL ON SEQUENCE ${foreign}.a_id_seq TO ${role}`,
    )
    const told = await load({ sqlitePath: path, url: url.href, schema: foreign, dryRun: true })
    expect(codesOf(told)).toContain('TRIGGERS_FIRE')
    const tried = await load({ sqlitePath: path, url: url.href, schema: foreign })
    expect(tried.error?.code).toBe('DIFFERENT')
    expect(await query(database.url, `SELECT * FROM ${foreign}.a`)).toEqual([])
  } finally {
    await query(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

it('is recorded in the journal, with the rows it brought', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)',
    'CREATE TABLE a (x integer)',
  )
  await loaded(pair)
  const { runs } = await status({ url: pair.url, schema: pair.schema })
  expect(runs.map(({ verb, outcome, proof }) => [verb, outcome, proof])).toEqual([
    ['load', 'succeeded', 'identical'],
  ])
  expect(runs[0]?.added).toMatchObject([{ kind: 'table', name: 'a', rows: 1n }])
})

it('a sequence that two tables share ends past both, and is never lowered', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (50); CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO b VALUES (20); CREATE TABLE c (id INTEGER PRIMARY KEY); INSERT INTO c VALUES (3)',
    `CREATE SEQUENCE shared; CREATE TABLE a (id integer DEFAULT nextval('shared') PRIMARY KEY); CREATE TABLE b (id integer DEFAULT nextval('shared') PRIMARY KEY);
     CREATE TABLE c (id serial PRIMARY KEY); SELECT setval('c_id_seq', 900)`,
  )
  await loaded(pair)
  const next = (table: string) =>
    query(pair.url, `INSERT INTO ${pair.schema}.${table} DEFAULT VALUES RETURNING id`)
  expect(await next('b')).toEqual([{ id: 51 }])
  expect(await next('c')).toEqual([{ id: 901 }])
})

it('several readers, tables without rowid, wide rows and UTF-16 go the same way', async () => {
  const pair = await pairOf(
    database.url,
    `PRAGMA encoding = 'UTF-16'; CREATE TABLE w (k TEXT PRIMARY KEY, at TEXT, tags TEXT, body BLOB) WITHOUT ROWID;
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
     INSERT INTO w SELECT 'kö' || i, datetime(1700000000 + i, 'unixepoch') || '+00:00', '["ä", "' || i || '"]', zeroblob(i % 7) FROM n;
     INSERT INTO w VALUES ('wide', '2024-01-01', '[]', randomblob(700000))`,
    'CREATE TABLE w (k varchar(20) PRIMARY KEY, at timestamp, tags text[], body bytea)',
  )
  const report = await loaded(pair, { jobs: 2, partBytes: 20_000 })
  expect(report.tables).toMatchObject([{ copiedRows: 3001n, proof: 'identical' }])
  expect(await query(pair.url, `SELECT at::text, tags FROM ${pair.schema}.w WHERE k = 'kö3000'`)).toEqual([
    { at: '2023-11-14 23:03:20', tags: ['ä', '3000'] },
  ])
})

it('a table of migrations is loaded where it is named, and a wish for nothing is told', async () => {
  const pair = await pairOf(
    database.url,
    "CREATE TABLE migrations (id INTEGER, name TEXT); INSERT INTO migrations VALUES (1, 'x'); CREATE TABLE a (x)",
    'CREATE TABLE migrations (id integer, name text); CREATE TABLE a (x integer)',
  )
  await loaded(pair, { include: ['migrations', '*'] })
  expect(await rowsOf(pair, 'migrations')).toEqual([{ id: 1, name: 'x' }])
  const wrong = await load({ ...pair, casts: { 'a.y': 'text' } })
  expect(wrong.error).toMatchObject({ code: 'BAD_CONFIG' })
})

it('a role that lacks rights is told all of them by a dry run and by the run, with the GRANT', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (4); CREATE TABLE b (x)',
    'CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (x text)',
  )
  const role = `l_${database.name}`
  await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
  try {
    await query(
      database.url,
      `GRANT USAGE ON SCHEMA ${pair.schema} TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA ${pair.schema} TO ${role}; GRANT INSERT (x), DELETE ON ${pair.schema}.b TO ${role}`,
    )
    const url = new URL(database.url)
    url.username = role
    url.password = 'x'
    const grants = [
      `GRANT INSERT, UPDATE ON TABLE "${pair.schema}"."a" TO "${role}";`,
      `GRANT SELECT, UPDATE ON SEQUENCE "${pair.schema}"."a_id_seq" TO "${role}";`,
    ]
    for (const dryRun of [true, false]) {
      const { error, exitCode } = await load({ ...pair, url: url.href, dryRun })
      expect(exitCode).toBe(4)
      expect(error).toMatchObject({
        code: 'TARGET_PRIVILEGE',
        message: `user "${role}" lacks rights that the load needs: table a (INSERT, UPDATE), sequence a_id_seq (SELECT, UPDATE)`,
        hint: `As their owner: ${grants.join(' ')}`,
      })
    }
    await query(database.url, grants.join(' '))
    await loaded({ ...pair, url: url.href })
  } finally {
    await query(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

it('a table from which others inherit is left alone: its rows are theirs, too', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE base (id INTEGER PRIMARY KEY); INSERT INTO base VALUES (1); CREATE TABLE child (id INTEGER PRIMARY KEY); INSERT INTO child VALUES (2)',
    "CREATE TABLE base (id integer PRIMARY KEY); CREATE TABLE child (more text DEFAULT 'x', PRIMARY KEY (id)) INHERITS (base); INSERT INTO child VALUES (77, 'mine')",
  )
  for (const dryRun of [true, false]) {
    const report = await load({ ...pair, include: ['base'], forceRecreate: true, dryRun })
    expect(report.exitCode).toBe(5)
    expect(noticesOf(report)).toContain(
      `HAS_CHILD_TABLES base: has child tables in the target: ${pair.schema}.child`,
    )
  }
  expect(await rowsOf(pair, 'child')).toEqual([{ id: 77, more: 'mine' }])
  await loaded(pair, { exclude: ['base'], forceRecreate: true })
  expect(await rowsOf(pair, 'base')).toEqual([{ id: 2 }])
})

it('rules on DELETE stop a load that replaces rows, since they would act on rows of others', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1)',
    'CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE log (x integer); INSERT INTO a VALUES (5); INSERT INTO log VALUES (7); CREATE RULE swept AS ON DELETE TO a DO ALSO DELETE FROM log',
  )
  for (const dryRun of [true, false]) {
    const report = await load({ ...pair, forceRecreate: true, dryRun })
    expect(report.exitCode).toBe(5)
    expect(noticesOf(report)).toContain('DELETE_RULES a: has rule swept in the target, which acts on DELETE')
  }
  await query(database.url, `ALTER TABLE ${pair.schema}.a DISABLE RULE swept`)
  await loaded(pair, { forceRecreate: true })
  expect(await rowsOf(pair, 'log')).toEqual([{ x: 7 }])
})

it('a sequence that ends before the ids that the file gave is told by dry run and run alike', async () => {
  const pair = await pairOf(
    database.url,
    `CREATE TABLE ser (id INTEGER PRIMARY KEY AUTOINCREMENT, x INTEGER); INSERT INTO ser VALUES (40000, 1);
     DELETE FROM ser; INSERT INTO ser VALUES (5, 1)`,
    'CREATE TABLE ser (id smallserial PRIMARY KEY, x integer)',
  )
  for (const dryRun of [true, false]) {
    const report = await load({ ...pair, dryRun })
    expect(report.exitCode).toBe(5)
    expect(noticesOf(report)).toContain(
      'SEQUENCE_TOO_SHORT ser.id: its sequence ser_id_seq ends at 32767, and the file gave ids up to 40000',
    )
  }
  expect(await rowsOf(pair, 'ser')).toEqual([])
})

it('a dry run names the key of rows that are not loaded to rows that are replaced', async () => {
  const pair = await pairOf(
    database.url,
    'CREATE TABLE par (id INTEGER PRIMARY KEY); INSERT INTO par VALUES (1)',
    `CREATE TABLE par (id int PRIMARY KEY); INSERT INTO par VALUES (9);
     CREATE TABLE outside (id int, par_id int REFERENCES par); INSERT INTO outside VALUES (2, 9)`,
  )
  const planned = await load({ ...pair, forceRecreate: true, dryRun: true })
  expect(codesOf(planned)).toContain('KEY_JUDGED_LATE')
  const refused = await load({ ...pair, forceRecreate: true, orphans: 'fail' })
  expect(refused.exitCode).toBe(5)
  expect(await rowsOf(pair, 'par')).toEqual([{ id: 9 }])
})
