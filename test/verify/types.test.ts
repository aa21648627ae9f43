// A lossy type and lossy data are two things: where the contents are compared, the values decide, and the type is noted.
import { afterAll, describe, expect, test } from 'vitest'
import { bigint } from '../../src/codec/integer.ts'
import { doublePrecision } from '../../src/codec/real.ts'
import { pureText } from '../../src/codec/text.ts'
import type { PlannedColumn } from '../../src/model/plan.ts'
import { readTargetSchema } from '../../src/postgres/catalog/catalog.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { trustPostgres } from '../../src/sql/text.ts'
import { SourceReader } from '../../src/sqlite/reader.ts'
import { matchTables } from '../../src/verify/match-tables.ts'
import { compareTypes } from '../../src/verify/types.ts'
import { sourceFile } from '../run/workplace.ts'
import { withDatabase } from '../server/database.ts'
import { column, plan, table } from './todo.ts'

const database = await withDatabase()
const connection = await TargetConnection.connect(parseTarget({ url: database.url }))
afterAll(async () => {
  await connection.close()
  await database.drop()
})

async function typeCheck(planned: PlannedColumn, type: string, value: string, contents: boolean) {
  await connection.execute(
    trustPostgres(`DROP SCHEMA IF EXISTS copy CASCADE; CREATE SCHEMA copy; CREATE TABLE copy.t (v ${type})`),
  )
  const { found } = matchTables(plan([table('t', [planned])]), await readTargetSchema(connection, 'copy'))
  const match = found.get('t')
  const path = sourceFile(`CREATE TABLE t (v); INSERT INTO t VALUES (${value})`)
  const reader = new SourceReader(path, { path })
  const [check] = match === undefined ? [] : compareTypes(reader, match, contents)
  reader.close()
  return { status: check?.status, remark: check?.remark }
}

const ASIDE = 'the content proof counts the values that differ'

describe.each([
  ['real for a double', column('v', doublePrecision), 'real', '0.1', 'keeps about 7 digits'],
  ['integer for bigint', column('v', bigint), 'integer', '2147483648', 'holds integers of 32 bits'],
  [
    'timestamp(0) for text',
    column('v', pureText),
    'timestamp(0)',
    "'2024-05-06 07:08:09.5'",
    'keeps 0 digits of a second',
  ],
  ['varchar that cuts', column('v', pureText), 'varchar(2)', "'abc'", 'holds 2 characters'],
] as const)('%s', (_, planned, type, value, remark) => {
  test('is a lossy type beside a content proof', async () => {
    expect(await typeCheck(planned, type, value, true)).toEqual({
      status: 'noted',
      remark: `${remark}; ${ASIDE}`,
    })
  })

  test('is a difference where values are not compared', async () => {
    const check = await typeCheck(planned, type, value, false)
    expect(check.status).toBe('different')
    expect(check.remark).toContain(remark)
  })
})

test('a type that loses nothing is noted as such beside a content proof too', async () => {
  expect(await typeCheck(column('v', pureText), 'name', "'a'", true)).toEqual({
    status: 'noted',
    remark: 'the content proof compares the values',
  })
  expect(await typeCheck(column('v', pureText), 'char(5)', "'a'", true)).toMatchObject({ status: 'noted' })
})

test('values of which no common text is known are not compared, whatever the proof', async () => {
  expect(await typeCheck(column('v', pureText), 'tsvector', "'a'", true)).toEqual({
    status: 'not compared',
    remark: 'what tsvector keeps is not known',
  })
})
