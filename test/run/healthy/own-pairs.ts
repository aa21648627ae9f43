// Files of every kind that our own migrate moves: what it published, verify must find identical.
import type Database from 'better-sqlite3'
import type { CaseOptions } from '../../cases/case.ts'

export interface OwnPair {
  readonly title: string
  /** A fixture, a case, or what fills a new file. */
  readonly file:
    | { readonly fixture: string }
    | { readonly case: string }
    | string
    | ((database: Database.Database) => void)
  readonly options?: CaseOptions
}

const series = (rows: number, row: string): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) ${row}`

/** Around the length from which a digest stands for a value, in bytes and in characters. */
const LENGTHS = [4095, 4096, 4097, 300_000]

function longValues(database: Database.Database): void {
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, plain TEXT, wide TEXT, body BLOB)')
  const insert = database.prepare('INSERT INTO t (plain, wide, body) VALUES (?, ?, ?)')
  for (const length of LENGTHS)
    insert.run('x'.repeat(length), '𝄞é'.repeat(Math.ceil(length / 6)), Buffer.alloc(length, 0xff))
}

/** Every control character but NUL, what COPY escapes, and what looks like our own separators. */
function hostileTexts(database: Database.Database): void {
  database.exec('CREATE TABLE t (a TEXT, b TEXT, c TEXT)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?)')
  const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
  const others = ['', ' ', 'NULL', '\\N', '\\.', '1:a', 'a,b', '3:', ':', ',', '\u0001', 'e\u0301', '\u00e9']
  const wide = [
    '\u202e',
    '\ufeff',
    '\uffff',
    '👨‍👩‍👧',
    '\u{10ffff}',
    '\ud7ff',
    '\ue000',
    '%s',
    "'",
    '"',
    '`',
    '\\\\',
  ]
  for (const text of [...controls, ...others, ...wide]) {
    insert.run(text, null, `${text}${text}`)
    insert.run(null, text, text)
  }
}

function hostileDoubles(database: Database.Database): void {
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v REAL, w, x FLOAT)')
  const insert = database.prepare('INSERT INTO t (v, w, x) VALUES (?, ?, ?)')
  const doubles = [
    0.1,
    1 / 3,
    5e-324,
    2.2250738585072014e-308,
    Number.MAX_VALUE,
    -1e-7,
    1e15,
    1e16,
    1e21,
    123456.789,
  ]
  const others = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -0.0,
    2 ** 53 + 2,
    4.35,
    0.3,
    1e22,
    1e23,
  ]
  for (const value of [...doubles, ...others]) insert.run(value, value, -value)
}

const COLUMNS = Array.from({ length: 230 }, (_, i) => `c${i} ${['TEXT', 'INTEGER', 'REAL', 'BLOB'][i % 4]}`)

const MOMENTS = `'2024-05-06', '2024-05-06 07:08', '2024-05-06 07:08:09', '2024-05-06T07:08:09.5', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', '1969-12-31 23:59:59.1'`

export const OWN_PAIRS: readonly OwnPair[] = [
  ...[
    'a-singular-user-task',
    'b-text-ids',
    'c-chat-and-tags',
    'd-integer-ids',
    'e-recurring-patterns',
    'hard',
  ].map(fixture => ({ title: `the fixture ${fixture}`, file: { fixture } })),
  {
    title: 'the hard fixture with its orphans and odd values set aside',
    file: { fixture: 'hard' },
    options: { orphans: 'quarantine', badValues: 'quarantine' },
  },
  { title: 'texts that are hostile to separators', file: hostileTexts },
  {
    title: 'such texts in UTF-16, little-endian',
    file: database => {
      database.pragma(`encoding = 'UTF-16le'`)
      hostileTexts(database)
    },
  },
  {
    title: 'long values in UTF-16, big-endian',
    file: database => {
      database.pragma(`encoding = 'UTF-16be'`)
      longValues(database)
    },
  },
  { title: 'long values', file: longValues },
  { title: 'doubles at every end', file: hostileDoubles },
  {
    title: 'integers at every end',
    file: `CREATE TABLE t (id INTEGER PRIMARY KEY, v BIGINT, s SMALLINT, u);
      INSERT INTO t VALUES (-9223372036854775808, 9223372036854775807, -32768, 1), (0, -9223372036854775808, 32767, 2.5), (9223372036854775807, NULL, NULL, 9223372036854775807);`,
  },
  {
    title: 'decimals',
    file: `CREATE TABLE t (id INTEGER PRIMARY KEY, v NUMERIC(20,6), w DECIMAL(10,2), x NUMERIC);
      INSERT INTO t VALUES (1, 0.1, 12.5, 1e20), (2, 1234567.891, 0, -0.000001), (3, -5, 99999999.99, 9223372036854775807), (4, NULL, NULL, 1e-7);`,
  },
  {
    title: 'date-times of every shape',
    file: `CREATE TABLE t (at DATETIME, zoned TIMESTAMP, day DATE, hour TIME);
      INSERT INTO t (at) VALUES (${MOMENTS.replaceAll(', ', '), (')});
      INSERT INTO t (zoned, day, hour) VALUES ('2024-05-06T07:08:09Z', '2024-02-29', '07:08:09.000001'), ('2024-05-06 07:08:09.123+05:30', '0001-01-01', '23:59:59'), ('1900-01-01T00:00:00-11:00', '9999-12-31', '00:00:00');`,
  },
  {
    title: 'JSON, uuids and booleans',
    file: `CREATE TABLE t (id UUID PRIMARY KEY, doc JSON, done BOOLEAN NOT NULL, raw BLOB);
      INSERT INTO t VALUES ('9ee973a5-edc8-400b-bed4-8b1cac447801', '{"a": 1.250, "b": [1e2, null, "\\u00e9\\n"]}', 1, x'00'), ('08a979d7-d23a-4399-a3eb-da1b2b6cc7c9', ' [ ] ', 0, x''), ('e05463c1-3c10-4246-8e11-42eac2fd5b26', 'null', 1, NULL), ('18077726-d34a-4c76-a252-3e5cb6fca442', NULL, 0, zeroblob(5000));`,
  },
  {
    title: 'tables stored by keys of several kinds',
    file: `CREATE TABLE a (k TEXT, n INTEGER, v TEXT, PRIMARY KEY (k, n)) WITHOUT ROWID;
      CREATE TABLE b (n INTEGER, k BLOB, v REAL, PRIMARY KEY (n DESC, k)) WITHOUT ROWID;
      CREATE TABLE c (k TEXT COLLATE NOCASE PRIMARY KEY, v) WITHOUT ROWID;
      ${series(500, `INSERT INTO a SELECT 'ü' || i % 7, i, 'v' || i FROM n`)};
      INSERT INTO b SELECT n, CAST(v AS BLOB), n / 3.0 FROM a; INSERT INTO c SELECT v, k FROM a;`,
  },
  {
    title: 'tables without keys, with equal rows and rows of NULLs',
    file: `CREATE TABLE t (a, b TEXT, c REAL); ${series(300, `INSERT INTO t SELECT i % 3, nullif('x' || i % 2, 'x0'), NULL FROM n`)};
      INSERT INTO t SELECT * FROM t; INSERT INTO t SELECT NULL, NULL, NULL FROM t; CREATE TABLE empty (a, b);`,
  },
  {
    title: 'a key with gaps, over several readers',
    file: `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); ${series(20_000, `INSERT INTO t SELECT i * i - 1000000, 'row ' || i FROM n`)};`,
    options: { jobs: 2, partBytes: 100_000 },
  },
  {
    title: 'a text key in many buckets, over several readers',
    file: `CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v INTEGER); ${series(20_000, `INSERT INTO t SELECT 'é' || i, i FROM n`)};`,
    options: { jobs: 2, partBytes: 100_000 },
  },
  {
    title: '230 columns',
    file: `CREATE TABLE t (id INTEGER PRIMARY KEY, ${COLUMNS.join(', ')});
      INSERT INTO t (id, ${COLUMNS.map((_, i) => `c${i}`).join(', ')}) VALUES (1, ${COLUMNS.map((_, i) => [`'t,${i}'`, i, `${i}.5`, `x'0${i % 10}'`][i % 4]).join(', ')});
      INSERT INTO t (id) VALUES (2);`,
  },
  {
    title: 'columns of mixed classes',
    file: `CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d, e REAL);
      INSERT INTO t VALUES (1, '1', x'31', 1, 1), ('x', 'x', x'78', 'x', 'x'), (1.5, x'6162', 'ab', x'6162', NULL), (x'00ff', 1, 2.5, NULL, 1e300);`,
  },
  {
    title: 'names of every style, made snake_case',
    file: `CREATE TABLE "OrderDetails" ("OrderID" INTEGER, "unitPrice" REAL, "naïve Name" TEXT, "select" INT, PRIMARY KEY ("OrderID", "select"));
      INSERT INTO "OrderDetails" VALUES (1, 2.5, 'x', 3), (1, NULL, NULL, 4);`,
    options: { names: 'snake' },
  },
  {
    title: 'epochs that are not 1970',
    file: { case: '2.3-other-epochs' },
    options: {
      casts: {
        't.coredata': 'coredata',
        't.exact': 'coredata:timestamp',
        't.webkit': 'webkit',
        't.ticks': 'ticks:truncate',
        't.ns': 'epoch_ns:truncate',
        't.julian': 'julian:truncate',
        't.written': 'yyyymmdd',
        't.fraction': 'epoch_s',
      },
    },
  },
  {
    title: 'wall clocks of a zone',
    file: { case: '3-casts-zone' },
    options: { casts: { 't.at': 'timestamptz:zone=Europe/Paris', 'skipped.at': 'text' } },
  },
  {
    title: 'casts to numbers',
    file: { case: '3-casts-numbers' },
    options: {
      casts: {
        't.digits': 'integer',
        't.whole': 'bigint',
        't.price': 'numeric(10,2)',
        't.double': 'double precision',
        't.truth': 'boolean',
        't.wide': 'numeric',
        't.fine': 'numeric(5,2):truncate',
      },
    },
  },
  {
    title: 'casts to types that only the server knows',
    file: { case: '3-casts-types-of-the-server' },
    options: {
      casts: {
        't.address': 'inet',
        't.network': 'cidr',
        't.mac': 'macaddr',
        't.bits': 'bit(3)',
        't.list': 'integer[]',
      },
      exclude: ['bad'],
    },
  },
  {
    title: 'texts of other encodings',
    file: { case: '3-casts-encodings' },
    options: {
      casts: {
        't.latin': 'latin1',
        't.windows': 'cp1252:replace',
        't.cesu': 'cesu8',
        't.nul': 'text:strip_nul',
        't.broken': 'text:replace',
        't.blob': 'latin1',
      },
    },
  },
  { title: 'generated columns', file: { case: '2.8-generated-columns' } },
  {
    title: 'rows set aside for several reasons',
    file: { case: 'quarantine-several-reasons' },
    options: { badValues: 'quarantine', orphans: 'quarantine' },
  },
]
