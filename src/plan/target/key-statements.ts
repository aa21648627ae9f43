// Keys, indexes and checks of one table. A key that is added by ALTER TABLE has its table to itself; a large table's
// is made as an index, beside the other indexes, and then only declared to be the key. The result is the same.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
import type { BuildStatement } from '../../model/build-statement.ts'
import type { PlannedCheck, PlannedIndex, PlannedKey, PlannedTable } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import { columnNames, LARGE_BYTES, plainStatement } from './build-statement.ts'

/** All of a table that is built on its rows alone. */
export interface TableStatements {
  readonly keys: readonly BuildStatement[]
  readonly indexes: readonly BuildStatement[]
  readonly checks: readonly BuildStatement[]
  /** What makes columns unique, so that a foreign key may refer to them. */
  readonly carriers: readonly BuildStatement[]
}

export function tableStatements(
  table: PlannedTable,
  indexes: readonly PlannedIndex[],
  schema: string,
): TableStatements {
  const created = indexes.filter(index => index.state === 'created')
  const keys = addKeys(table, created.length, schema)
  const made = created.map(index => ({ index, statement: createIndex(index, table, schema) }))
  return {
    keys,
    indexes: made.map(({ statement }) => statement),
    carriers: [...keys, ...made.flatMap(({ index, statement }) => (index.unique ? [statement] : []))],
    checks: table.checks.map(check => addCheck(check, table, schema)),
  }
}

interface Key extends PlannedKey {
  readonly kind: PostgresSql
  readonly purpose: string
}

function keysOf({ primaryKey, uniques, target }: PlannedTable): readonly Key[] {
  const primary = { kind: postgres`PRIMARY KEY`, purpose: `the primary key of ${target}` }
  return [
    ...(primaryKey === null ? [] : [{ ...primaryKey, ...primary }]),
    ...uniques.map(key => ({
      ...key,
      kind: postgres`UNIQUE`,
      purpose: `uniqueness of ${key.columns.join(', ')} in ${target}`,
    })),
  ]
}

function addKeys(table: PlannedTable, indexCount: number, schema: string): readonly BuildStatement[] {
  const keys = keysOf(table)
  const apart = table.reading.estimatedBytes >= LARGE_BYTES && keys.length + indexCount > 1
  return keys.flatMap(key => (apart ? addKeyApart(key, table, schema) : [addKey(key, table, schema)]))
}

function addKey({ name, kind, columns, purpose }: Key, table: PlannedTable, schema: string): BuildStatement {
  const sql = postgres`${alterTable(table, schema)} ADD CONSTRAINT ${postgresName(name)} ${kind} (${columnNames(columns)})`
  return { ...plainStatement('keys', name, purpose, sql), ...goingThrough(table, 'access exclusive') }
}

function addKeyApart(
  { name, kind, columns, purpose }: Key,
  table: PlannedTable,
  schema: string,
): readonly BuildStatement[] {
  const quoted = postgresName(name)
  const make = postgres`CREATE UNIQUE INDEX ${quoted} ON ${postgresName(schema, table.target)} (${columnNames(columns)})`
  const declare = postgres`${alterTable(table, schema)} ADD CONSTRAINT ${quoted} ${kind} USING INDEX ${quoted}`
  const index = {
    ...plainStatement('keys', name, `the index for ${purpose}`, make),
    ...goingThrough(table, 'share'),
  }
  const key = {
    ...plainStatement('keys', name, purpose, declare),
    ...goingThrough(table, 'access exclusive'),
    follows: [index],
  }
  return [index, key]
}

function createIndex(index: PlannedIndex, table: PlannedTable, schema: string): BuildStatement {
  const unique = index.unique ? postgres`UNIQUE ` : postgres``
  const where = index.where === null ? postgres`` : postgres` WHERE ${index.where}`
  const sql = postgres`CREATE ${unique}INDEX ${postgresName(index.name)} ON ${postgresName(schema, index.table)} USING ${trustPostgres(index.method)} (${index.items})${where}`
  const purpose = `an index of ${index.table}, ${index.because}`
  return { ...plainStatement('indexes', index.name, purpose, sql), ...goingThrough(table, 'share') }
}

function addCheck(check: PlannedCheck, table: PlannedTable, schema: string): BuildStatement {
  const { name, source, expression, valid } = check
  const purpose =
    source === null
      ? `asked for by the configuration for ${table.target}`
      : `CHECK (${source}) of ${table.source}`
  const sql = postgres`${alterTable(table, schema)} ADD CONSTRAINT ${postgresName(name)} CHECK (${expression})${valid ? postgres`` : postgres` NOT VALID`}`
  return { ...plainStatement('checks', name, purpose, sql), ...goingThrough(table, 'access exclusive') }
}

const alterTable = ({ target }: PlannedTable, schema: string): PostgresSql =>
  postgres`ALTER TABLE ${postgresName(schema, target)}`

function goingThrough(
  { target, reading }: PlannedTable,
  mode: 'share' | 'access exclusive',
): Pick<BuildStatement, 'locks' | 'bytes'> {
  return { locks: [{ table: target, mode }], bytes: reading.estimatedBytes }
}
