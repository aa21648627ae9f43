// Callers in JavaScript: what they get wrong is told as theirs, and what is not built is not silently left out.
import { describe, expect, it } from 'vitest'
import { doctor, type MigrateOptions, migrate, plan, verify } from '../../src/index.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile('CREATE TABLE t (id INTEGER PRIMARY KEY)')
const url = 'postgresql://nobody@127.0.0.1:1/none'

describe('an option of the library that cannot be', () => {
  it.each<[string, object, string, RegExp]>([
    ['no path', { sqlitePath: undefined }, 'BAD_OPTION_VALUE', /^sqlitePath: .* undefined was given$/],
    ['a number as URL', { url: 5 }, 'BAD_OPTION_VALUE', /^url: a text is wanted, number was given$/],
    ['a list as schema', { schema: ['a'] }, 'BAD_OPTION_VALUE', /^schema: .* a list was given$/],
    [
      'a schema of PostgreSQL',
      { schema: 'pg_catalog' },
      'BAD_OPTION_VALUE',
      /^--schema pg_catalog: .* uses such names/,
    ],
    ['a schema of ours', { schema: 'sqlite2pg_run_1' }, 'BAD_OPTION_VALUE', /^--schema sqlite2pg_run_1: /],
    ['one glob', { include: 'users' }, 'BAD_OPTION_VALUE', /^include: a list of texts .*"users"/],
    ['a list of casts', { casts: [] }, 'BAD_OPTION_VALUE', /^casts: /],
    [
      'one column cast in two spellings',
      { casts: { 't.a': 'text', 'T.A': 'bytea' } },
      'BAD_OPTION_VALUE',
      /^casts: "t\.a" and "T\.A" are one column$/,
    ],
    [
      'one table in two spellings',
      { tables: { t: {}, T: {} } },
      'BAD_OPTION_VALUE',
      /^tables: "t" and "T" are one table$/,
    ],
    [
      'one column of a table in two spellings',
      { tables: { t: { columns: { a: {}, A: {} } } } },
      'BAD_OPTION_VALUE',
      /^tables: "t\.a" and "t\.A" are one column$/,
    ],
    ['an unknown way', { names: 'upper' }, 'BAD_OPTION_VALUE', /^names: one of keep, lower, snake/],
    [
      'orphans to be dropped',
      { orphans: 'drop' },
      'BAD_OPTION_VALUE',
      /^orphans: one of keep, quarantine, fail/,
    ],
  ])('%s', async (_, wrong, code, message) => {
    const options = { sqlitePath, url, ...wrong } as MigrateOptions
    const reports = [await migrate(options), (await plan(options)).report, await verify(options)]
    for (const report of [...reports, (await doctor(options)).report]) {
      expect(report).toMatchObject({ exitCode: 2, error: { code } })
      expect(report.error?.message).toMatch(message)
    }
  })
})
