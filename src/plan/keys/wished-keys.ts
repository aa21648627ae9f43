// Unique keys that the configuration asks for: one that PostgreSQL would refuse is told, never dropped.

import type { UniqueWish } from '../../model/options.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { type DraftTable, findColumn, type PlanContext } from '../draft.ts'
import { note } from '../notices.ts'
import { MOST_KEY_COLUMNS } from './key-parts.ts'

/** The wishes that can be met. */
export function wishedUniques(table: DraftTable, context: PlanContext): readonly UniqueWish[] {
  return (table.wishes.unique ?? []).filter(({ columns }) => {
    const obstacle = columns.flatMap((name, i) => {
      const because = objectToUnique(table, columns, i)
      return because === null ? [] : [{ name, because }]
    })[0]
    if (obstacle === undefined) return true
    const object = `${table.source.name}.${obstacle.name}`
    const message = `the configuration asks for a unique key on ${obstacle.because}`
    note(context, 'WISH_UNKNOWN', object, message, 'Correct the unique key in the configuration.')
    return false
  })
}

/** Why PostgreSQL would refuse a unique key because of one of its columns, or null. */
function objectToUnique(table: DraftTable, columns: readonly string[], index: number): string | null {
  const name = columns[index] ?? ''
  const column = findColumn(table, name)
  if (index >= MOST_KEY_COLUMNS)
    return `more than ${MOST_KEY_COLUMNS} columns, which PostgreSQL does not take`
  if (column === undefined) return 'a column the table does not have'
  if (columns.slice(0, index).some(other => sameName(other, name))) return 'this column twice'
  if (column.candidate.isOrdered !== false) return null
  const { type } = column.candidate
  return `a ${type} column, which has no equality${type === 'json' ? '; jsonb has' : ''}`
}
