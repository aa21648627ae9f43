// What stays of a column whose bad values are set aside with their rows: how many values of each storage class. An
// expression of the file is translated by what its columns hold, and the values that go are in no row of the target.
// https://www.sqlite.org/datatype3.html#storage_classes_and_datatypes
import type { ColumnCensus } from '../../model/census.ts'
import type { SourceColumn } from '../../model/source.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftColumn, DraftTable } from '../draft.ts'
import { allRowsOf } from './aside-keys.ts'

/** SELECT of a storage class and the number of values that stay, which are not NULL. */
export interface KeptQuestion {
  readonly column: SourceColumn
  readonly sql: SqliteSql
}

/** Values that stay by storage class, of columns of which values go. */
export type KeptValues = ReadonlyMap<SourceColumn, ReadonlyMap<string, bigint>>

export function askForKept(tables: readonly DraftTable[]): readonly KeptQuestion[] {
  return tables.flatMap(table =>
    table.columns.filter(hasBadValues).map(column => ({
      column: column.source,
      sql: sqlite`SELECT typeof(${column.value}), count(*) FROM ${allRowsOf(table)} AND ${staysFor(column)} GROUP BY 1`,
    })),
  )
}

/** Some value of the column is none of its type. */
export function hasBadValues({ candidate, census }: DraftColumn): boolean {
  return candidate.objection(census) !== null
}

/** True for a value that is none of the column's type; SQLite takes a NOT NULL for granted, typeof() looks. */
export function isBadValue({ candidate, value }: DraftColumn): SqliteSql {
  const misfit = sqlite`typeof(${value}) <> 'null' AND NOT coalesce(${candidate.accepts(value)}, 0)`
  return candidate.refusesNull ? sqlite`(typeof(${value}) = 'null' OR ${misfit})` : misfit
}

function staysFor(column: DraftColumn): SqliteSql {
  return sqlite`typeof(${column.value}) <> 'null' AND NOT (${isBadValue(column)})`
}

/** The columns with what stays of them. */
export function withKeptValues(tables: readonly DraftTable[], kept: KeptValues): readonly DraftTable[] {
  return tables.map(table => ({
    ...table,
    columns: table.columns.map(column => {
      const counts = kept.get(column.source)
      return counts === undefined ? column : { ...column, kept: ofKept(column.census, counts) }
    }),
  }))
}

/** Only the counts are those of what stays: whatever else was measured is true of more values. */
function ofKept(census: ColumnCensus, counts: ReadonlyMap<string, bigint>): ColumnCensus {
  const of = (name: string): bigint => counts.get(name) ?? 0n
  return {
    ...census,
    integers: { ...census.integers, count: of('integer') },
    reals: { ...census.reals, count: of('real') },
    texts: { ...census.texts, count: of('text') },
    blobs: { ...census.blobs, count: of('blob') },
  }
}
