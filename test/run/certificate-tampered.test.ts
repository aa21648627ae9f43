// Certificates that somebody changed: refused with the name of the field, or different; never run.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contentRoot, tableRoot } from '../../src/codec/digest/roots.ts'
import { certificateDigest } from '../../src/report/certificate/certificate-digest.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { certified, held, SAME, written } from './certified.ts'
import { newPath, sourceFile } from './workplace.ts'

let database: TestDatabase
let report: Report
beforeAll(async () => {
  database = await withDatabase()
  const path =
    sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, n INTEGER REFERENCES victim); CREATE INDEX t_n ON t (n);
    CREATE TABLE k (a TEXT, b TEXT); CREATE TABLE victim (id INTEGER PRIMARY KEY);
    INSERT INTO victim VALUES (1); INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 1); INSERT INTO k VALUES ('a', 'b')`)
  const made = await certified(database.url, path)
  report = JSON.parse(readFileSync(made.path, 'utf8'))
})
afterAll(() => database.drop())

// biome-ignore lint/suspicious/noExplicitAny: what is changed here is JSON of any shape.
type Report = any

function edited(change: (certificate: Report) => void): string {
  const copy = structuredClone(report)
  change(copy.certificate)
  return written(copy)
}

/** With a digest that fits, so that what is wrong within is told. */
function changed(change: (certificate: Report) => void): string {
  return edited(certificate => {
    change(certificate)
    certificate.digest = certificateDigest(certificate)
  })
}

/** The roots computed anew, as a forger would. */
function forged(change: (certificate: Report) => void): string {
  return changed(certificate => {
    change(certificate)
    for (const table of certificate.tables) table.root = tableRoot(table)
    certificate.source.contentRoot = contentRoot(certificate.tables)
  })
}

const refusal = async (path: string): Promise<string> => {
  const { exitCode, code, report: found } = await held(database.url, path)
  expect({ exitCode, code }).toEqual({ exitCode: 2, code: 'INVALID_CERTIFICATE' })
  return (found.error?.message ?? '').slice(path.length + 2)
}

it('another version of sqlite2pg with the same format, and fields that nobody knows, are no hindrance', async () => {
  const path = changed(certificate => {
    certificate.tool.version = '99.0.0'
    certificate.later = { more: true }
    certificate.tables[0].later = 1
  })
  expect(await held(database.url, path)).toMatchObject(SAME)
})

const EDITS: readonly (readonly [string, (certificate: Report) => void])[] = [
  ['a key', c => c.tables[0].keys.pop()],
  ['a NOT NULL', c => Object.assign(c.tables[0].columns[1], { notNull: false })],
  ['an index', c => c.tables[0].indexes.pop()],
  ['a foreign key', c => c.tables[0].foreignKeys.pop()],
  ['the place of a sequence', c => Object.assign(c.tables[0].sequences[0], { lastValue: 1 })],
  ['rows that were set aside', c => Object.assign(c.tables[0], { rowsSetAside: 1 })],
  ['what was accepted', c => c.accepted.warnings.push({ code: 'X', object: 'y', message: 'z' })],
  ['the path of the source', c => Object.assign(c.source, { path: 'other.db' })],
  ['a field that nobody knows', c => Object.assign(c, { later: 1 })],
]

it.each(EDITS)('%s that was edited is seen before anything is asked of the target', async (_, edit) => {
  expect(await refusal(edited(edit))).toBe(
    'certificate.digest: it is not the digest of the certificate: the certificate was changed',
  )
})

it('the digest does not depend on how the JSON is laid out', async () => {
  const { certificate } = report
  const turned = JSON.parse(
    JSON.stringify(Object.fromEntries(Object.entries(certificate).reverse()), null, 4),
  )
  expect(await held(database.url, written(turned))).toMatchObject(SAME)
})

it('a certificate from before there was a digest is read', async () => {
  expect(
    await held(
      database.url,
      edited(certificate => delete certificate.digest),
    ),
  ).toMatchObject(SAME)
})

it('a file that holds no certificate is refused', async () => {
  expect(await refusal(newPath('none.json'))).toBe('it cannot be read: it does not exist')
  expect(await refusal(written({ formatVersion: 1, tables: [] }))).toBe('it holds no certificate')
  expect(await refusal(written([1]))).toBe('it holds no certificate')
  expect(await refusal(written(null))).toBe('it holds no certificate')
  expect(await refusal(sourceFile('CREATE TABLE t (a)'))).toBe('it is no JSON')
  expect(await refusal(written({ ...report, certificate: null }))).toMatch(
    /^this report holds no certificate: its run did not prove/,
  )
})

const REFUSED: readonly (readonly [string, (certificate: Report) => void])[] = [
  [
    'formatVersion: it is of version 2, and this sqlite2pg reads version 1 alone',
    c => Object.assign(c, { formatVersion: 2 }),
  ],
  [
    'tables[0].root: it is not the digest of the table: the certificate was changed',
    c => Object.assign(c.tables[0].columns[1], { rule: 'uuid' }),
  ],
  [
    'tables[0].rows: it is not the sum of the rows below: the certificate was changed',
    c => Object.assign(c.tables[0], { rows: 3 }),
  ],
  [
    'source.contentRoot: it is not the digest of the roots of the tables: the certificate was changed',
    c => c.tables.pop(),
  ],
  [
    'tables[0].columns[1].rule: a rule of docs/certificate.md is wanted, "id::text" was given',
    c => Object.assign(c.tables[0].columns[1], { rule: 'id::text' }),
  ],
  [
    `tables[0].columns[1].rule: a rule of docs/certificate.md is wanted, "timestamptz UTC'); DROP TABLE victim; --" was given`,
    c => Object.assign(c.tables[0].columns[1], { rule: "timestamptz UTC'); DROP TABLE victim; --" }),
  ],
  [
    'tables[0].target: a name of 1 to 63 bytes is wanted, "" was given',
    c => Object.assign(c.tables[0], { target: '' }),
  ],
  [
    'tables[0].partition.ranges[0].from: -9223372036854775808, where the range before it ends, is wanted, 1 was given',
    c => Object.assign(c.tables[0].partition.ranges[0], { from: 1 }),
  ],
  [
    'tables[0].partition.ranges: a list of ranges up to 9223372036854775807 is wanted, a list was given',
    c => Object.assign(c.tables[0].partition.ranges[0], { to: 5 }),
  ],
  [
    'tables[0].partition.ranges[0].from: a whole number is wanted, "1; DROP TABLE victim" was given',
    c => Object.assign(c.tables[0].partition.ranges[0], { from: '1; DROP TABLE victim' }),
  ],
  [
    'tables[0].partition.ranges[0].rows: a whole number is wanted, 1.5 was given',
    c => Object.assign(c.tables[0].partition.ranges[0], { rows: 1.5 }),
  ],
  [
    'tables[0].partition.column: a column of whole numbers is wanted, "a" was given',
    c => Object.assign(c.tables[0].partition, { column: 'a' }),
  ],
  [
    'tables[0].key: a list of columns of the table is wanted, a list was given',
    c => Object.assign(c.tables[0], { key: ['nope'] }),
  ],
  [
    'tables[1].partition.digits: a whole number from 0 to 4 is wanted, 9 was given',
    c => Object.assign(c.tables[1].partition, { digits: 9 }),
  ],
  [
    'tables[1].partition.buckets[0].sum: 32 hexadecimal digits in lower case is wanted, "0" was given',
    c => Object.assign(c.tables[1].partition.buckets[0], { sum: '0' }),
  ],
  ['tables: a list is wanted, nothing was given', c => delete c.tables],
  [
    'verb: one of migrate, load, refresh, verify, repair is wanted, "drop" was given',
    c => Object.assign(c, { verb: 'drop' }),
  ],
]

it.each(REFUSED)('%s', async (message, change) => {
  expect(await refusal(changed(change))).toBe(`certificate.${message}`)
})

it('other digests with roots that fit are different', async () => {
  const path = forged(certificate =>
    Object.assign(certificate.tables[0].partition.ranges[0], { sha256: '0'.repeat(64) }),
  )
  expect(await held(database.url, path)).toMatchObject({
    exitCode: 6,
    differing: ['t: contents 2 rows → 2 rows every id: the rows are not the same'],
  })
})

it('names and rules of a forged certificate run nothing', async () => {
  const evil = 'x"; DROP TABLE victim; --'
  const paths = [
    forged(certificate => Object.assign(certificate.tables[0], { target: evil })),
    forged(certificate => Object.assign(certificate.tables[0].columns[1], { target: evil })),
    forged(certificate => Object.assign(certificate.tables[1].columns[0], { rule: 'decimal' })),
    forged(certificate => Object.assign(certificate.tables[0].columns[1], { rule: 'timestamptz No/Where' })),
    changed(certificate =>
      certificate.tables[0].indexes.push({
        name: 'i',
        unique: false,
        method: 'btree',
        items: ['pg_sleep(9)) ; DROP TABLE victim'],
        where: 'true',
        nullsNotDistinct: false,
      }),
    ),
    changed(certificate =>
      certificate.tables[0].foreignKeys.push({
        name: 'f',
        columns: ['id'],
        parent: 'victim',
        parentColumns: ['id'],
        onDelete: 'cascade',
        onUpdate: 'no action',
        deferred: false,
        state: 'valid',
        orphans: 0,
      }),
    ),
  ]
  for (const path of paths)
    expect(await held(database.url, path)).toMatchObject({ exitCode: 6, code: 'DIFFERENT' })
  expect(await query(database.url, 'SELECT * FROM victim')).toEqual([{ id: '1' }])
  expect(
    await held(
      database.url,
      changed(certificate => Object.assign(certificate.target, { schema: 'pg_catalog' })),
    ),
  ).toMatchObject({ exitCode: 2 })
})
