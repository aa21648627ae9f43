// SQLite sorts texts by their bytes unless told otherwise, PostgreSQL by the collation of the database. Said once.
// https://www.postgresql.org/docs/current/collation.html
import type { DraftTable, PlanContext } from './draft.ts'
import { note } from './notices.ts'

export function noteSortOrder(tables: readonly DraftTable[], context: PlanContext): void {
  const hasTexts = tables.some(table => table.columns.some(({ candidate }) => candidate.family === 'text'))
  if (!hasTexts) return
  note(context, 'SORT_ORDER', 'texts', 'are sorted by the collation of the target, in SQLite by their bytes')
}
