// Builds the file of a model. What SQLite refuses (a default that does not parse, a row that breaks a key) is left
// out; the model of what it took is given back, with the statements that make the same file again.
import Database from 'better-sqlite3'
import {
  clausesOf,
  createTable,
  insertRow,
  type ObjectModel,
  quoteText,
  type SourceModel,
  type TableModel,
  withoutLateClauses,
} from './source-model.ts'

function writeLateClauses(table: TableModel, run: (sql: string) => boolean): void {
  if (!clausesOf(table).some(({ isLate }) => isLate)) return
  run('PRAGMA writable_schema = ON')
  run(
    `UPDATE sqlite_schema SET sql = ${quoteText(createTable(table))} WHERE type = 'table' AND name = ${quoteText(table.name)}`,
  )
}

export interface BuiltFile {
  readonly accepted: SourceModel
  readonly statements: readonly string[]
  readonly refusals: number
}

export function buildFile(path: string, source: SourceModel): BuiltFile {
  const database = new Database(path)
  const statements: string[] = []
  let refusals = 0
  const run = (sql: string): boolean => {
    try {
      database.exec(sql)
      statements.push(sql)
      return true
    } catch {
      refusals++
      return false
    }
  }
  const make = (objects: readonly ObjectModel[], phase: ObjectModel['phase']): ObjectModel[] =>
    objects.filter(object => object.phase === phase && run(object.sql))
  try {
    // Else the schema could not be written.
    database.unsafeMode(true)
    database.pragma('synchronous = OFF')
    database.pragma('foreign_keys = OFF')
    const pragmas = source.pragmas.filter(run)
    database.exec('BEGIN')
    const tables = source.tables.filter(table => run(createTable(withoutLateClauses(table))))
    const before = make(source.objects, 'before rows')
    const filled = tables.map(
      (table): TableModel => ({ ...table, rows: table.rows.filter(row => run(insertRow(table, row))) }),
    )
    const after = make(source.objects, 'after rows')
    for (const table of filled) writeLateClauses(table, run)
    database.exec('COMMIT')
    return { accepted: { pragmas, tables: filled, objects: [...before, ...after] }, statements, refusals }
  } finally {
    database.close()
  }
}
