// A random table: columns of any declaration with values that fit it or do not, and keys, checks, defaults,
// generated columns and collations.
import { DECLARED_TYPES, type DeclaredType, STRICT_TYPES } from './declared-types.ts'
import { Names } from './hostile-names.ts'
import { FITTING, HOSTILE, HOSTILITIES, type Kind, type Pool } from './hostile-values.ts'
import { makeColumnClauses, makeTableClauses, type Workshop } from './make-clauses.ts'
import { makeGenerated, type Named } from './make-expressions.ts'
import type { Random } from './random.ts'
import type { ColumnModel, TableModel } from './source-model.ts'

export interface DraftTable extends TableModel {
  /** What the columns hold, for expressions about them. */
  readonly named: readonly Named[]
}

type Values = Pool | null

interface DraftColumn {
  readonly model: ColumnModel
  readonly kind: Kind
  readonly values: Values
}

export function makeTable(name: string, workshop: Workshop): DraftTable {
  const { random, features } = workshop
  const strict = random.chance(0.1)
  const names = new Names(random, workshop.hostility)
  const count = random.weighted([
    [1, 1],
    [5, random.between(2, 4)],
    [5, random.between(3, 8)],
    [0.5, random.between(9, 25)],
  ])
  const key = makeKeyColumn(names, strict, workshop)
  const plain = Array.from({ length: count }, () => makeColumn(names, strict, workshop))
  const generated = random.chance(0.15) && !strict ? [makeGeneratedColumn(names, plain, workshop)] : []
  const columns = [...(key === null ? [] : [key.column]), ...plain, ...generated]
  const named = columns.map(({ model, kind }) => ({ name: model.name, kind }))
  const clauses = makeTableClauses(named, named.length - generated.length, key?.isPrimary ?? false, workshop)
  const hasPrimary = key?.isPrimary || clauses.some(({ kind }) => kind === 'primary key')
  const withoutRowid = hasPrimary && !columns.some(isAutoincrement) && random.chance(0.12)
  if (withoutRowid) features.add('WITHOUT ROWID')
  if (strict) features.add('STRICT')
  if (!hasPrimary) features.add('no primary key')
  return {
    name,
    columns: columns.map(({ model }) => model),
    clauses,
    options: [...(strict ? ['STRICT'] : []), ...(withoutRowid ? ['WITHOUT ROWID'] : [])],
    rows: makeRows(columns, workshop),
    named,
  }
}

const isAutoincrement = ({ model }: DraftColumn): boolean =>
  model.clauses.some(({ sql }) => sql.includes('AUTOINCREMENT'))

function makeKeyColumn(
  names: Names,
  strict: boolean,
  { random, features }: Workshop,
): { readonly column: DraftColumn; readonly isPrimary: boolean } | null {
  const style = random.weighted([
    [5, 'rowid'],
    [1.5, 'autoincrement'],
    [0.7, 'descending'],
    [1.5, 'text'],
    [0.5, 'bigint'],
    [2.5, 'none'],
  ] as const)
  if (style === 'none') return null
  features.add(`key: ${style}`)
  const conflict = random.chance(0.04) ? ' ON CONFLICT REPLACE' : ''
  const make = (declared: string, sql: string, kind: Kind, values: Values) => {
    const name = names.take('id')
    const clauses = [{ kind: 'primary key' as const, sql: sql + conflict, columns: [name] }]
    return { isPrimary: true, column: { model: { name, declared, clauses }, kind, values } }
  }
  switch (style) {
    case 'rowid':
      return make('INTEGER', 'PRIMARY KEY', 'integer', random.chance(0.5) ? null : FITTING.integer)
    case 'autoincrement':
      return make(
        'INTEGER',
        'PRIMARY KEY AUTOINCREMENT',
        'integer',
        random.chance(0.7) ? null : FITTING.small,
      )
    case 'descending':
      return make(
        'INTEGER',
        'PRIMARY KEY DESC',
        'integer',
        random.chance(0.3) ? mostly(random, 'integer') : FITTING.integer,
      )
    case 'text': {
      const declared = strict
        ? 'TEXT'
        : random.pick(['TEXT', 'VARCHAR(36)', 'VARCHAR', 'UUID', 'CHAR(32)', 'TEXT COLLATE NOCASE', 'GUID'])
      return make(
        declared,
        'PRIMARY KEY',
        'text',
        random.pick([FITTING.uuid, FITTING['short text'], FITTING.text]),
      )
    }
    case 'bigint':
      return make(
        strict ? 'INT' : random.pick(['BIGINT', 'INT', 'NUMERIC', 'INTEGER UNSIGNED', '']),
        'PRIMARY KEY',
        'integer',
        FITTING.integer,
      )
  }
}

function makeColumn(names: Names, strict: boolean, workshop: Workshop): DraftColumn {
  const { random, features } = workshop
  const type: DeclaredType = strict ? random.pick(STRICT_TYPES) : random.pick(random.pick(DECLARED_TYPES))
  const kind = random.pick(type.kinds)
  features.add(`type: ${type.sql === '' ? 'none' : type.sql.replace(/\s*\(.*/, '').toUpperCase()}`)
  const name = names.take()
  const clauses = makeColumnClauses({ name, kind }, workshop)
  return { model: { name, declared: type.sql, clauses }, kind, values: profile(kind, workshop) }
}

/** What the values of a column are like: as declared, with a few odd ones, all of one odd kind, anything, or none. */
function profile(kind: Kind, { random, features }: Workshop): Values {
  const style = random.weighted([
    [60, 'fitting'],
    [18, 'few odd'],
    [9, 'one odd kind'],
    [5, 'anything'],
    [3, 'nulls'],
  ] as const)
  features.add(`values: ${style}`)
  const hostile = random.pick(HOSTILITIES)
  switch (style) {
    case 'fitting':
      return mostly(random, kind)
    case 'few odd':
      features.add(`hostile: ${hostile}`)
      return inner => (inner.chance(0.15) ? HOSTILE[hostile](inner) : FITTING[kind](inner))
    case 'one odd kind':
      features.add(`hostile: ${hostile}`)
      return inner => (inner.chance(0.1) ? 'NULL' : HOSTILE[hostile](inner))
    case 'anything':
      for (const each of HOSTILITIES) features.add(`hostile: ${each}`)
      return inner => HOSTILE[inner.pick(HOSTILITIES)](inner)
    case 'nulls':
      return () => 'NULL'
  }
}

function mostly(random: Random, kind: Kind): Pool {
  const nulls = random.pick([0, 0, 0.1, 0.4])
  return inner => (inner.chance(nulls) ? 'NULL' : FITTING[kind](inner))
}

function makeGeneratedColumn(
  names: Names,
  columns: readonly DraftColumn[],
  { random, features }: Workshop,
): DraftColumn {
  const of = (): Named => {
    const { model, kind } = random.pick(columns)
    return { name: model.name, kind }
  }
  const stored = random.pick([' STORED', ' VIRTUAL', ''])
  const declared = random.pick(['TEXT', 'INTEGER', 'REAL', '', 'NUMERIC', 'BOOLEAN', 'BLOB', 'VARCHAR(20)'])
  const sql = `GENERATED ALWAYS AS (${makeGenerated(random, of(), of())})${stored}`
  features.add(stored === ' STORED' ? 'generated stored' : 'generated virtual')
  return {
    model: { name: names.take(), declared, clauses: [{ kind: 'generated', sql }] },
    kind: 'text',
    values: null,
  }
}

function makeRows(
  columns: readonly DraftColumn[],
  { random, features }: Workshop,
): readonly (readonly (string | null)[])[] {
  const count = random.weighted([
    [1, 0],
    [2, random.between(1, 3)],
    [6, random.between(3, 14)],
    [2, random.between(15, 40)],
    [0.15, 150],
  ])
  if (count === 0) features.add('empty table')
  const rows = Array.from({ length: count }, () => columns.map(({ values }) => values?.(random) ?? null))
  return random.chance(0.15) && rows.length > 0 ? [...rows, ...random.sample(rows, 2)] : rows
}
