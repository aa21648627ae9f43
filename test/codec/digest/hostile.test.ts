// Both sides of the content proof write the same text of values on every edge, moved by a whole run, by each reading and
// in files of each encoding.
import type Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import type { DigestRule } from '../../../src/model/digest.ts'
import { sourceFile } from '../../run/workplace.ts'
import { withDatabase } from '../../server/database.ts'
import { movedAgrees } from './agreement.ts'
import * as hostile from './hostile-values.ts'

const database = await withDatabase()
afterAll(() => database.drop())
let schemas = 0

interface Column {
  readonly name: string
  readonly declared: string
  readonly values: readonly hostile.Value[]
  readonly rule?: DigestRule
  readonly cast?: string
}

/** One table for each column, moved with `proof: 'none'`; gives the rules by the columns' names. */
async function agreed(
  columns: readonly Column[],
  encoding = 'UTF-8',
  options = '',
): Promise<Record<string, string>> {
  const sqlitePath = sourceFile(source => {
    source.pragma(`encoding = '${encoding}'`)
    for (const column of columns) fill(source, column, options)
  })
  const casts = Object.fromEntries(
    columns.flatMap(({ name, cast }) => (cast === undefined ? [] : [[`${name}.c`, cast]])),
  )
  const schema = `hostile_${++schemas}`
  const rules = await movedAgrees({ sqlitePath, url: database.url, schema, casts, proof: 'none' })
  return Object.fromEntries(columns.map(({ name }) => [name, rules[`${name}.c`] ?? '']))
}

function fill(source: Database.Database, { name, declared, values }: Column, options: string): void {
  source.exec(`CREATE TABLE "${name}" (id INTEGER PRIMARY KEY, c ${declared}) ${options}`)
  // Only so do the noncharacters reach a UTF-16 file.
  const [letter] = source.prepare("SELECT hex('A')").pluck().all()
  const insert = source.prepare(`INSERT INTO "${name}" (id, c) VALUES (?, ?)`)
  const wide = source.prepare(`INSERT INTO "${name}" (id, c) VALUES (?, CAST(? AS TEXT))`)
  source.transaction(() => {
    for (const [i, value] of values.entries()) {
      const isWide = letter !== '41' && typeof value === 'string' && /[\ufffe\uffff]/.test(value)
      if (isWide)
        wide.run(
          i,
          letter === '4100' ? Buffer.from(value, 'utf16le') : Buffer.from(value, 'utf16le').swap16(),
        )
      else insert.run(i, value)
    }
  })()
}

/** Of a number that is written as JSON this column keeps a double, or infinity. */
const IN_NUMERIC = hostile.JSONB.filter(text => text !== '1e400')

const READINGS: readonly Column[] = [
  { name: 'double', rule: 'double', declared: 'REAL', values: hostile.DOUBLES },
  { name: 'untyped double', rule: 'double', declared: '', values: hostile.DOUBLES },
  { name: 'numeric', rule: 'decimal', declared: 'NUMERIC', values: hostile.DECIMALS },
  {
    name: 'numeric(12,2)',
    rule: 'decimal',
    declared: 'NUMERIC(12,2)',
    values: [12.1, 0, 100, 1.25, -99999.99, 7n, null],
  },
  { name: 'bigint', rule: 'integer', declared: 'INTEGER', values: hostile.INTEGERS },
  { name: 'timestamp', rule: 'timestamp', declared: 'DATETIME', values: hostile.TIMESTAMPS },
  { name: 'near timestamp', rule: 'timestamp', declared: 'DATETIME', values: hostile.NEAR_TIMESTAMPS },
  { name: 'timestamptz', rule: 'timestamptz', declared: 'TIMESTAMPTZ', values: hostile.ZONED },
  { name: 'date', rule: 'date', declared: 'DATE', values: hostile.DATES },
  { name: 'time', rule: 'time', declared: 'TIME', values: hostile.TIMES },
  { name: 'epoch s', rule: 'microseconds', declared: 'DATETIME', values: hostile.EPOCHS.s },
  { name: 'epoch ms', rule: 'microseconds', declared: 'DATETIME', values: hostile.EPOCHS.ms },
  { name: 'epoch us', rule: 'microseconds', declared: 'DATETIME', values: hostile.EPOCHS.us },
  {
    name: 'mixed',
    rule: 'microseconds',
    declared: 'DATETIME',
    values: [...hostile.EPOCHS.ms, ...hostile.ZONED],
  },
  { name: 'numbers', rule: 'boolean', declared: 'BOOLEAN', values: [0n, 1n, null] },
  {
    name: 'words',
    rule: 'boolean',
    declared: 'BOOLEAN',
    values: ['true', 'FALSE', 'True', 0n, 1n, '1', '0', null],
  },
  { name: 'y and n', rule: 'boolean', declared: 'BOOLEAN', values: ['y', 'N', null] },
  {
    name: 'json',
    rule: 'text',
    declared: 'JSON',
    values: [...IN_NUMERIC, ...hostile.JSON_ONLY, 5n, 1.5, 1e22, null],
  },
  { name: 'short json', rule: 'json', declared: 'JSON', values: ['{"a": 1}', 'null', '""', 5n, null] },
  { name: 'jsonb', rule: 'jsonb', declared: 'JSONB', values: [...IN_NUMERIC, 5n, 1.5, 1e22, 0.1, null] },
  { name: 'text', rule: 'text', declared: 'TEXT', values: hostile.TEXTS },
  { name: 'short text', rule: 'short text', declared: 'TEXT', values: ['', 'NULL', 'é', ',', null] },
  { name: 'noncharacters', declared: 'TEXT', values: hostile.NONCHARACTERS },
  { name: 'varchar(5)', rule: 'short text', declared: 'VARCHAR(5)', values: ['abcde', 'é🎈  ', '', null] },
  {
    name: 'mixed text',
    rule: 'text',
    declared: '',
    values: [...hostile.DOUBLES, ...hostile.INTEGERS, ...hostile.TEXTS],
  },
  { name: 'blobs', rule: 'bytes', declared: 'BLOB', values: hostile.BLOBS },
  {
    name: 'anything',
    rule: 'bytes',
    declared: 'BLOB',
    values: [...hostile.BLOBS, ...hostile.TEXTS, ...hostile.DOUBLES, 5n],
  },
  {
    name: 'text in blobs',
    rule: 'text',
    declared: 'TEXT',
    values: [...hostile.TEXTS, Buffer.from('é🎈'), Buffer.alloc(0)],
  },
  {
    name: 'uuid',
    rule: 'uuid',
    declared: 'UUID',
    values: [
      '0E984725-c51c-4bf4-9960-e1c80e27aba0',
      '{0e984725-c51c-4bf4-9960-e1c80e27aba0}',
      'f'.repeat(32),
      null,
    ],
  },
]

const UUIDS = [
  '0e984725-c51c-4bf4-9960-e1c80e27aba0',
  Buffer.from('0e984725c51c4bf49960e1c80e27aba0', 'hex'),
  null,
]
const EACH_BYTE = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1))
const CP1252 = Buffer.from(EACH_BYTE.filter(byte => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)))
const CASTS: readonly (readonly [string, string, readonly hostile.Value[]])[] = [
  ['bigint', 'TEXT', ['12', '-9223372036854775808', 5n, '0', null]],
  ['integer:empty_null', 'TEXT', ['', '12', null]],
  ['integer:truncate', '', [1.9, -1.9, '3.7', 4n, '12']],
  ['bigint:invalid_null', 'TEXT', ['abc', '12', '', '007']],
  ['numeric', 'TEXT', ['12.10', '0.0', '1', 1.5, 9223372036854775807n, null]],
  ['numeric(6,2):truncate', 'TEXT', ['12.109', '-0.019', '7', null]],
  ['double precision', 'TEXT', ['0.1', '1.0', '12', '1.5e+300', 2.5, null]],
  ['boolean', 'TEXT', ['on', 'OFF', 'y', 'No', '1', 'f', null]],
  ['text', 'BLOB', [...hostile.DOUBLES, Buffer.from('é'), 'a', 5n]],
  ['text:strip_nul', 'TEXT', ['a\0b', '\0', 'x', null]],
  ['text:replace', 'TEXT', [Buffer.from([0x61, 0xff]), 'ok', null]],
  ['varchar(30)', '', [1.5, 1e22, 'x', null]],
  ['bytea', '', [...hostile.DOUBLES, 'é', Buffer.from([1]), null]],
  ['json', 'TEXT', [...hostile.JSONB, ...hostile.JSON_ONLY, null]],
  ['jsonb', 'TEXT', [...hostile.JSONB, null]],
  ['uuid', '', UUIDS],
  ['guid', '', UUIDS],
  ['epoch_s', 'INTEGER', [0n, -1n, 1_700_000_000n, -62_135_596_800n, 253_402_300_800n, -210_863_520_000n]],
  ['epoch_s', 'REAL', [1_700_000_000.5, 1_700_000_000.123456, -0.5]],
  ['epoch_ms', 'INTEGER', [0n, -1n, 1_700_000_000_123n, -62_135_596_800_000n, 253_402_300_800_000n]],
  ['epoch_us:timestamp', 'INTEGER', [0n, -1n, 1_700_000_000_123_456n]],
  ['epoch_ns:truncate', 'INTEGER', [0n, -1n, 1_700_000_000_123_456_789n]],
  ['coredata', 'INTEGER', [0n, 635_358_975n]],
  ['webkit', 'INTEGER', [13_300_000_000_000_001n, 0n]],
  ['ticks', 'INTEGER', [638_000_000_000_000_010n, 0n]],
  ['julian', 'REAL', [2_460_000.5, 2_460_000.123456789 + 0.376543211]],
  ['yyyymmdd', 'INTEGER', [20_240_506n, 19_700_101n]],
  ['yyyymmdd', 'TEXT', ['20240506', null]],
  ['timestamptz:utc', 'TEXT', ['2024-05-06 07:08:09', '2024-05-06T07:08:09.120+02:00', '-0044-03-15', null]],
  [
    'timestamptz:zone=Europe/Paris',
    'TEXT',
    ['2024-05-06 07:08:09', '2024-05-06T07:08:09Z', '2024-10-27 02:30:00', null],
  ],
  ['timestamp(3):truncate', 'TEXT', ['2024-05-06 07:08:09.123456', '2024-05-06', null]],
  ['timestamp:truncate', 'TEXT', ['2024-05-06 07:08:09.123456789', '9999-12-31 23:59:59.9999999', null]],
  ['date:truncate', 'TEXT', ['2024-05-06 07:08:09', '-0044-03-15', '10000-01-01T00:00:00', null]],
  ['time(3):truncate', 'TEXT', ['07:08:09.1239', '07:08', '07:08:09', null]],
  ['interval', 'TEXT', ['36:00', '-1:30:05.5', '+0:00', '999999999:59:59.999999', '-0:00:00.000001', null]],
  [
    'go_time',
    'TEXT',
    ['2024-05-06 07:08:09.123456 +0200 CEST m=+0.0001', '2024-05-06 07:08:09 +0000 UTC', null],
  ],
  ['latin1', 'BLOB', [EACH_BYTE, Buffer.alloc(0), null]],
  ['cp1252', 'BLOB', [CP1252, null]],
  ['cesu8', 'BLOB', [Buffer.from('eda080edb080', 'hex'), Buffer.from('a🎈\ufffe'), null]],
  ['latin1:strip_nul', 'BLOB', [Buffer.from([0, 0xe9]), null]],
  ['inet', 'TEXT', ['10.0.0.1', '::1', '10.0.0.0/8', null]],
  ['char(5)', 'TEXT', ['ab', 'abcde', null]],
  ['text[]', 'TEXT', ['{a,b}', '{}', '{NULL,"c d"}', null]],
  ['xml', 'TEXT', ['<a>é</a>', null]],
]

describe.each(['UTF-8', 'UTF-16le', 'UTF-16be'])('in %s', encoding => {
  it('every reading', async () => {
    const expected = Object.fromEntries(
      READINGS.flatMap(({ name, rule }) => (rule === undefined ? [] : [[name, rule]])),
    )
    expect(await agreed(READINGS, encoding)).toMatchObject(expected)
  })

  it('every cast', async () => {
    const columns = CASTS.map(([cast, declared, values], i) => ({
      name: `${i} ${cast}`.replaceAll('.', ''),
      declared,
      values,
      cast,
    }))
    await agreed(columns, encoding)
  })
})

describe('in a table', () => {
  it('STRICT', async () => {
    await agreed(
      READINGS.filter(({ declared }) => ['INTEGER', 'REAL', 'TEXT', 'BLOB'].includes(declared)).filter(
        ({ name }) => name !== 'anything' && name !== 'text in blobs',
      ),
      'UTF-8',
      'STRICT',
    )
  })

  it('WITHOUT ROWID', async () => {
    await agreed(READINGS, 'UTF-8', 'WITHOUT ROWID')
  })
})
