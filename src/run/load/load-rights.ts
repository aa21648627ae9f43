// Whether the role of a load may do what the load will do: lock and fill the tables, empty those whose rows are replaced,
// and raise the sequences that stand before the file's ids. A dry run tells it as the run does.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { PlannedColumn } from '../../model/plan.ts'
import type { TargetSequence } from '../../model/target.ts'
import { grantOf, type LackingRight, readLackingRights } from '../../postgres/catalog/load-rights.ts'
import { readSequences, sequenceKey } from '../../postgres/catalog/sequences.ts'
import type { LoadToJudge } from './obstacles.ts'

export async function findLackingRights(
  { connection, load, settings }: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
): Promise<readonly LackingRight[]> {
  const { schema } = load.plan
  const known = await readSequences(connection, schema)
  const sequences = load.tables.flatMap(table =>
    table.columns.flatMap((column): readonly (readonly [string, string])[] => {
      const sequence = known.get(sequenceKey(table.target, column.target))
      if (sequence === undefined || !isRaised(sequence, column)) return []
      return [[sequence.schema, sequence.name]]
    }),
  )
  const tables = load.tables.map(({ target }) => target)
  const emptied = settings.forceRecreate ? [...seeded.keys()] : []
  return readLackingRights(connection, { schema, tables, emptied, sequences })
}

/** By the ids of the file; those of rows that are there already only add to it. */
function isRaised({ increment, nextValue }: TargetSequence, { identity }: PlannedColumn): boolean {
  const last = identity?.lastValue ?? null
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
