// The value of a column as the file holds it, before any cast; of a masked column nobody sees more than the mask.
import type { PlannedColumn } from '../../model/plan.ts'
import { sqliteName } from '../../sql/quote.ts'
import type { SqliteSql } from '../../sql/text.ts'

export function valueInFile({
  source,
  value,
  mask,
}: Pick<PlannedColumn, 'source' | 'value' | 'mask'>): SqliteSql {
  return mask === undefined ? sqliteName(source) : value
}
