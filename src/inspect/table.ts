// One ordinary table: what its PRAGMAs say, completed by what only its text says.
import type { SourceCheck, SourceColumn, SourceTable, SourceUnreadable } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseCreateTable } from '../sql/parse/create-table.ts'
import type { ParsedOrdinaryTable } from '../sql/parse/parsed-table.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { ScratchDatabase } from '../sqlite/scratch-database.ts'
import { type InspectedColumns, inspectColumns } from './columns.ts'
import { conflictClauses } from './conflict-clauses.ts'
import { inspectForeignKeys } from './foreign-keys.ts'
import { inspectIndexes, readIndexList } from './indexes.ts'
import { inspectPrimaryKey, inspectUniques } from './keys.ts'
import { findLostColumns, holdsLostName, lostName, whyNotThere, whyUnreadable } from './readable.ts'
import type { ListedIndex, ListedTable } from './schema-objects.ts'

export interface TableTask {
  /** Of the rows. */
  readonly reader: SourceReader
  /** Of the schema as it is written. */
  readonly schema: SourceReader
  readonly scratch: ScratchDatabase
  /** `seq` by name of table. */
  readonly sequences: ReadonlyMap<string, bigint>
  readonly table: ListedTable
  /** All of the file. */
  readonly indexes: readonly ListedIndex[]
}

export function inspectTable(task: TableTask): SourceTable | SourceUnreadable {
  const { reader, scratch, table } = task
  const refusal = table.virtual ? whyNotThere(reader, table.name) : null
  if (refusal !== null) return { table: table.name, kind: 'missing part', because: refusal }
  const parsed = parseTable(table.sql)
  const declared = inspectColumns(reader, scratch, table, parsed)
  const lostColumns = findLostColumns(reader, table.name, declared.columns)
  const lost = new Set(lostColumns.map(({ name }) => name))
  const columns = { ...declared, columns: declared.columns.filter(({ name }) => !lost.has(name)) }
  const because = whyUnreadable(reader, table.name, columns.columns)
  if (because !== null && holdsLostName(table.sql)) return lostName(table.name)
  if (because !== null) return { table: table.name, kind: 'missing part', because }
  return { ...readableTable(task, columns, parsed, lost), lostColumns }
}

function readableTable(
  { schema, sequences, table, indexes }: TableTask,
  columns: InspectedColumns,
  parsed: ParsedOrdinaryTable | null,
  lost: ReadonlySet<string>,
): Omit<SourceTable, 'lostColumns'> {
  const { name, sql, strict, withoutRowid } = table
  const indexList = readIndexList(schema, name)
  const primaryKey = inspectPrimaryKey(columns, indexList, parsed)
  const sequence = sequences.get(asciiLower(name)) ?? null
  const isWhole = (key: { readonly columns: readonly string[] }) => !key.columns.some(each => lost.has(each))
  return {
    ...{ name, sql, strict, withoutRowid },
    rowidAlias: rowidAlias(
      table,
      columns.keyColumns,
      indexList.some(({ origin }) => origin === 'pk'),
    ),
    // A module need not find rows by their rowid quickly: such a table is read in one pass.
    rowidName: withoutRowid || table.virtual ? null : rowidName(columns.columns),
    autoincrement: parsed ? isAutoincrement(parsed) : sequence !== null,
    sequence,
    columns: columns.columns,
    primaryKey,
    uniques: inspectUniques(columns.columns, indexList, primaryKey, parsed).filter(isWhole),
    indexes: inspectIndexes(indexList, indexes, name),
    foreignKeys: inspectForeignKeys(schema, name, parsed).filter(isWhole),
    checks: parsed ? checksOf(parsed) : [],
    conflictClauses: parsed ? conflictClauses(parsed) : [],
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
