// Integers, doubles and decimals that transfers stumble over, moved whole and compared cell by cell.
import { describe, expect, it } from 'vitest'
import { column, Moves } from './moved.ts'

const moves = await Moves.open()

const INTEGERS = [
  0n,
  1n,
  -1n,
  2n ** 31n,
  -(2n ** 31n) - 1n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  null,
]
const REALS = [
  ...[0.5, -0.0, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308],
  ...[1 / 3, 0.1 + 0.2, 1e21, 1e-7, 123456789.125, 1e15, 1e16, 1e17, 2 ** 53 + 2, Math.PI, 1e-5, 1e-4, null],
]
const INFINITIES = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
function doubleOfBits(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0] ?? 0
}

describe('numbers arrive with every bit', () => {
  it('64-bit integers in INTEGER, untyped, NUMERIC, TEXT and BLOB columns', async () => {
    const types = await moves.exactly(column(INTEGERS, 'INTEGER', '', 'NUMERIC', 'TEXT', 'BLOB'))
    expect(types).toEqual({ c0: 'bigint', c1: 'bigint', c2: 'numeric', c3: 'text', c4: 'bigint' })
  })

  it('integers on the edges of smallint and integer choose the narrowest type that holds them', async () => {
    expect(await moves.exactly(column([32767n, -32768n], 'SMALLINT', 'INT4'))).toEqual({
      c0: 'smallint',
      c1: 'integer',
    })
    expect(await moves.exactly(column([32768n], 'SMALLINT', 'TINYINT'))).toEqual({
      c0: 'integer',
      c1: 'integer',
    })
    expect(await moves.exactly(column([-2147483649n], 'SMALLINT', 'INT4'))).toEqual({
      c0: 'bigint',
      c1: 'bigint',
    })
  })

  it('doubles of every kind in REAL and untyped columns, -0.0 among them', async () => {
    const denormals = [5e-324, -5e-324, 1e-310]
    const values = [...REALS, ...INFINITIES, ...denormals]
    const types = await moves.exactly(column(values, 'REAL', '', 'DOUBLE PRECISION'))
    expect(Object.values(types)).toEqual(Array(3).fill('double precision'))
  })

  it('doubles in a NUMERIC column by their shortest decimal, infinities too', async () => {
    const types = await moves.exactly(column([...REALS, ...INFINITIES], 'NUMERIC', 'DECIMAL(10,2)'))
    expect(Object.values(types)).toEqual(['numeric', 'numeric'])
  })

  it('doubles beside integers beyond 2^53 become numeric', async () => {
    expect(await moves.exactly(column([2n ** 63n - 1n, 0.5, 1e300, null], 'INTEGER', ''))).toEqual({
      c0: 'numeric',
      c1: 'numeric',
    })
  })

  it('doubles beside text become the text that SQLite prints', async () => {
    const finite = REALS.filter(value => !Object.is(value, -0))
    expect(await moves.exactly(column([...finite, ...INFINITIES, 'a', 7n], '', 'INTEGER'))).toEqual({
      c0: 'text',
      c1: 'text',
    })
  })

  it('random doubles by their bits, and by their shortest decimal where they become numeric or text', async () => {
    const bits = Array.from({ length: 2000 }, (_, i) =>
      BigInt.asUintN(64, BigInt(i + 1) * 0x9e3779b97f4a7c15n),
    )
    const doubles = bits.map(doubleOfBits).filter(value => Number.isFinite(value))
    await moves.exactly(column(doubles, 'REAL', ''))
    const everyday = bits.map((value, i) => Number(value >> 11n) / 10 ** (i % 18))
    await moves.exactly(column(everyday, 'NUMERIC'))
    await moves.exactly(column([...everyday, 'x'], ''))
  })

  it('decimals keep their scale where every value fits, and lose none where one does not', async () => {
    expect(await moves.exactly(column([12.5, 99999999.99, -0.01, 0n, null], 'DECIMAL(10,2)'))).toEqual({
      c0: 'numeric',
    })
    expect(await moves.exactly(column([123456.789], 'DECIMAL(5,2)'))).toEqual({ c0: 'numeric' })
  })
})
