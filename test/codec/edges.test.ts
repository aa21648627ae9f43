// Values on the edge of what a type can hold: carried exactly, or an obstacle before anything is built.
import { describe, expect, it } from 'vitest'
import { migrate, plan } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { query } from '../server/database.ts'
import { Moves } from './moved.ts'

const moves = await Moves.open()

/** Seconds since 1970 of the first and the last whole second of PostgreSQL's years, 4713 BC to 294276. */
const [FIRST, LAST] = [-210863520000n, 9224318015999n]

async function cellsOf(schema: string, expression: string, table = 't'): Promise<readonly string[]> {
  const rows = await query<{ cell: string }>(
    moves.url,
    `SELECT ${expression} AS cell FROM ${schema}.${table} ORDER BY ctid`,
  )
  return rows.map(({ cell }) => cell)
}

describe('a zero with a minus sign keeps it', () => {
  it.each([
    ['among texts', '', "'a'", 'c', '-0.0'],
    ['among integers beyond 2^53, where numeric would drop it', '', '9007199254740993', 'c', '-0.0'],
    ['among blobs', 'BLOB', "x'00'", "encode(c, 'hex')", '2d302e30'],
  ])('%s', async (_, declared, other, expression, expected) => {
    const path = sourceFile(
      `CREATE TABLE t (c ${declared}); INSERT INTO t VALUES (-0.0); INSERT INTO t VALUES (${other})`,
    )
    expect((await cellsOf(await moves.move(path), expression))[0]).toBe(expected)
  })
})

/** In microseconds 64 bits end earlier, and near their end PostgreSQL's own extract() rounds. */
function lastOf(perSecond: bigint): bigint {
  const last = (LAST + 1n) * perSecond - 1n
  return last < 2n ** 63n ? last : 9_222_000_000_000_000_001n
}

describe('integers read as moments because the user says so', () => {
  const at = (values: string): string =>
    sourceFile(`CREATE TABLE t (at INTEGER, n INTEGER); INSERT INTO t VALUES ${values}`)

  it.each([
    ['epoch_s', 1n],
    ['epoch_ms', 1000n],
    ['epoch_us', 1_000_000n],
  ])(
    '%s reaches as far as PostgreSQL’s years and counts upwards before 1970 too',
    async (cast, perSecond) => {
      const values = [
        FIRST * perSecond,
        -1n,
        -perSecond - 1n,
        0n,
        253402300800n * perSecond,
        lastOf(perSecond),
      ]
      const schema = `wished_${cast}`
      const sqlitePath = at(values.map((value, i) => `(${value}, ${i})`).join(', '))
      const report = await migrate({ sqlitePath, url: moves.url, schema, casts: { 't.at': cast } })
      expect(report.error).toBeNull()
      expect(await cellsOf(schema, `(extract(epoch FROM at)::numeric * ${perSecond})::bigint`)).toEqual(
        values.map(String),
      )
    },
  )

  it.each([FIRST - 1n, LAST + 1n])('%s s is outside of these years, which is said', async value => {
    const { report } = await plan({
      ...{ sqlitePath: at(`(${value}, 1)`), url: moves.url, casts: { 't.at': 'epoch_s' } },
    })
    expect(report.error?.code).toBe('DECISION_NEEDED')
    expect(report.error?.message).toContain(`such as ${value} (rowid 1)`)
  })
})

describe('an obstacle is found in the plan', () => {
  it.each(['numeric(2000,1)', 'numeric(0)', 'varchar(0)', 'varchar(20000000)'])(
    'where PostgreSQL has no %s',
    async cast => {
      const sqlitePath = sourceFile('CREATE TABLE t (c INTEGER); INSERT INTO t VALUES (1)')
      const { report } = await plan({ sqlitePath, url: moves.url, casts: { 't.c': cast } })
      expect(report.error).toMatchObject({
        ...{ code: 'BAD_OPTION_VALUE', message: `t.c: no cast and no type of the server is called ${cast}` },
      })
    },
  )

  it('where json is asked for in a key', async () => {
    const sqlitePath = sourceFile(`CREATE TABLE t (c TEXT UNIQUE); INSERT INTO t VALUES ('{}')`)
    const { report } = await plan({ sqlitePath, url: moves.url, casts: { 't.c': 'json' } })
    expect(report.error).toMatchObject({ code: 'DECISION_NEEDED' })
    expect(report.error?.message).toContain('in a key or an index, which json cannot be')
  })
})

describe('JSON deeper than either database reads', () => {
  it('becomes text', async () => {
    const types = await moves.exactly(source => {
      source.exec('CREATE TABLE t (j JSON, b JSONB)')
      const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
      source.prepare('INSERT INTO t VALUES (?, ?)').run(deep(100_000), deep(1001))
    })
    expect(types).toEqual({ j: 'text', b: 'text' })
  })
})
