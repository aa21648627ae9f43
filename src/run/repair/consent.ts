// Whether rows of the target may be deleted and overwritten: what only they held is gone afterwards.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { RepairedTable } from '../../model/repair.ts'
import type { RepairOptions } from './repair.ts'

/** Rows that are only inserted need none. Throws CONFIRMATION_REQUIRED or INTERRUPTED. */
export async function requireConsent(
  tables: readonly RepairedTable[],
  { yes = false, confirm }: Pick<RepairOptions, 'yes' | 'confirm'>,
): Promise<void> {
  const deleted = tables.reduce((sum, table) => sum + table.deleted, 0n)
  const updated = tables.reduce((sum, table) => sum + table.updated, 0n)
  if (yes || deleted + updated === 0n) return
  if (confirm === undefined)
    throw new Sqlite2pgError(
      'CONFIRMATION_REQUIRED',
      `--apply deletes ${deleted} and overwrites ${updated} rows of the target, and nobody can be asked here: this is no terminal`,
      'Pass --yes as well. `sqlite2pg repair` without --apply shows every statement.',
    )
  if (await confirm(tables)) return
  throw new Sqlite2pgError('INTERRUPTED', 'not confirmed; nothing was changed', 'Answer y, or pass --yes.')
}
