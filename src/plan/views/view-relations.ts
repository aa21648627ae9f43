// A planned table as the translator of queries wants it: names on both sides, what the values have become, and
// the keys that no two rows share.
import { sqliteColumn } from '../../sql/quote.ts'
import type { QueryColumn, Relation } from '../../sql/resolve/select-scope.ts'
import type { PostgresSql } from '../../sql/text.ts'
import type { DraftColumn, DraftTable } from '../draft.ts'
import { expressionColumn } from '../expressions/expressions.ts'
import type { ViewTable } from './views.ts'

export function tableRelation({ draft, planned }: ViewTable, sql: PostgresSql): Relation {
  const keys = [planned.primaryKey, ...planned.uniques].flatMap(key =>
    key === null ? [] : (sourceNames(draft, key.columns) ?? []),
  )
  const primary =
    planned.primaryKey === null ? null : (sourceNames(draft, planned.primaryKey.columns)?.[0] ?? null)
  return {
    sql,
    columns: draft.columns.map(column => queryColumn(draft, column)),
    keys,
    primaryKey: primary,
    rowid: draft.source.rowidAlias,
  }
}

function queryColumn(table: DraftTable, column: DraftColumn): QueryColumn {
  const { source, candidate } = column
  const isRead = source.collation === 'BINARY' && column.value === sqliteColumn(source)
  return {
    ...expressionColumn(column),
    name: source.name,
    origin: { table: table.target, column: column.target },
    injective: candidate.reading.injective && isRead,
  }
}

/** One list of names in the file, if none of the columns holds NULL. */
function sourceNames(
  table: DraftTable,
  targets: readonly string[],
): readonly (readonly string[])[] | undefined {
  const columns = targets.flatMap(target => table.columns.find(column => column.target === target) ?? [])
  const isWhole = columns.length === targets.length && columns.every(({ census }) => census.nulls === 0n)
  return isWhole ? [columns.map(({ source }) => source.name)] : undefined
}
