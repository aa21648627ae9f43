// Foreign keys of tables outside a run that refer to tables which are replaced. They are bound to the new ones NOT VALID in
// the transaction that publishes, so that no reader waits for it; that every row has its parent is looked at before, and once
// more by the server afterwards. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { Notice, Plan } from '../model/plan.ts'
import { plannedTable } from '../model/plan-parts.ts'
import { makeNotice } from '../plan/notices.ts'
import {
  countOrphans,
  keyPath,
  readTouchingKeys,
  type TouchingKey,
  validateKey,
} from '../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { sqlState } from '../postgres/errors/errors.ts'

/** Those of other tables that all rows obey. */
export async function readOutsideKeys(
  connection: Pick<TargetConnection, 'rows'>,
  schema: string,
  relations: readonly string[],
): Promise<readonly TouchingKey[]> {
  if (relations.length === 0) return []
  const keys = await readTouchingKeys(connection, schema, relations)
  const isGiven = ([of, name]: TouchingKey['child']): boolean => of === schema && relations.includes(name)
  return keys.filter(({ child, parent, validated }) => validated && isGiven(parent) && !isGiven(child))
}

/** Such as `foreign key public.notes.notes_task_fkey on tasks, whose key (id) will be gone`, where the plan has no such key. */
export function keysWithoutAim(keys: readonly TouchingKey[], plan: Plan): readonly string[] {
  return keys
    .filter(({ parent, parentColumns }) => {
      const table = plannedTable(plan, parent[1])
      const sets = [table?.primaryKey?.columns ?? [], ...(table?.uniques ?? []).map(({ columns }) => columns)]
      return !sets.some(set => sameSet(set, parentColumns))
    })
    .map(
      key =>
        `foreign key ${key.child[0]}.${keyPath(key)} on ${key.parent[1]}, whose key (${key.parentColumns.join(', ')}) will be gone`,
    )
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(name => b.includes(name))

/** Rows of the new tables are the parents by now. Throws TARGET_DEPENDENTS. */
export async function requireNewParents(
  connection: TargetConnection,
  keys: readonly TouchingKey[],
  privateSchema: string,
): Promise<void> {
  const broken: string[] = []
  for (const key of keys) {
    const orphans = await countOrphans(connection, key, [privateSchema, key.parent[1]])
    if (orphans > 0n)
      broken.push(
        `foreign key ${key.child[0]}.${keyPath(key)} on ${key.parent[1]}: ${orphans} ${orphans === 1n ? 'row' : 'rows'}`,
      )
  }
  if (broken.length === 0) return
  throw new Sqlite2pgError(
    'TARGET_DEPENDENTS',
    `rows of other tables refer to rows that the new tables do not have: ${broken.join(', ')}`,
    'Nothing was published. Delete or change these rows, or drop the foreign key, and run again.',
  )
}

const FOREIGN_KEY_VIOLATION = '23503'

/** Each by itself; one that rows have broken meanwhile, or that is in use, stays NOT VALID, which is told. */
export async function validateKeys(
  connection: TargetConnection,
  keys: readonly TouchingKey[],
  options: { readonly lockTimeoutMs: number },
): Promise<readonly Notice[]> {
  const notices: Notice[] = []
  for (const key of keys) {
    try {
      await connection.transaction(() => connection.execute(validateKey(key)), options)
    } catch (error) {
      const { code, kind } = asSqlite2pgError(error)
      if (kind !== 'target' || code === 'TARGET_LOST') throw error
      const why =
        sqlState(error) === FOREIGN_KEY_VIOLATION
          ? 'rows were written meanwhile that have no parent in the new table'
          : 'its rows could not be looked at'
      notices.push(
        makeNotice('KEY_NOT_VALIDATED', `${keyPath(key)} → ${key.parent[1]}`, `is NOT VALID: ${why}`),
      )
    }
  }
  return notices
}
