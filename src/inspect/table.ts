// One ordinary table: what its PRAGMAs say, completed by what only its text says.
import type { SourceCheck, SourceColumn, SourceTable } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseCreateTable } from '../sql/parse-create-table.ts'
import type { ParsedOrdinaryTable } from '../sql/parsed-table.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { ScratchDatabase } from '../sqlite/scratch-database.ts'
import { inspectColumns } from './columns.ts'
import { inspectForeignKeys } from './foreign-keys.ts'
import { inspectIndexes, readIndexList } from './indexes.ts'
import { inspectPrimaryKey, inspectUniques } from './keys.ts'
import type { ListedIndex, ListedTable } from './schema-objects.ts'

export interface TableTask {
  readonly reader: SourceReader
  readonly scratch: ScratchDatabase
  /** `seq` by name of table. */
  readonly sequences: ReadonlyMap<string, bigint>
  readonly table: ListedTable
  /** All of the file. */
  readonly indexes: readonly ListedIndex[]
}

export function inspectTable({ reader, scratch, sequences, table, indexes }: TableTask): SourceTable {
  const parsed = parseTable(table.sql)
  const columns = inspectColumns(reader, scratch, table, parsed)
  const indexList = readIndexList(reader, table.name)
  const primaryKey = inspectPrimaryKey(columns, indexList, parsed)
  const sequence = sequences.get(asciiLower(table.name)) ?? null
  return {
    ...table,
    rowidAlias: rowidAlias(
      table,
      columns.keyColumns,
      indexList.some(({ origin }) => origin === 'pk'),
    ),
    rowidName: table.withoutRowid ? null : rowidName(columns.columns),
    autoincrement: parsed ? isAutoincrement(parsed) : sequence !== null,
    sequence,
    columns: columns.columns,
    primaryKey,
    uniques: inspectUniques(columns.columns, indexList, primaryKey, parsed),
    indexes: inspectIndexes(indexList, indexes),
    foreignKeys: inspectForeignKeys(reader, table.name, parsed),
    checks: parsed ? checksOf(parsed) : [],
  }
}

function parseTable(sql: string): ParsedOrdinaryTable | null {
  const parsed = parseCreateTable(sql)
  return parsed.kind === 'table' ? parsed : null
}

/** Any other single-column key has an index of its own. https://www.sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key */
function rowidAlias(table: ListedTable, keyColumns: readonly string[], hasKeyIndex: boolean): string | null {
  const [only] = keyColumns
  return only !== undefined && keyColumns.length === 1 && !hasKeyIndex && !table.withoutRowid ? only : null
}

function rowidName(columns: readonly SourceColumn[]): string | null {
  const taken = new Set(columns.map(({ name }) => asciiLower(name)))
  return ['rowid', '_rowid_', 'oid'].find(name => !taken.has(name)) ?? null
}

function isAutoincrement({ columns, constraints }: ParsedOrdinaryTable): boolean {
  return (
    columns.some(({ primaryKey }) => primaryKey?.autoincrement) ||
    constraints.some(constraint => constraint.kind === 'primary key' && constraint.autoincrement)
  )
}

function checksOf({ columns, constraints }: ParsedOrdinaryTable): readonly SourceCheck[] {
  const ofTable = constraints.flatMap(constraint => (constraint.kind === 'check' ? [constraint] : []))
  return [...columns.flatMap(({ checks }) => checks), ...ofTable].map(({ constraintName, expression }) => ({
    name: constraintName,
    expression,
  }))
}

/** By name of table in lower case; the greatest where the application left several, none that is no integer. */
export function readSequences(reader: SourceReader): ReadonlyMap<string, bigint> {
  const exists = reader.value(
    sqlite`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence' AND type = 'table'`,
  )
  if (exists === undefined) return new Map()
  const rows = reader.all<{ name: string; seq: bigint }>(
    sqlite`SELECT CAST(name AS TEXT) AS name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer' AND name IS NOT NULL ORDER BY seq`,
  )
  return new Map(rows.map(({ name, seq }) => [asciiLower(name), seq]))
}
