// Foreign keys that were taken away for the load come back as they were; one that rows of the target break comes back NOT
// VALID, so that it is in force for what is written next.
import { Sqlite2pgError } from '../../model/errors.ts'
import { makeNotice } from '../../plan/notices.ts'
import { addKey, keyPath, type TouchingKey } from '../../postgres/catalog/touching-keys.ts'
import { sqlState } from '../../postgres/errors/errors.ts'
import { postgres } from '../../sql/text.ts'
import type { Recorder } from '../recorder.ts'
import { ownKey } from './obstacles.ts'
import type { PreparedLoad } from './prepare-load.ts'

const FOREIGN_KEY_VIOLATION = '23503'

export async function restoreKeys(prepared: PreparedLoad, recorder: Recorder): Promise<void> {
  const { keys } = prepared.obstacles
  if (keys.length === 0) return
  await recorder.step('foreign keys', `${keys.length}`, async () => {
    for (const key of keys) await restoreKey(prepared, key, recorder)
  })
}

async function restoreKey(prepared: PreparedLoad, key: TouchingKey, recorder: Recorder): Promise<void> {
  const own = ownKey(prepared, key)
  const orphans = own?.orphans ?? null
  if (orphans !== null) return add(prepared, key, orphans > 0n)
  await prepared.connection.execute(postgres`SAVEPOINT sqlite2pg_key`)
  try {
    await add(prepared, key, false)
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error
    await prepared.connection.execute(postgres`ROLLBACK TO SAVEPOINT sqlite2pg_key`)
    requireKept(prepared, key, error)
    await add(prepared, key, true)
    recorder.notice(makeNotice('ORPHANS', objectOf(key), sayOrphan(error)))
  }
}

async function add({ connection }: PreparedLoad, key: TouchingKey, hasOrphans: boolean): Promise<void> {
  for (const sql of addKey(key, hasOrphans))
    await connection.execute(sql, { object: objectOf(key), doing: 'putting a foreign key back' })
}

function objectOf(key: TouchingKey): string {
  return `${keyPath(key)} → ${key.parent[1]}`
}

function sayOrphan(error: unknown): string {
  const words =
    error instanceof Error ? (/Key .*? is not present in table "[^"]*"/.exec(error.message)?.[0] ?? '') : ''
  return `rows without a parent in the target${words === '' ? '' : `: ${words}`}`
}

/** Parents that the target alone holds are known only once the rows are there. */
function requireKept({ settings }: PreparedLoad, key: TouchingKey, cause: unknown): void {
  if (settings.plan.orphans === 'keep') return
  throw new Sqlite2pgError(
    'DECISION_NEEDED',
    `${objectOf(key)}: ${sayOrphan(cause)}`,
    'Nothing was changed. Mend the rows in the file, or pass --orphans=keep to load them and leave the constraint NOT VALID.',
    { cause },
  )
}
