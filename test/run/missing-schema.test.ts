// `verify` against a schema that is not there says so, instead of listing every table as missing.
import { afterAll, expect, it } from 'vitest'
import { verify } from '../../src/index.ts'
import { withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())

it('a schema that is not there is TARGET_NO_SCHEMA, exit 4', async () => {
  const report = await verify({
    sqlitePath: sourceFile('CREATE TABLE t (a INT)'),
    url: database.url,
    schema: 'nope',
  })
  expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_NO_SCHEMA' } })
  expect(report.error?.message).toBe(`database "${database.name}" has no schema "nope"`)
})
