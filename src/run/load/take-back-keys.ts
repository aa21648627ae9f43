// Foreign keys while a load is taken back: those that would stand in the way, or take rows of other tables along, are taken
// away and come back as they were before the load, or the rollback ends.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { LoadChanges, RecordedRun } from '../../model/journal.ts'
import {
  addKey,
  countOrphans,
  dropKey,
  keyPath,
  type TouchingKey,
  validateKey,
  validKey,
} from '../../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import type { LockStatement } from '../lock-relations.ts'

export interface KeysAtHand {
  /** Taken away and added again. */
  readonly taken: readonly TouchingKey[]
  /** Left where they are, and NOT VALID since the load. */
  readonly revalidated: readonly TouchingKey[]
  /** True for a key that all rows obeyed before the load. */
  readonly wasValid: (key: TouchingKey) => boolean
}

/** Throws TARGET_PRIVILEGE. */
export function sortKeys(
  keys: readonly TouchingKey[],
  { schema, added, replaced }: RecordedRun,
  { validKeys }: LoadChanges,
): KeysAtHand {
  const filled = new Set(added.map(({ name }) => name))
  const returning = new Set(replaced.map(({ name }) => name))
  const isFilled = ([of, name]: TouchingKey['child']): boolean => of === schema && filled.has(name)
  // Rows that come back may come in any order; and TRUNCATE asks for every table that refers to one.
  const isInTheWay = ({ child, parent }: TouchingKey): boolean =>
    (isFilled(parent) && !isFilled(child)) || (isFilled(child) && returning.has(child[1]))
  const wasValid = ({ child: [of, table], name, validated }: TouchingKey): boolean =>
    validated || validKeys.some(key => key.schema === of && key.table === table && key.name === name)
  const taken = keys.filter(isInTheWay)
  const revalidated = keys.filter(key => !isInTheWay(key) && !key.validated && wasValid(key))
  requireOurs([...taken, ...revalidated])
  return { taken, revalidated, wasValid }
}

function requireOurs(keys: readonly TouchingKey[]): void {
  const others = keys.filter(({ isOurs }) => !isOurs)
  if (others.length === 0) return
  throw new Sqlite2pgError(
    'TARGET_PRIVILEGE',
    `foreign keys have to be taken away for the rollback, and belong to another role: ${others.map(keyPath).join(', ')}`,
    'Run as the owner of these tables, or as a role that has the rights of all owners.',
  )
}

/** Locks on the tables that lose a key, to be taken beside those of the tables themselves. */
export function keyLocks({ taken }: KeysAtHand): readonly LockStatement[] {
  const children = new Map(taken.map(({ child }) => [child.join('.'), child]))
  return [...children.values()].map(child => ({
    object: child[1],
    sql: postgres`LOCK TABLE ONLY ${postgresName(...child)} IN ACCESS EXCLUSIVE MODE`,
  }))
}

export async function takeKeysAway(connection: TargetConnection, { taken }: KeysAtHand): Promise<void> {
  for (const key of taken)
    await connection.execute(dropKey(key), { object: keyPath(key), doing: 'taking a foreign key away' })
}

/** Throws TARGET_DEPENDENTS where rows of other tables refer to rows that would be gone. */
export async function bringKeysBack(
  connection: TargetConnection,
  { taken, revalidated, wasValid }: KeysAtHand,
): Promise<void> {
  for (const key of [...taken, ...revalidated].filter(wasValid)) await requireParents(connection, key)
  for (const key of taken)
    for (const sql of addKey(wasValid(key) ? validKey(key) : key))
      await connection.execute(sql, { object: keyPath(key), doing: 'putting a foreign key back' })
  for (const key of revalidated)
    await connection.execute(validateKey(key), { object: keyPath(key), doing: 'checking a foreign key' })
}

async function requireParents(connection: TargetConnection, key: TouchingKey): Promise<void> {
  const orphans = await countOrphans(connection, key)
  if (orphans === 0n) return
  const rows = orphans === 1n ? '1 row refers to a row' : `${orphans} rows refer to rows`
  throw new Sqlite2pgError(
    'TARGET_DEPENDENTS',
    `${keyPath(key)} → ${key.parent[1]}: ${rows} that the rollback would take away, or that ${orphans === 1n ? 'is' : 'are'} gone`,
    'Delete or change these rows, or drop the foreign key, and roll back again. Rows of tables that the load did not fill are not touched.',
  )
}
