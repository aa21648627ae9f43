// Which keys foreign keys refer to: these must be plain ones in PostgreSQL, whatever collation they have in the
// file. Unique under another collation is unique all the more without it.
import { groupBy, oncePer } from '../../model/once-per.ts'
import type { SourceKey } from '../../model/source.ts'
import { asciiLower } from '../../sql/ascii-case.ts'
import { type DraftTable, findColumns, type PlanContext, type PlanInput } from '../draft.ts'
import { isSameSet } from './foreign-key-ends.ts'

export function isReferenced(table: DraftTable, columns: readonly string[], context: PlanContext): boolean {
  const own = table.source.primaryKey?.columns ?? []
  const found = references(context.input).get(asciiLower(table.source.name)) ?? []
  return found.some(([, referred]) => isSameSet(referred.length > 0 ? referred : own, columns))
}

/** Parent and its columns of every foreign key, those that the configuration asks for too, by the parent. */
const references = oncePer(({ tables, options }: PlanInput) => {
  const declared = tables.flatMap(({ foreignKeys }) => foreignKeys)
  const wished = Object.values(options.tables).flatMap(({ foreignKeys = [] }) => foreignKeys)
  const all = [
    ...declared.map(({ parent, parentColumns }) => [parent, parentColumns] as const),
    ...wished.flatMap(({ references }) =>
      references === undefined ? [] : [[references.table, references.columns ?? []] as const],
    ),
  ]
  return groupBy(all, ([parent]) => asciiLower(parent))
})

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
