// What a configuration file may hold, and how a wrong one is told.
import { expect, test } from 'vitest'
import schema from '../../../sqlite2pg.schema.json' with { type: 'json' }
import { readConfig } from '../../../src/cli/config/read-config.ts'
import { OPTION_TABLE } from '../../../src/cli/option-table.ts'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import { makeFolder } from '../command-line.ts'

function read(text: string) {
  return readConfig(undefined, makeFolder({ 'sqlite2pg.config.json': text }))
}

function refusal(config: unknown): string {
  try {
    read(typeof config === 'string' ? config : JSON.stringify(config))
  } catch (thrown) {
    if (thrown instanceof Sqlite2pgError && thrown.code === 'BAD_CONFIG') return thrown.message
    throw thrown
  }
  throw new Error('it was accepted')
}

test('every wish of the model is accepted', () => {
  const tables = {
    tasks: {
      columns: { state: { type: 'text', default: "'open'", notNull: true } },
      indexes: [{ name: 'i', columns: ['a', 'b'], unique: true, method: 'gin', where: 'a > 0' }],
      unique: [{ name: 'u', columns: ['a'] }],
      foreignKeys: [
        {
          name: 'f',
          columns: ['a'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'cascade',
          onUpdate: 'set null',
        },
      ],
      checks: [{ name: 'c', expression: 'a > 0' }],
      touch: ['updated_at'],
    },
  }
  expect(read(JSON.stringify({ $schema: './x.json', tables }))).toEqual({ tables })
})

test('every option but those of a single run has its key', () => {
  const single = ['dryRun', 'resume', 'certificate', 'limit', 'sample', 'recheck', 'apply', 'yes', 'config']
  const OF_THE_FILE = ['tables', 'mask', 'maskKeyFile', '$schema']
  const keys = OPTION_TABLE.map(row => row.setting).filter(key => !single.includes(key))
  expect([...new Set([...keys, ...OF_THE_FILE])].sort()).toEqual(Object.keys(schema.properties).sort())
})

test.each([
  ['an unknown key names the nearest', { jbos: 3 }, 'at the top: "jbos" is not known; did you mean "jobs"?'],
  [
    'an unknown key deep inside',
    { tables: { 'my table': { columns: { a: { tpye: 'x' } } } } },
    'tables["my table"].columns.a: "tpye" is not known; did you mean "type"?',
  ],
  [
    'a key far from all lists them',
    { tables: { t: { zzzzzz: 1 } } },
    'the keys here are columns, indexes, unique, foreignKeys, checks, touch',
  ],
  ['a wrong type', { jobs: 'four' }, 'jobs: a whole number is wanted, "four" was given'],
  ['a number too small', { jobs: 0 }, 'jobs: a number of at least 1 is wanted, 0 was given'],
  ['a wrong choice', { names: 'upper' }, 'names: one of keep, lower, snake is wanted, "upper" was given'],
  [
    'a wrong action',
    { tables: { t: { foreignKeys: [{ columns: ['a'], onDelete: 'CASCADE' }] } } },
    'tables.t.foreignKeys[0].onDelete: one of no action, restrict, cascade',
  ],
  ['an empty text', { schema: '' }, 'schema: a text that is not empty is wanted'],
  ['an empty list', { tables: { t: { touch: [] } } }, 'tables.t.touch: a list that is not empty is wanted'],
  ['a missing key', { tables: { t: { indexes: [{}] } } }, 'tables.t.indexes[0]: "columns" is missing'],
  [
    'a cast without a table',
    { casts: { due: 'date' } },
    'casts: a key of the form table.column is wanted, "due" was given',
  ],
  ['a list at the top', [], 'at the top: an object { … } is wanted, [] was given'],
  ['two targets', { postgresUrl: 'x', embedded: true }, 'postgresUrl and embedded both name a target'],
  [
    'one column cast in two spellings',
    { casts: { 't.a': 'text', 'T.A': 'bytea' } },
    'casts: "t.a" and "T.A" are one column',
  ],
  ['one table in two spellings', { tables: { t: {}, T: {} } }, 'tables: "t" and "T" are one table'],
  [
    'a column with a cast and another type',
    { casts: { 't.a': 'text' }, tables: { T: { columns: { A: { type: 'bytea' } } } } },
    'casts: "t.a" is "text", but tables has "bytea" for "T.A"',
  ],
  ['comments', '{ // no\n}', 'is not JSON'],
  ['an empty file', '', 'is not JSON'],
])('%s', (_title, config, says) => {
  expect(refusal(config)).toContain(says)
})

test('all problems are told at once', () => {
  expect(refusal({ jbos: 1, jobs: 0, names: 1 })).toMatch(/^sqlite2pg\.config\.json: 3 problems\n/)
})

test('a password in a wrong value is masked', () => {
  expect(refusal({ schema: ['postgres://me:hunter2@h/d'] })).not.toContain('hunter2')
})
