// A table of the file as the target will have it: the columns that are loaded, with the NOT NULL of the target. What
// planning asks of the file's values is asked of this table.
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import type { MatchedColumn, MatchedTable } from './match-load.ts'

export interface ProjectedTable extends Omit<MatchedTable, 'columns'> {
  /** The table as the file has it, with all of its columns. */
  readonly whole: SourceTable
  readonly columns: readonly MatchedColumn[]
}

export function projectTable(table: MatchedTable): ProjectedTable {
  const columns = table.columns.map(column => ({ ...column, source: projectColumn(column) }))
  const source: SourceTable = {
    ...table.source,
    columns: columns.map(column => column.source),
    lostColumns: [],
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    conflictClauses: [],
  }
  return { ...table, whole: table.source, source, columns }
}

function projectColumn({ source, target }: MatchedColumn): SourceColumn {
  return { ...source, notNull: target.notNull, defaultSql: null, defaultValue: null, generated: null }
}
