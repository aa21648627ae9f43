// A key that PostgreSQL refuses for duplicates, although the plan found none. The file is blamed only if SQLite
// itself finds it broken; the configuration may ask for too much, a type of the server may have equal values that are
// written differently; what is left is a fault of ours. https://www.sqlite.org/pragma.html#pragma_integrity_check
import { Sqlite2pgError } from '../model/errors.ts'
import type { Plan, PlannedColumn, PlannedTable } from '../model/plan.ts'
import { duplicateKeyOf } from '../postgres/errors/errors.ts'
import { sqliteName } from '../sql/quote.ts'
import { sqlite } from '../sql/text.ts'
import { findIndexDamage } from '../sqlite/quick-check.ts'
import type { SourceReader } from '../sqlite/reader.ts'

interface Suspects {
  readonly reader: SourceReader
  readonly plan: Pick<Plan, 'tables' | 'indexes'>
}

/** The error as it is, or a better one where it tells of a duplicate key. */
export function blameDuplicates(error: unknown, { reader, plan }: Suspects): unknown {
  const key = duplicateKeyOf(error)
  const table = plan.tables.find(({ target }) => target === key?.table)
  if (key === null || table === undefined || !(error instanceof Sqlite2pgError)) return error
  const index = plan.indexes.find(({ name }) => name === key.constraint)
  if (index?.origin === 'config') return brokenWish(error)
  const columns = keyColumns(table, key.constraint)
  const fault = findFault(reader, table, columns)
  if (fault !== null) return damagedFile(error, table, fault)
  // The columns of an index stand in its text alone.
  const suspects = columns.length === 0 ? table.columns : columns
  const column = suspects.find(({ family }) => family === 'other')
  return column === undefined ? error : equalAsType(error, table, column)
}

/** What of the file explains it, or null; rows alone are looked at where SQLite cannot judge an index. */
function findFault(
  reader: SourceReader,
  { source }: PlannedTable,
  key: readonly PlannedColumn[],
): string | null {
  return findIndexDamage(reader, source) ?? (hasDuplicates(reader, source, key) ? 'rows are alike' : null)
}

function hasDuplicates(reader: SourceReader, table: string, key: readonly PlannedColumn[]): boolean {
  if (key.length === 0) return false
  const values = key.map(({ source }) => sqlite`${sqliteName(source)} COLLATE BINARY`)
  const present = values.map(value => sqlite`${value} IS NOT NULL`).reduce((a, b) => sqlite`${a} AND ${b}`)
  const groups = sqlite`SELECT 1 FROM ${sqliteName(table)} NOT INDEXED WHERE ${present} GROUP BY ${values} HAVING count(*) > 1 LIMIT 1`
  return reader.value(groups) !== undefined
}

/** None where it is an index. */
function keyColumns(
  { primaryKey, uniques, columns }: PlannedTable,
  constraint: string,
): readonly PlannedColumn[] {
  const key = [primaryKey, ...uniques].find(one => one?.name === constraint)
  return columns.filter(({ target }) => key?.columns.includes(target))
}

/** A condition in PostgreSQL's words, which the plan cannot put to SQLite. */
function brokenWish(error: Sqlite2pgError): Sqlite2pgError {
  return new Sqlite2pgError(
    'DECISION_NEEDED',
    `${error.message}. The configuration asks for this uniqueness`,
    'Mend the rows in the file, or change the index in the configuration.',
    { cause: error.cause },
  )
}

function damagedFile(error: Sqlite2pgError, { source }: PlannedTable, fault: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'SOURCE_CORRUPT',
    `${error.message}. The file holds rows that its own UNIQUE forbids; SQLite says of ${source}: ${fault}`,
    'Mend the rows in a copy of the file and REINDEX it there, or leave the table out with --exclude.',
    { cause: error.cause },
  )
}

function equalAsType(error: Sqlite2pgError, table: PlannedTable, column: PlannedColumn): Sqlite2pgError {
  return new Sqlite2pgError(
    'DECISION_NEEDED',
    `${error.message}. Values of ${table.source}.${column.source} that differ in the file are equal as ${column.type}`,
    'Give the column another type with --cast, such as text, so that the values stay different.',
    { cause: error.cause },
  )
}
