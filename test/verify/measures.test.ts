// Counts and extremes at the edges: 64-bit integers, doubles by bits, names that the query itself uses, tables
// wider than one question, texts in the order of their bytes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Candidate } from '../../src/codec/codec.ts'
import { epoch, timestamptz } from '../../src/codec/date-time.ts'
import { bigint } from '../../src/codec/integer.ts'
import { numeric } from '../../src/codec/numeric.ts'
import { doublePrecision } from '../../src/codec/real.ts'
import { pureText } from '../../src/codec/text.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { checksOf, compare, differences } from './comparison.ts'
import { column, plan, table } from './todo.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})

afterAll(() => database.drop())

/** The verdict on one column `v` holding these values on the two sides. */
function compareColumn(candidate: Candidate, values: string, found: string = values) {
  return compare(database.url, {
    plan: plan([table('t', [column('v', candidate)], { uniques: [{ name: 't_v_key', columns: ['v'] }] })]),
    source: `CREATE TABLE t (v UNIQUE); INSERT INTO t VALUES ${values}`,
    target: `CREATE SCHEMA copy; CREATE TABLE copy.t (v ${candidate.type} UNIQUE); INSERT INTO copy.t VALUES ${found}`,
  })
}

describe('extremes', () => {
  test.each([
    ['64-bit integers', bigint, '(-9223372036854775808), (9), (10), (9223372036854775807)', undefined],
    ['doubles', doublePrecision, '(-1.7976931348623157e308), (5e-324), (0.1), (1e300)', undefined],
    ['infinities', doublePrecision, '(9e999), (-9e999), (1)', `('Infinity'), ('-Infinity'), (1)`],
    ['a zero and its negative', doublePrecision, '(0.0), (1.5)', `('-0'), (1.5)`],
    ['numbers of two storage classes', numeric(180000), '(9007199254740993), (0.1), (-3), (1e20)', undefined],
    ['infinite decimals', numeric(180000), '(9e999), (12)', `('Infinity'), (12)`],
    [
      'milliseconds since 1970',
      epoch('ms'),
      '(999999999999), (1714979289123)',
      `('2001-09-09 01:46:39.999+00'), ('2024-05-06 07:08:09.123+00')`,
    ],
    [
      'moments with an offset',
      timestamptz,
      `('2024-05-06T07:08:09Z'), ('2024-05-06 09:00:00.5+02:00')`,
      undefined,
    ],
    ['texts by their bytes', pureText, `('a'), ('B'), ('é'), ('￿'), ('😀'), (''), ('Z')`, undefined],
  ])('of %s agree', async (_, candidate, values, found) => {
    const verdict = await compareColumn(candidate, values, found ?? values)
    expect(verdict.checks.filter(check => check.status !== 'same')).toEqual([])
    expect(checksOf(verdict, 'same').filter(text => /minimum|maximum/.test(text))).toHaveLength(2)
  })

  test.each([
    ['the last of 64 bits', bigint, '(9223372036854775807)', '(9223372036854775806)'],
    ['the last bit of a double', doublePrecision, '(0.30000000000000004)', '(0.3)'],
    ['an infinity', doublePrecision, '(9e999)', '(1.7976931348623157e308)'],
    ['the last digit of a decimal', numeric(180000), '(0.1)', '(0.10000000000000000001)'],
    ['a thousandth of a second', epoch('ms'), '(1714979289123)', `('2024-05-06 07:08:09.124+00')`],
    ['the case of a letter', pureText, `('a')`, `('A')`],
    ['a blank at the end', pureText, `('a')`, `('a ')`],
    ['a text beyond what is shown', pureText, `('${'x'.repeat(200)}1')`, `('${'x'.repeat(200)}2')`],
  ])('tell %s', async (_, candidate, values, found) => {
    const verdict = await compareColumn(candidate, values, found)
    expect(verdict.checks.filter(check => check.status === 'different').map(check => check.kind)).toEqual([
      'minimum',
      'maximum',
    ])
  })

  test('of text are not compared where the file keeps it as UTF-16', async () => {
    const verdict = await compare(database.url, {
      plan: plan([table('t', [column('v', pureText)], { uniques: [{ name: 't_v_key', columns: ['v'] }] })]),
      source: `PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (v TEXT UNIQUE); INSERT INTO t VALUES ('Ā'), ('b')`,
      encoding: 'UTF-16le',
      target: `CREATE SCHEMA copy; CREATE TABLE copy.t (v text UNIQUE); INSERT INTO copy.t VALUES ('Ā'), ('b')`,
    })
    expect(verdict).toMatchObject({ same: true })
    expect(checksOf(verdict, 'not compared')).toEqual(['t.v: minimum , '])
  })
})

describe('a question', () => {
  test('is not confused by the names of columns', async () => {
    const names = [
      'a',
      'v0',
      'n0',
      'c0',
      'lo0',
      'hi0',
      'one',
      'total',
      'rows',
      'a.b',
      'say "hi"',
      'select',
      'p',
      'c',
    ]
    const quoted = names.map(name => `"${name.replaceAll('"', '""')}"`)
    const values = `(${names.map((_, i) => i).join(', ')}), (${names.map((_, i) => -i).join(', ')})`
    const verdict = await compare(database.url, {
      plan: plan([
        table(
          'a',
          names.map(name => column(name, bigint)),
        ),
      ]),
      source: `CREATE TABLE a (${quoted}); INSERT INTO a VALUES ${values}`,
      target: `CREATE SCHEMA copy; CREATE TABLE copy.a (${quoted.map(name => `${name} bigint`)}); INSERT INTO copy.a VALUES ${values}`,
    })
    expect(verdict.checks.filter(check => check.status !== 'same')).toEqual([])
    expect(checksOf(verdict, 'same')).toContain('a.rows: maximum 8, 8')
  })

  test('about a wide table is put in parts', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `c${i}`)
    const values = names.map((_, i) => i).join(', ')
    const make = (schema: string, broken = '') =>
      `CREATE TABLE ${schema}t (${names.map(name => `${name} bigint`)}); INSERT INTO ${schema}t VALUES (${values}); ${broken}`
    const verdict = await compare(database.url, {
      plan: plan([
        table(
          't',
          names.map(name => column(name, bigint)),
        ),
      ]),
      source: make(''),
      target: `CREATE SCHEMA copy; ${make('copy.', 'UPDATE copy.t SET c777 = 7')}`,
    })
    expect(differences(verdict)).toEqual(['t.c777: minimum 777, 7', 't.c777: maximum 777, 7'])
    expect(checksOf(verdict, 'same')).toContain('t.c999: maximum 999, 999')
  })

  test('about a table without columns in common counts its rows', async () => {
    const verdict = await compare(database.url, {
      plan: plan([table('t', [])]),
      source: 'CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)',
      target: 'CREATE SCHEMA copy; CREATE TABLE copy.t (b int); INSERT INTO copy.t VALUES (1)',
    })
    expect(differences(verdict)).toEqual(['t: rows 2, 1'])
  })

  test('of an aborted run is not asked', async () => {
    const abort = new AbortController()
    const tables: string[] = []
    const verdict = compare(database.url, {
      signal: abort.signal,
      onProgress: ({ table: name }) => {
        tables.push(name)
        abort.abort()
      },
    })
    await expect(verdict).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(tables).toEqual(['users'])
  })
})
