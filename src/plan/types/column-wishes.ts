// The user's wish for the type of one column, from --cast or from the configuration.

import type { SourceColumn, SourceTable } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import type { PlanOptions } from '../draft.ts'

export type Wishes = Pick<PlanOptions, 'casts' | 'tables'>

/** The wish as it is written, or null. */
export function wishFor(table: SourceTable, column: SourceColumn, wishes: Wishes): string | null {
  const cast = Object.entries(wishes.casts).find(([name]) => sameName(name, `${table.name}.${column.name}`))
  if (cast !== undefined) return cast[1]
  const wished = Object.entries(wishes.tables).find(([name]) => sameName(name, table.name))?.[1]
  const own = Object.entries(wished?.columns ?? {}).find(([name]) => sameName(name, column.name))?.[1]
  return own?.type ?? null
}
