// The digest that suits a column of the target, whoever made it: the planned one where the type is of the planned
// family, else one by which both sides can agree although the types are of two families. Null where none is known.
import type { Digest, PlannedColumn } from '../../model/plan.ts'
import { sqliteName } from '../../sql/quote.ts'
import { familyOfType, readingFor } from '../proof-for.ts'

export function digestFor(
  column: PlannedColumn,
  target: { readonly baseType: string; readonly type: string },
): Digest | null {
  const family = familyOfType(target.baseType)
  if (column.family === 'other') return target.type === column.type ? column.digest : null
  if (family === column.family) return column.digest
  return readingFor(column, target.baseType)?.digest(sqliteName(column.source), null) ?? null
}
