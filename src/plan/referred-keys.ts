// Which keys foreign keys refer to: these must be plain ones in PostgreSQL, whatever collation they have in the
// file. Unique under another collation is unique all the more without it.
import type { SourceKey } from '../model/source.ts'
import { type DraftTable, findColumns, type PlanContext, sameName } from './draft.ts'
import { isSameSet } from './foreign-key-ends.ts'

export function isReferenced(table: DraftTable, columns: readonly string[], context: PlanContext): boolean {
  const own = table.source.primaryKey?.columns ?? []
  return references(context).some(([parent, parentColumns]) => {
    const referred = parentColumns.length > 0 ? parentColumns : own
    return sameName(parent, table.source.name) && isSameSet(referred, columns)
  })
}

/** Parent and its columns of every foreign key, those that the configuration asks for too. */
function references({ input }: PlanContext): readonly (readonly [string, readonly string[]])[] {
  const declared = input.tables.flatMap(({ foreignKeys }) => foreignKeys)
  const wished = Object.values(input.options.tables).flatMap(({ foreignKeys = [] }) => foreignKeys)
  return [
    ...declared.map(({ parent, parentColumns }) => [parent, parentColumns] as const),
    ...wished.flatMap(({ references }) =>
      references === undefined ? [] : [[references.table, references.columns ?? []] as const],
    ),
  ]
}

/** Unique indexes under another collation that a foreign key refers to, as keys of their columns. */
export function referencedIndexes(table: DraftTable, context: PlanContext): readonly SourceKey[] {
  return table.source.indexes.flatMap(({ unique, where, columns }) => {
    const names = columns.flatMap(({ column }) => column ?? [])
    const key = { name: null, columns: names, collations: columns.map(({ collation }) => collation) }
    const isWhole = unique && where === null && names.length === columns.length
    return isWhole && underCollation(table, key) && isReferenced(table, names, context) ? [key] : []
  })
}

function underCollation(table: DraftTable, key: SourceKey): boolean {
  return findColumns(table, key.columns).some(
    (column, i) => key.collations[i] !== 'BINARY' && column.candidate.family === 'text',
  )
}
