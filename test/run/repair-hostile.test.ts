// What makes a repair hard: values and names that would end a literal or a comment, rows that stand in each other's way,
// columns that may not be written, tables that refer to themselves and to each other.
import { describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { applied, expectRepaired, printedRepair, runScript } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const HOSTILE_TEXTS = [
  `'); DROP TABLE t; --`,
  String.raw`back\slash \n \N \\x41 E'' $$ $sqlite2pg$ $sqlite2pg_1$ END;`,
  'tab\tfeed\nreturn\rbell\u0007escape\u001b[31m delete\u007f next\u0085',
  '\\N',
  '\\.',
  '',
  ' ',
  ":name :'name' \\set x",
  'bidi \u202e zero\u200bwidth line\u2028end \ufeff \u{1F469}\u200d\u{1F4BB} \u{10FFFF} \uffff \ufffe',
  'long '.repeat(210_000),
]

const CELLS =
  'words TEXT, weight DOUBLE, data BLOB, doc JSON, price DECIMAL(10, 3), at DATETIME, day DATE, flag BOOLEAN, big BIGINT'
const VALUES = `
  CREATE TABLE t (id INTEGER PRIMARY KEY, ${CELLS}); CREATE TABLE k (id INTEGER, ${CELLS});
  INSERT INTO t VALUES
    (1, 'a', -0.0, x'', '{"a": "\\u0041 \\" '' \\\\"}', 0.001, '2024-02-29 23:59:59.999999', '2024-02-29', 1, 9223372036854775807),
    (2, 'b', 9e999, x'00', '[]', -1234567.891, '0001-01-01 00:00:00', '0001-01-01', 0, -9223372036854775808),
    (3, 'c', -9e999, x'5c27241b', '1e400', 0, '9999-12-31 00:00:00', '9999-12-31', NULL, 0),
    (4, 'd', 5e-324, x'ff', '"\\ud83d\\ude00"', NULL, NULL, NULL, 1, NULL),
    (5, 'e', 0.1, NULL, NULL, 10.5, '1969-12-31 23:59:59.5', '1970-01-01', 0, 1),
    (6, 'f', 1.7976931348623157e308, zeroblob(1000000), '{"k": [1, {"z": 1.0, "a": null}]}', 1, '2024-01-01', '2024-01-01', 1, 1);`

describe('values of every type, missing and changed', () => {
  const CHANGED = `UPDATE t SET words = NULL, weight = 1, data = '\\x0102', doc = '{}', price = 7, at = '2020-01-01', day = '2020-01-01', flag = NOT coalesce(flag, false), big = 7`
  it.each([
    ['missing', 'DELETE FROM t'],
    ['changed', CHANGED],
    ['missing without a key', 'DELETE FROM k'],
    ['changed without a key', `${CHANGED.replace('UPDATE t', 'UPDATE k')} WHERE id IN (1, 3)`],
  ])('%s are what they are in the source', async (_, breaking) => {
    const source = sourceFile(`${VALUES} INSERT INTO k SELECT * FROM t;`)
    await expectRepaired({ sqlitePath: source, url: database.url, breaking })
  })

  it.each(['UTF-8', 'UTF-16le'])(
    'texts that would end a literal, a block or a line, in %s',
    async encoding => {
      const sqlitePath = sourceFile(db => {
        db.pragma(`encoding = '${encoding}'`)
        db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT); CREATE TABLE k (words TEXT)')
        for (const text of HOSTILE_TEXTS) {
          db.prepare('INSERT INTO t (words) VALUES (?)').run(text)
          db.prepare('INSERT INTO k VALUES (?)').run(text)
        }
      })
      const breaking = `DELETE FROM t WHERE id % 2 = 0; UPDATE t SET words = words || 'x'; DELETE FROM k WHERE words LIKE '%a%';
      INSERT INTO k VALUES (E'extra \\\\ '' \\r\\n $sqlite2pg$'), (repeat('y', 5000)), (NULL), (NULL)`
      const { printed } = await expectRepaired({ sqlitePath, url: database.url, breaking })
      const unseen = [...printed.script].filter(character => /[\p{Cf}\p{Zl}]|(?!\n)\p{Cc}/u.test(character))
      expect(unseen).toEqual([])
    },
  )

  it('arrays, spans and moments before Christ, in columns that a hand has made', async () => {
    const sqlitePath =
      sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, tags TEXT, n TEXT, at TEXT, num TEXT, ok INTEGER, u TEXT, j TEXT, s INTEGER);
      INSERT INTO t VALUES (1, '["a","b\\"c"]', '12', '2024-05-06T07:08:09Z', '1.50', 1, '6F9619FF-8B86-D011-B42D-00C04FC964FF', '{"a":1}', 90000000),
        (2, '[]', '-3', '2024-05-06 07:08:09', '0.1', 0, NULL, '[1, 2]', 1)`)
    await query(
      database.url,
      `CREATE TABLE t (id integer PRIMARY KEY, tags text[], n int, at timestamptz, num numeric, ok boolean, u uuid, j jsonb, s interval);
       INSERT INTO t VALUES (1, '{x}', 13, '2024-05-06 07:08:10Z', 1.5, false, NULL, '{"a":2}', '1 second'); INSERT INTO t VALUES (5)`,
    )
    const done = await applied({ sqlitePath, url: database.url })
    expect(
      await query(
        database.url,
        'SELECT id, tags, n, at::text, num::text, ok, u, j::text, s::text FROM t ORDER BY id',
      ),
    ).toMatchObject([
      {
        id: 1,
        tags: ['a', 'b"c'],
        n: 12,
        num: '1.5',
        ok: true,
        u: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
        j: '{"a": 1}',
        s: '00:01:30',
      },
      { id: 2, tags: [], n: -3, num: '0.1', ok: false, u: null, j: '[1, 2]', s: '00:00:00.000001' },
    ])
    expect(done.repair?.tables).toEqual([{ table: 't', inserted: 1n, updated: 1n, deleted: 1n }])
  })
})

describe('names', () => {
  it('that end comments, literals and blocks are repaired like any other', async () => {
    const [table, column, other] = ['t\n; DROP TABLE x; -- "q" \'s\'', 'c\n\\"$sqlite2pg$', 'one']
    const q = (name: string) => `"${name.replaceAll('"', '""')}"`
    const sqlitePath = sourceFile(
      `CREATE TABLE ${q(table)} (id INTEGER PRIMARY KEY, ${q(column)} TEXT UNIQUE, ${q(other)} TEXT, taken TEXT);
       INSERT INTO ${q(table)} VALUES (1, 'a', 'b', 'c'), (2, 'd', 'e', 'f')`,
    )
    await expectRepaired({
      ...{ sqlitePath, url: database.url },
      breaking: `UPDATE ${q(table)} SET ${q(column)} = 'z', ${q(other)} = 'y' WHERE id = 1; UPDATE ${q(table)} SET taken = NULL WHERE id = 2; INSERT INTO ${q(table)} VALUES (3)`,
    })
  })
})

describe('unique values', () => {
  it('that two rows have swapped, three have passed around, or a missing row needs, are put right', async () => {
    const sqlitePath = sourceFile(`
      CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, nick TEXT, name TEXT);
      CREATE UNIQUE INDEX nicks ON users (lower(nick)) WHERE nick IS NOT NULL;
      INSERT INTO users VALUES (1, 'a', 'A', 'n1'), (2, 'b', 'B', 'n2'), (3, 'c', NULL, 'n3'), (4, 'd', 'D', 'n4'), (5, 'e', 'E', 'n5')`)
    await expectRepaired({
      ...{ sqlitePath, url: database.url },
      breaking: `DELETE FROM users WHERE id = 5; INSERT INTO users VALUES (9, 'e', 'E', 'x');
        UPDATE users SET email = email || '-', nick = nick || '-';
        UPDATE users SET email = (ARRAY['b', 'c', 'a', 'd'])[id], nick = (ARRAY['B', 'A', 'D', NULL])[id] WHERE id < 5`,
    })
  })

  it('change while columns that only the target has keep what they hold', async () => {
    const sqlitePath = sourceFile(
      `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE); INSERT INTO users VALUES (1, 'a'), (2, 'b')`,
    )
    const options = { sqlitePath, url: database.url }
    await migrate(options)
    await query(
      database.url,
      `ALTER TABLE users ADD seen text DEFAULT 'never', ADD twice text GENERATED ALWAYS AS (email || email) STORED;
      UPDATE users SET email = NULL, seen = 'today'; UPDATE users SET email = 'b' WHERE id = 1; UPDATE users SET email = 'a' WHERE id = 2`,
    )
    expect((await applied(options)).report.error).toBeNull()
    expect(await query(database.url, 'SELECT * FROM users ORDER BY id')).toEqual([
      { id: '1', email: 'a', seen: 'today', twice: 'aa' },
      { id: '2', email: 'b', seen: 'today', twice: 'bb' },
    ])
  })
})

describe('columns that are not written like others', () => {
  it('generated ones and identities that are always generated are left to the target', async () => {
    const sqlitePath = sourceFile(`
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED, c TEXT UNIQUE);
      INSERT INTO t (a, c) VALUES (1, 'x'), (2, 'y'), (3, 'z')`)
    const always = 'ALTER TABLE t ALTER id SET GENERATED ALWAYS'
    await expectRepaired({
      ...{ sqlitePath, url: database.url },
      breaking: `${always}; DELETE FROM t WHERE a = 2; UPDATE t SET a = 7 WHERE a = 1; UPDATE t SET c = 'w' WHERE a = 3`,
      left: ['identity t.id'],
    })
  })
})

describe('rows that refer to rows', () => {
  const TREE = `PRAGMA foreign_keys = OFF;
    CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES nodes (id) ON DELETE CASCADE, name TEXT UNIQUE);
    CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id));
    CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) ON DELETE SET NULL);
    INSERT INTO nodes VALUES (1, 4, 'one'), (2, 1, 'two'), (3, 2, 'three'), (4, NULL, 'four');
    INSERT INTO a VALUES (1, 1), (2, 2); INSERT INTO b VALUES (1, 2), (2, 1);`

  it('of their own table and in a circle come and go in whatever order', async () => {
    await expectRepaired({
      ...{ sqlitePath: sourceFile(TREE), url: database.url },
      breaking: `DELETE FROM nodes WHERE id = 4; INSERT INTO nodes VALUES (10, NULL, 'four'), (11, 10, 'one');
        INSERT INTO nodes VALUES (2, 11, 'two'); UPDATE b SET a = NULL; UPDATE a SET b = NULL; DELETE FROM a WHERE id = 1; INSERT INTO b VALUES (8, 2); INSERT INTO a VALUES (8, 8)`,
    })
  })

  it('of a table that nobody moved keep a row that only the target has', async () => {
    const options = { sqlitePath: sourceFile(TREE), url: database.url }
    await migrate(options)
    await query(
      database.url,
      `INSERT INTO nodes VALUES (77, NULL, 'x'); CREATE TABLE notes (node bigint REFERENCES nodes (id)); INSERT INTO notes VALUES (77)`,
    )
    const done = await applied(options)
    expect(done.report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_FAILED' } })
    expect(done.report.error?.message).toContain('notes_node_fkey')
    expect(await query(database.url, 'SELECT count(*)::int AS rows FROM nodes')).toEqual([{ rows: 5 }])
    const { script } = await printedRepair(options)
    await expect(runScript(script, database.url)).rejects.toThrow('notes_node_fkey')
    expect((await verify(options)).exitCode).toBe(6)
  })
})

describe('triggers of the target', () => {
  it('do not fire, and are as they were', async () => {
    const options = {
      sqlitePath: sourceFile(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b')",
      ),
      url: database.url,
    }
    await migrate(options)
    await query(
      database.url,
      `CREATE TABLE log (what text); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_NAME); RETURN NULL; END $$;
       UPDATE t SET a = 'z' WHERE id = 1; DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (3);
       CREATE TRIGGER usual AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
       CREATE TRIGGER always AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t ENABLE ALWAYS TRIGGER always;
       CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t DISABLE TRIGGER off`,
    )
    expect((await applied(options)).report.error).toBeNull()
    expect(await query(database.url, 'SELECT * FROM log')).toEqual([])
    expect(
      await query(
        database.url,
        `SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 't'::regclass ORDER BY 1`,
      ),
    ).toEqual([
      { tgname: 'always', tgenabled: 'A' },
      { tgname: 'off', tgenabled: 'D' },
      { tgname: 'usual', tgenabled: 'O' },
    ])
  })
})
