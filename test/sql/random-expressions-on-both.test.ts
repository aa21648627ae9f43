// Any expression that is carried is answered alike by both servers, whatever it is made of. Where SQLite leaves 64
// bits or the range of a double, PostgreSQL raises an error instead: that difference alone is allowed.
// More of them: EXPRESSIONS=5000 SEED=1 npx vitest run test/sql/random-expressions-on-both.test.ts
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseExpression } from '../../src/sql/parse/expression.ts'
import { translateExpression } from '../../src/sql/translate/expression.ts'
import type { Failure } from '../../src/sql/translate/failures.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { askPostgres, askSqlite, connect, contextOf, makeTable } from './both-servers.ts'
import { ALL_COLUMNS, randomArithmetic, randomExpressions } from './random-expressions.ts'
import { extremeRows, randomRows } from './random-rows.ts'
import type { CaseTable } from './translate-case-tables.ts'
import type { TranslateCase } from './translate-cases.ts'

const COUNT = Number(process.env['EXPRESSIONS'] ?? 1500)
const SEED = Number(process.env['SEED'] ?? 7)
const OUT_OF_RANGE = '22003'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await withDatabase()
  client = await connect(database.url)
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

it('random expressions are answered alike where they are carried', async () => {
  const table = { ...ALL_COLUMNS, rows: randomRows(ALL_COLUMNS) }
  const context = contextOf(table, 'generated')
  await makeTable(client, table)
  let carried = 0
  for (const sqlite of fc.sample(randomExpressions, { numRuns: COUNT, seed: SEED })) {
    const translation = translateExpression(parseExpression(sqlite, context.columns), context)
    if (!translation.ok) continue
    const asked = { ...table, sqlite, purpose: 'generated', postgres: translation.sql } as const
    const there = await askPostgres(client, asked).catch((error: unknown) => error)
    if (there instanceof Error && 'code' in there && there.code === OUT_OF_RANGE) continue
    const here = answersOfSqlite(asked)
    if (here === null) continue
    expect(there, `${sqlite}\n${translation.sql}`).toEqual(here)
    carried++
  }
  expect(carried).toBeGreaterThan(COUNT / 10)
}, 600_000)

it('PostgreSQL fails for no other rows than those that are named', async () => {
  const table = { ...ALL_COLUMNS, rows: extremeRows(ALL_COLUMNS) }
  const context = contextOf(table, 'generated')
  let [carried, named] = [0, 0]
  for (const sqlite of fc.sample(randomArithmetic, { numRuns: COUNT / 5, seed: SEED })) {
    const translation = translateExpression(parseExpression(sqlite, context.columns), context)
    if (!translation.ok || !translation.sql.includes('"')) continue
    const sound = soundRows(table, translation.failures ?? [])
    const asked = { ...table, rows: sound, sqlite, purpose: 'generated', postgres: translation.sql } as const
    await makeTable(client, asked)
    const there = await askPostgres(client, asked).catch((error: unknown) => error)
    expect(there, `${sqlite}\n${translation.sql}`).toEqual(answersOfSqlite(asked))
    carried++
    if (sound.length < table.rows.length) named++
  }
  expect(carried).toBeGreaterThan(COUNT / 50)
  expect(named).toBeGreaterThan(COUNT / 100)
}, 600_000)

/** The rows for which no failure is foreseen; none where SQLite itself fails to say. */
function soundRows(table: CaseTable, failures: readonly Failure[]): CaseTable['rows'] {
  const sqlite = failures.map(({ condition }) => `coalesce(${condition}, 0)`).join(' OR ') || '0'
  const answers = answersOfSqlite({ ...table, sqlite, purpose: 'generated', postgres: '' })
  return answers === null ? [] : table.rows.filter((_, i) => Number(answers[i]) === 0)
}

/** Null where SQLite itself stops, as at abs() of the least integer. */
function answersOfSqlite(asked: TranslateCase): readonly unknown[] | null {
  try {
    return askSqlite(asked)
  } catch (error) {
    if (error instanceof Error && error.message === 'integer overflow') return null
    throw error
  }
}
