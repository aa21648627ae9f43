// Builds the file of a model. What SQLite refuses (a default that does not parse, a row that breaks a key) is left
// out; the model of what it took is given back, with the statements that make the same file again.
import Database from 'better-sqlite3'
import {
  createTable,
  insertRow,
  type ObjectModel,
  type SourceModel,
  type TableModel,
} from './source-model.ts'

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
    database.pragma('synchronous = OFF')
    database.pragma('foreign_keys = OFF')
    const pragmas = source.pragmas.filter(run)
    database.exec('BEGIN')
    const tables = source.tables.filter(table => run(createTable(table)))
    const before = make(source.objects, 'before rows')
    const filled = tables.map(
      (table): TableModel => ({ ...table, rows: table.rows.filter(row => run(insertRow(table, row))) }),
    )
    const after = make(source.objects, 'after rows')
    database.exec('COMMIT')
    return { accepted: { pragmas, tables: filled, objects: [...before, ...after] }, statements, refusals }
  } finally {
    database.close()
  }
}
