// Whether the role of a load may do what the load will do: lock and fill the tables, empty those whose rows are replaced,
// and raise the sequences that stand before the file's ids. A dry run tells it as the run does.
import { Sqlite2pgError } from '../../model/errors.ts'
import { grantOf, type LackingRight, readLackingRights } from '../../postgres/catalog/load-rights.ts'
import type { FedColumn } from './fed-columns.ts'
import type { LoadToJudge } from './obstacles.ts'

export async function findLackingRights(
  { connection, load, settings }: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
  fed: readonly FedColumn[],
): Promise<readonly LackingRight[]> {
  const { schema } = load.plan
  const sequences = fed.filter(isRaised).map(({ sequence }) => [sequence.schema, sequence.name] as const)
  const tables = load.tables.map(({ target }) => target)
  const emptied = settings.forceRecreate ? [...seeded.keys()] : []
  return readLackingRights(connection, { schema, tables, emptied, sequences })
}

/** By the ids of the file; those of rows that are there already only add to it. */
function isRaised({ sequence: { increment, nextValue }, column }: FedColumn): boolean {
  const last = column.identity?.lastValue ?? null
  return increment > 0n && last !== null && (nextValue === null || nextValue <= last)
}

export function requireRights(lacking: readonly LackingRight[], user: string): void {
  if (lacking.length === 0) return
  const named = lacking.map(({ kind, name, rights }) => `${kind} ${name} (${rights})`).join(', ')
  throw new Sqlite2pgError(
    'TARGET_PRIVILEGE',
    `user "${user}" lacks rights that the load needs: ${named}`,
    `As their owner: ${lacking.map(right => grantOf(right, user)).join(' ')}`,
  )
}
