// What judges keys, sequences and rows in quarantine, judged itself: it sees what is lost.
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Cell } from './expected-cell.ts'
import { sequenceFaults } from './judge-sequences.ts'
import { lossesOf } from './judge-structure.ts'
import { withoutQuarantined } from './read-quarantine.ts'
import type { Structure } from './read-structure.ts'
import type { TableModel } from './source-model.ts'

const integer = (value: bigint): Cell => ({ storageClass: 'integer', value })
const real = (value: number): Cell => ({ storageClass: 'real', value })
const text = (value: string): Cell => ({ storageClass: 'text', bytes: Buffer.from(value) })

const BARE = {
  table: 't',
  name: 'a',
  type: 'bigint',
  notNull: false,
  default: null,
  defaultValue: null,
  defaultFailure: null,
  identity: false,
  generated: false,
  lastValue: null,
}

const NOTHING: Structure = { columns: [], constraints: [], indexes: [], relations: [], triggers: [] }

const SAME_NAMES = {
  isObject: Object.is,
  table: (name: string) => name,
  column: (_: string, name: string) => name,
}

test('rows in quarantine are taken from those of the file once each, by class and bytes', () => {
  const rows = [[text('1')], [integer(1n)], [integer(1n)]]
  expect(withoutQuarantined(rows, [[integer(1n)]])).toEqual({
    rows: [[text('1')], [integer(1n)]],
    strangers: 0,
  })
  expect(withoutQuarantined(rows, [[real(1)]]).strangers).toBe(1)
})

test('a sequence stands at the largest id there ever was', () => {
  const database = new Database(':memory:')
  database.exec(
    'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (3), (9); DELETE FROM t WHERE id = 9',
  )
  const clauses = [{ kind: 'primary key', sql: 'PRIMARY KEY AUTOINCREMENT' }] as const
  const table: TableModel = {
    ...{ name: 't', clauses: [], options: [], rows: [] },
    columns: [{ name: 'id', declared: 'INTEGER', clauses }],
  }
  const faults = (identity: boolean, lastValue: string): readonly string[] =>
    sequenceFaults(
      [table],
      database,
      { ...NOTHING, columns: [{ ...BARE, name: 'id', identity, lastValue }] },
      SAME_NAMES,
    )
  expect(faults(true, '9')).toEqual([])
  expect(faults(true, '3')).toEqual(['sequence stands elsewhere: t.id at 3, ids up to 9'])
  expect(faults(false, '9')).toEqual(['identity lost: t.id'])
  database.close()
})

test('a key, a check, an index and a default that nobody speaks of are losses', () => {
  const table: TableModel = {
    name: 't',
    columns: [
      { name: 'a', declared: 'INTEGER', clauses: [{ kind: 'default', sql: 'DEFAULT 7', steady: '7' }] },
    ],
    clauses: [
      { kind: 'unique', sql: 'UNIQUE (a)', columns: ['a'] },
      { kind: 'check', sql: 'CHECK (a > 0)' },
    ],
    options: [],
    rows: [],
  }
  const index = { kind: 'index', name: 'i', sql: 'CREATE INDEX i ON t (a)', phase: 'before rows' } as const
  const source = { pragmas: [], tables: [table], objects: [index] }
  expect(lossesOf(source, { ...NOTHING, columns: [BARE] }, [], SAME_NAMES)).toEqual([
    'unique lost: UNIQUE (a) of t',
    'check lost: CHECK (a > 0) of t',
    'default lost: DEFAULT 7 of INTEGER, bigint DEFAULT null',
    'index lost: CREATE INDEX i ON t (a)',
  ])
})
