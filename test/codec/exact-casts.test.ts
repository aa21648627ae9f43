// Every reading moved whole, with values beyond count, against what JavaScript computes by other means.
import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'

const database = await withDatabase()
afterAll(() => database.drop())
let moves = 0

type Value = bigint | number | string | Buffer | null

/** Moves one column by a cast and gives its values as text, in order. */
async function cast(
  values: readonly Value[],
  wish: string,
  declared = '',
): Promise<readonly (string | null)[]> {
  const schema = `cast_${++moves}`
  const fill = (source: Database.Database): void => {
    source.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, c ${declared})`)
    const insert = source.prepare('INSERT INTO t (c) VALUES (?)')
    source.transaction(() => {
      for (const value of values) insert.run(value)
    })()
  }
  const report = await migrate({
    sqlitePath: sourceFile(fill),
    url: database.url,
    schema,
    casts: { 't.c': wish },
  })
  expect(report.error).toBeNull()
  const session = new URL(database.url)
  session.searchParams.set('options', '-c timezone=UTC')
  const rows = await query<{ c: string | null }>(session.href, `SELECT c::text FROM ${schema}.t ORDER BY id`)
  return rows.map(({ c }) => c)
}

/** A moment of the years 1 to 9999 as PostgreSQL prints it, by JavaScript's calendar. */
function printed(microseconds: bigint): string {
  const rest = ((microseconds % 1000n) + 1000n) % 1000n
  const iso = new Date(Number((microseconds - rest) / 1000n)).toISOString()
  const fraction = `${iso.slice(20, 23)}${String(rest).padStart(3, '0')}`.replace(/0+$/, '')
  return `${iso.slice(0, 19).replace('T', ' ')}${fraction === '' ? '' : `.${fraction}`}+00`
}

const [FIRST, LAST] = [-62_135_596_800_000_000n, 253_402_300_799_999_999n]
const MOMENT = fc.bigInt({ min: FIRST, max: LAST })
const RUNS = { numRuns: 2 }
const many = <Item>(items: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> =>
  fc.array(items, { minLength: 100, maxLength: 200 })

const INTEGER_READINGS = [
  ['epoch_s', (moment: bigint) => [moment / 1_000_000n, (moment / 1_000_000n) * 1_000_000n]],
  ['epoch_ms', (moment: bigint) => [moment / 1000n, (moment / 1000n) * 1000n]],
  ['epoch_us', (moment: bigint) => [moment, moment]],
  ['webkit', (moment: bigint) => [moment + 11_644_473_600_000_000n, moment]],
  ['ticks', (moment: bigint) => [(moment + 62_135_596_800_000_000n) * 10n, moment]],
  ['coredata', (moment: bigint) => [moment / 1_000_000n - 978_307_200n, (moment / 1_000_000n) * 1_000_000n]],
] as const satisfies readonly (readonly [string, (moment: bigint) => readonly [bigint, bigint]])[]

describe('integers of each unit are the instants they count', () => {
  it.each(INTEGER_READINGS)('%s', async (wish, count) => {
    await fc.assert(
      fc.asyncProperty(many(MOMENT), async moments => {
        const counted = moments.map(count)
        const values = counted.map(([value]) => value)
        expect(await cast(values, wish)).toEqual(counted.map(([, moment]) => printed(moment)))
      }),
      RUNS,
    )
  })

  it('epoch_ns, cut to microseconds', async () => {
    const nanoseconds = fc.bigInt({ min: -9_000_000_000_000_000_000n, max: 9_000_000_000_000_000_000n })
    await fc.assert(
      fc.asyncProperty(many(nanoseconds), async values => {
        expect(await cast(values, 'epoch_ns:truncate')).toEqual(values.map(value => printed(value / 1000n)))
      }),
      RUNS,
    )
  })
})

describe('reals are read by their shortest digits', () => {
  it('epoch_s and coredata with up to six digits', async () => {
    const seconds = fc.tuple(
      fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }),
      fc.integer({ min: 1, max: 999_999 }),
    )
    await fc.assert(
      fc.asyncProperty(many(seconds), async pairs => {
        const values = pairs.map(([whole, micro]) => Number(`${whole}.${String(micro).padStart(6, '0')}`))
        const moment = (value: number): bigint => BigInt(value.toFixed(6).replace('.', ''))
        expect(await cast(values, 'epoch_s')).toEqual(values.map(value => printed(moment(value))))
        expect(await cast(values, 'coredata')).toEqual(
          values.map(value => printed(moment(value) + 978_307_200_000_000n)),
        )
      }),
      RUNS,
    )
  })

  it('Julian days as SQLite counts them, to the millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(many(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 })), async seconds => {
        const milliseconds = seconds.map((second, i) => BigInt(second) * 1000n + BigInt(i))
        const values = milliseconds.map(value => (Number(value) + 210_866_760_000_000) / 86_400_000)
        expect(await cast(values, 'julian')).toEqual(milliseconds.map(value => printed(value * 1000n)))
      }),
      RUNS,
    )
  })
})

it('texts in a zone, beside texts with an offset, are the instants that the zone had', async () => {
  const walls = many(fc.integer({ min: 0, max: 50 * 365 * 24 }))
  await fc.assert(
    fc.asyncProperty(walls, async hours => {
      // Noon to 23:00 is never set back or left out in Paris.
      const naive = hours.map(hour =>
        new Date(Math.floor(hour / 24) * 86_400_000 + (12 + (hour % 12)) * 3_600_000)
          .toISOString()
          .slice(0, 19),
      )
      const values = naive.map((wall, i) => (i % 3 === 0 ? `${wall}Z` : wall))
      const [...expected] = await query<{ at: string }>(
        `${database.url}?options=-c%20timezone%3DUTC`,
        `SELECT (CASE WHEN v LIKE '%Z' THEN v::timestamptz ELSE v::timestamp AT TIME ZONE 'Europe/Paris' END)::text AS at FROM unnest($1::text[]) WITH ORDINALITY AS t (v, i) ORDER BY i`,
        [values],
      )
      expect(await cast(values, 'timestamptz:zone=Europe/Paris')).toEqual(expected.map(({ at }) => at))
    }),
    RUNS,
  )
})

it('guid turns the first three groups round, uuid takes the bytes in order', async () => {
  await fc.assert(
    fc.asyncProperty(many(fc.uint8Array({ minLength: 16, maxLength: 16 })), async blobs => {
      const values = blobs.map(bytes => Buffer.from(bytes))
      const text = (bytes: Buffer): string =>
        bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      const guids = values.map(bytes => {
        const turned = Buffer.from(bytes)
        turned.writeUInt32BE(bytes.readUInt32LE(0), 0)
        turned.writeUInt16BE(bytes.readUInt16LE(4), 4)
        turned.writeUInt16BE(bytes.readUInt16LE(6), 6)
        return text(turned)
      })
      expect(await cast(values, 'uuid')).toEqual(values.map(text))
      expect(await cast(values, 'guid')).toEqual(guids)
      expect(await cast([...values, ...guids], 'guid')).toEqual([...guids, ...guids])
    }),
    RUNS,
  )
})

const CHARACTERS = fc.string({ unit: 'binary', maxLength: 30 }).map(text => text.replaceAll('\0', ''))

/** Surrogates as three bytes each. */
function cesu8(text: string): Buffer {
  return Buffer.concat(
    text.split('').map(unit => {
      const code = unit.charCodeAt(0)
      if (code < 0xd800 || code > 0xdfff) return Buffer.from(unit)
      return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
    }),
  )
}

it('latin1 and cesu8 give the characters of their bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      many(CHARACTERS),
      many(fc.uint8Array({ min: 1, maxLength: 30 })),
      async (texts, bytes) => {
        expect(await cast(texts.map(cesu8), 'cesu8')).toEqual(texts)
        const values = bytes.map(value => Buffer.from(value))
        expect(await cast(values, 'latin1')).toEqual(values.map(value => value.toString('latin1')))
      },
    ),
    RUNS,
  )
})

it('cp1252 gives the characters that PostgreSQL gives', async () => {
  const bytes = Array.from({ length: 255 }, (_, i) => i + 1).filter(
    byte => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
  )
  const [row] = await query<{ text: string }>(database.url, `SELECT convert_from($1, 'WIN1252') AS text`, [
    Buffer.from(bytes),
  ])
  expect(await cast([Buffer.from(bytes)], 'cp1252')).toEqual([row?.text])
})

it('numbers written as text keep every digit', async () => {
  await fc.assert(
    fc.asyncProperty(many(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), async values => {
      expect(await cast(values.map(String), 'bigint', 'TEXT')).toEqual(values.map(String))
      const decimals = values.map((value, i) => `${value}.${i}5`)
      expect(await cast(decimals, 'numeric', 'TEXT')).toEqual(decimals)
      const cut = values.map(value => `${value}.999`)
      expect(await cast(cut, 'numeric(30,1):truncate', 'TEXT')).toEqual(values.map(value => `${value}.9`))
    }),
    RUNS,
  )
})

it('doubles written as text are the same doubles', async () => {
  const thousandths = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
  await fc.assert(
    fc.asyncProperty(many(thousandths), async numbers => {
      const values = numbers.map(number => String(number / 1000))
      expect(await cast(values, 'double precision', 'TEXT')).toEqual(values)
    }),
    RUNS,
  )
})

describe.each(['UTF-16le', 'UTF-16be'])('in a database of %s', encoding => {
  it('texts are mended, dates and numbers are read', async () => {
    const schema = `wide_${++moves}`
    const sqlitePath = sourceFile(source => {
      source.pragma(`encoding = '${encoding}'`)
      source.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, nul TEXT, at TEXT, n TEXT, bytes BLOB)')
      source.exec(`INSERT INTO t VALUES (1, 'aé' || char(0) || 'b', '-0044-03-15 12:00', '12', x'E9')`)
    })
    const casts = {
      't.nul': 'text:strip_nul',
      't.at': 'timestamp:truncate',
      't.n': 'integer',
      't.bytes': 'latin1',
    }
    const report = await migrate({ sqlitePath, url: database.url, schema, casts })
    expect(report.error).toBeNull()
    expect(await query(database.url, `SELECT nul, at::text, n, bytes FROM ${schema}.t`)).toEqual([
      { nul: 'aéb', at: '0045-03-15 12:00:00 BC', n: 12, bytes: 'é' },
    ])
  })
})
