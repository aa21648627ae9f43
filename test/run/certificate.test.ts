// A target held against the certificate of its own run, without the SQLite file.
import { expect, it } from 'vitest'
import { migrate, verify, verifyCertificate } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { certified, held, SAME, written } from './certified.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const TODO = `
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, name TEXT);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL, done BOOLEAN NOT NULL DEFAULT 0, weight REAL, due DATETIME, body BLOB);
  CREATE INDEX tasks_user ON tasks (user_id, done);
  CREATE INDEX tasks_open ON tasks (due DESC) WHERE done = 0;
  INSERT INTO users VALUES (1, 'a@x.org', 'Ann'), (2, 'b@x.org', NULL), (9007199254740993, 'c@x.org', 'Cy');
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO tasks SELECT i * 2, CASE i % 3 WHEN 0 THEN NULL ELSE 1 + i % 2 END, 'task ' || i, i % 2, i / 7.0,
    '2024-05-06 07:08:09', zeroblob(i % 5) FROM n;`

const move = () => certified(database.url, sourceFile(TODO))

it('a run whose proof was full has a certificate of its source, its target and every table', async () => {
  const { certificate, report } = await move()
  expect(certificate).toMatchObject({
    formatVersion: 1,
    verb: 'migrate',
    source: { bytes: report.source?.bytes, journalMode: 'delete', fingerprint: report.source?.fingerprint },
    target: { database: database.name, schema: 'public', serverVersion: report.target?.serverVersion },
    quarantine: null,
    accepted: { options: { proof: 'full', orphans: 'keep', badValues: 'widen', include: [], casts: {} } },
  })
  const { bytes, pageCount, pageSizeBytes } = certificate.source
  expect(pageCount * pageSizeBytes).toBe(bytes)
  expect(certificate.tables.map(({ source, rows }) => [source, rows])).toEqual([
    ['users', 3n],
    ['tasks', 3000n],
  ])
  expect(certificate.tables[1]).toMatchObject({
    key: ['id'],
    partition: { kind: 'ranges', column: 'id' },
    keys: [{ primary: true, columns: ['id'] }],
    indexes: [{ name: 'tasks_open' }, { name: 'tasks_user', items: ['user_id', 'done'] }],
    foreignKeys: [
      { columns: ['user_id'], parent: 'users', onDelete: 'cascade', state: 'valid', orphans: 0n },
    ],
  })
})

it('the target is identical to its certificate, without the file', async () => {
  const { path, report } = await move()
  const found = await held(database.url, path)
  expect(found).toMatchObject(SAME)
  expect(found.report).toMatchObject({
    verb: 'verify',
    outcome: 'succeeded',
    source: report.source,
    differences: [],
  })
  expect(
    found.report.tables.map(({ target, sourceRows, targetRows, proof }) => [
      target,
      sourceRows,
      targetRows,
      proof,
    ]),
  ).toEqual([
    ['users', 3n, 3n, 'identical'],
    ['tasks', 3000n, 3000n, 'identical'],
  ])
  expect(found.report.certificate).toBeNull()
})

it('integers beyond 2^53 survive the JSON as texts', async () => {
  const { path, certificate } = await move()
  const text = JSON.stringify(JSON.parse((await import('node:fs')).readFileSync(path, 'utf8')))
  expect(text).toContain('"to":"9223372036854775807"')
  expect(certificate.tables[0]?.sequences).toEqual([{ column: 'id', lastValue: 9007199254740993n }])
  expect(text).toContain('"lastValue":"9007199254740993"')
  expect(await held(database.url, path)).toMatchObject(SAME)
})

it('the record of the library serves as well as the file, and the certificate alone as well as the report', async () => {
  const { report, certificate, path } = await move()
  const alone = JSON.parse((await import('node:fs')).readFileSync(path, 'utf8')).certificate
  for (const given of [certificate, written(alone)])
    expect(await held(database.url, given)).toMatchObject(SAME)
  expect((await verifyCertificate({ certificate: report, url: database.url })).exitCode).toBe(0)
})

it('verify makes a certificate of a copy, whoever made it; counts alone make none', async () => {
  const path = sourceFile(TODO)
  const options = { sqlitePath: path, url: database.url }
  const counted = await migrate({ ...options, proof: 'counts' })
  expect(counted).toMatchObject({ error: null, certificate: null })
  const { certificate } = await verify(options)
  if (certificate === null) throw new Error('no certificate')
  expect(certificate.verb).toBe('verify')
  expect(await held(database.url, certificate)).toMatchObject(SAME)
  await query(database.url, "UPDATE tasks SET title = 'x' WHERE id = 2")
  expect((await verify(options)).certificate).toBeNull()
})

it('another schema and some tables can be chosen', async () => {
  const { path } = await move()
  await query(database.url, 'ALTER SCHEMA public RENAME TO elsewhere')
  expect(await held(database.url, path)).toMatchObject({ exitCode: 4, code: 'TARGET_NO_SCHEMA' })
  expect(await held(database.url, path, { schema: 'elsewhere' })).toMatchObject(SAME)
  await query(database.url, 'DELETE FROM elsewhere.tasks WHERE id = 20')
  const terms = { certificate: path, url: database.url, schema: 'elsewhere' }
  expect((await verifyCertificate({ ...terms, include: ['u*'] })).exitCode).toBe(0)
  expect((await verifyCertificate({ ...terms, exclude: ['users'] })).exitCode).toBe(6)
  expect((await verifyCertificate({ ...terms, include: ['x'] })).error?.code).toBe('BAD_OPTION_VALUE')
})

it('rows that the application writes later differ, and the range is named', async () => {
  const { path } = await move()
  await query(database.url, "INSERT INTO tasks (title, done) VALUES ('new', false), ('newer', true)")
  const { exitCode, code, differing, report } = await held(database.url, path)
  expect({ exitCode, code }).toEqual({ exitCode: 6, code: 'DIFFERENT' })
  expect(differing).toEqual([
    'tasks: rows 3000 → 3002',
    expect.stringMatching(
      /^tasks: contents \d+ rows → \d+ rows (?:every id|id from \d+ on): at least 2 rows too many$/,
    ),
  ])
  expect(report.error?.hint).toContain('only the source can tell')
  expect(report.differences.map(({ table, key }) => [table, key])).toEqual([
    ['tasks', null],
    ['tasks', expect.stringMatching(/^(?:every id|id from)/)],
  ])
  expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'different'])
})

const FAULTS: readonly (readonly [fault: string, sql: string, found: RegExp])[] = [
  [
    'one cell changed',
    "UPDATE tasks SET title = 'task 1 ' WHERE id = 2",
    /^tasks: contents .* the rows are not the same$/,
  ],
  [
    'one ulp of a double',
    'UPDATE tasks SET weight = weight * (1 + 2.3e-16) WHERE id = 1998',
    /^tasks: contents/,
  ],
  ["'' for NULL", "UPDATE users SET name = '' WHERE id = 2", /^users: contents/],
  [
    'two values swapped',
    'UPDATE tasks SET title = (SELECT title FROM tasks t WHERE t.id = 6 - tasks.id) WHERE id IN (2, 4)',
    /^tasks: contents/,
  ],
  ['a byte of a blob', String.raw`UPDATE tasks SET body = '\x00000001' WHERE id = 8`, /^tasks: contents/],
  ['a row missing', 'DELETE FROM tasks WHERE id = 600', /at least 1 row missing$/],
  [
    'a row between others',
    "INSERT INTO tasks (id, title, done) VALUES (7, 'x', false)",
    /at least 1 row too many$/,
  ],
  [
    'a row below the first',
    "INSERT INTO tasks (id, title, done) VALUES (-9223372036854775808, 'x', false)",
    /(?:id up to|every id).*at least 1 row too many$/,
  ],
  [
    'a row above the last',
    "INSERT INTO tasks (id, title, done) VALUES (9223372036854775807, 'x', false)",
    /at least 1 row too many$/,
  ],
  [
    'a row without a key',
    "ALTER TABLE tasks DROP CONSTRAINT tasks_pkey; ALTER TABLE tasks ALTER id DROP IDENTITY, ALTER id DROP NOT NULL; INSERT INTO tasks VALUES (NULL, NULL, 'x', false)",
    /rows without a key: at least 1 row too many$/,
  ],
  ['a table emptied', 'TRUNCATE tasks', /every id: at least 3000 rows missing$/],
  ['a table dropped', 'DROP TABLE tasks', /^tasks: table table →$/],
  ['a column dropped', 'ALTER TABLE tasks DROP COLUMN weight', /^tasks\.weight: column column →/],
  ['a column renamed', 'ALTER TABLE users RENAME email TO "Email"', /^users\.email: column column →/],
  [
    'a column of another type',
    "ALTER TABLE tasks ALTER body TYPE text USING 'x'",
    /^tasks: contents {2}→ .*function/,
  ],
  ['a primary key dropped', 'ALTER TABLE tasks DROP CONSTRAINT tasks_pkey', /^tasks: primary key \(id\) →$/],
  [
    'a unique constraint dropped',
    'ALTER TABLE users DROP CONSTRAINT users_email_key',
    /^users\.email: unique \(email\) →$/,
  ],
  ['an index dropped', 'DROP INDEX tasks_open', /^tasks\.tasks_open: index \(due DESC.*\) where .* →$/],
  [
    'an index not valid',
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'tasks_user'::regclass",
    /not valid$/,
  ],
  [
    'a NOT NULL dropped',
    'ALTER TABLE tasks ALTER title DROP NOT NULL',
    /^tasks\.title: not null NOT NULL → NULL allowed$/,
  ],
  [
    'a foreign key dropped',
    'ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey',
    /^tasks\.user_id → users\.id: foreign key on delete cascade, valid →$/,
  ],
  [
    'a foreign key not valid',
    'ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey; ALTER TABLE tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID',
    /foreign key .* → on delete cascade, not valid$/,
  ],
  [
    'an orphan made with triggers off',
    'ALTER TABLE users DISABLE TRIGGER ALL; DELETE FROM users WHERE id = 2',
    /orphans 0 → 1000$/,
  ],
  [
    'a sequence behind',
    "SELECT setval(pg_get_serial_sequence('tasks', 'id'), 5)",
    /^tasks\.id: sequence next value above 6000 → next value 6/,
  ],
]

it.each(FAULTS)('is found: %s', async (_fault, sql, found) => {
  const { path } = await move()
  await query(database.url, sql)
  const { exitCode, differing } = await held(database.url, path)
  expect({ exitCode, differing }).toEqual({
    exitCode: 6,
    differing: expect.arrayContaining([expect.stringMatching(found)]),
  })
})

it('what does not change contents or structure is no difference', async () => {
  const { path } = await move()
  const rename =
    'ALTER INDEX tasks_user RENAME TO other; ALTER TABLE users RENAME CONSTRAINT users_email_key TO mails'
  const more =
    'CREATE INDEX more ON tasks (title); ALTER TABLE users ADD COLUMN seen timestamptz; CREATE TABLE notes (id int)'
  await query(
    database.url,
    `${rename}; ${more}; ALTER TABLE tasks ALTER COLUMN title TYPE varchar(500); VACUUM`.replace(
      '; VACUUM',
      '',
    ),
  )
  const found = await held(database.url, path)
  expect(found).toMatchObject(SAME)
  const noted = found.report.checks.filter(({ status }) => status === 'noted')
  expect(noted.map(({ object, remark }) => `${object} ${remark}`)).toEqual([
    'users.email called mails',
    expect.stringMatching(/^tasks\.title its values/),
    'tasks.tasks_user called other',
  ])
})

it('a type under which a rule cannot be followed is told with its column and the way back', async () => {
  const path = sourceFile(
    'CREATE TABLE p (id INTEGER PRIMARY KEY, price REAL); INSERT INTO p VALUES (1, 2.5), (2, NULL)',
  )
  const { certificate } = await certified(database.url, path)
  await query(database.url, `ALTER TABLE p ALTER COLUMN price TYPE bytea USING '\\x01'`)
  const { code, differing } = await held(database.url, certificate)
  expect(code).toBe('DIFFERENT')
  expect(differing).toEqual([
    expect.stringMatching(
      /^p: contents {2}→ {2}its rows could not be read as the certificate says: price is bytea now and was double precision \(rule double\); give it its type back, or compare with the file: sqlite2pg verify FILE URL \(the server: .*cannot cast type bytea to double precision/,
    ),
  ])
})
