// Masks among the casts: whoever asks how a column is read is told of its mask, and of the user's cast behind it.
import { maskCast } from '../../codec/mask/mask-cast.ts'
import { isKeyed, type MaskWish, maskKind, type PlannedMask } from '../../model/mask.ts'
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import type { PlanOptions } from '../draft.ts'
import type { CastFinder, ColumnCast } from '../types/column-casts.ts'
import { ruleContext } from '../types/column-interest.ts'
import { matchMasks } from './matched-masks.ts'

interface MaskedTables {
  /** Those that are moved. */
  readonly tables: readonly SourceTable[]
  /** Every table of the file. */
  readonly schema: readonly SourceTable[]
  readonly serverVersion: number
}

/** The same casts, with those of masked columns. */
export function withMasks(
  { tables, schema, serverVersion }: MaskedTables,
  options: PlanOptions,
  casts: CastFinder,
): CastFinder {
  const { find } = matchMasks(tables, options.masks ?? {})
  const found = new Map<SourceColumn, ColumnCast>()
  for (const table of tables)
    for (const column of table.columns) {
      const wish = find(column)
      if (wish === null) continue
      const context = ruleContext(table, column, schema, serverVersion)
      const asked = casts(column)
      const made = maskCast(wish, column.declaredType, context, asked?.cast ?? null)
      found.set(column, {
        wish: maskWord(wish),
        askedOf: `${table.name}.${column.name}`,
        cast: made.cast,
        mask: {
          ...plannedMask(wish, options),
          objection: made.ok ? null : made.because,
        },
      })
    }
  return found.size === 0 ? casts : column => found.get(column) ?? casts(column)
}

/** `hash`, `fixed 'Jane Doe'`. */
function maskWord(wish: MaskWish): string {
  return typeof wish === 'string' ? wish : `fixed ${JSON.stringify(wish.fixed)}`
}

function plannedMask(wish: MaskWish, { maskKey }: PlanOptions): PlannedMask {
  const kind = maskKind(wish)
  return { kind, isComparable: !isKeyed(kind) || maskKey !== 'unknown' }
}
