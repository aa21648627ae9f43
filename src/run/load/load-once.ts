// One attempt at a load, inside its one transaction: whatever fails, everything is as it was before.
import type { RunReport } from '../../model/report.ts'
import { makeNotice } from '../../plan/notices.ts'
import { dropKey, type LoadedTrigger, triggerStatements } from '../../postgres/catalog/load-obstacles.ts'
import { postgres } from '../../sql/text.ts'
import type { JournalEntry } from '../journal.ts'
import { lockRelations } from '../lock-relations.ts'
import { requireDecided } from '../permission.ts'
import type { Recorder } from '../recorder.ts'
import { copyInOrder } from './copy-in-order.ts'
import type { PreparedLoad } from './prepare-load.ts'
import { proveLoad } from './prove-load.ts'
import { raiseSequences } from './raise-sequences.ts'
import { replaceRows } from './replace-rows.ts'
import { restoreKeys } from './restore-keys.ts'

export interface LoadTask {
  readonly prepared: PreparedLoad
  readonly runId: string
  readonly journal: JournalEntry
  readonly recorder: Recorder
}

export async function loadOnce({ prepared, runId, journal, recorder }: LoadTask): Promise<void> {
  const { connection, load, obstacles, settings } = prepared
  const tables = load.tables.map(({ target }) => target)
  await lockRelations(connection, load.plan.schema, { tables, views: [] }, 'SHARE')
  // What is deferred would be judged at the end, and keep tables from being altered until then.
  await connection.execute(postgres`SET CONSTRAINTS ALL IMMEDIATE`)
  if (obstacles.asReplica) await connection.execute(postgres`SET LOCAL session_replication_role = replica`)
  for (const trigger of obstacles.triggers) await change(prepared, trigger, 'hold')
  for (const key of obstacles.keys)
    await connection.execute(dropKey(key), {
      object: `${key.table}.${key.name}`,
      doing: 'taking a foreign key away',
    })
  const replacedSchema = await replaceRows(prepared, runId)
  await copyInOrder(prepared, recorder)
  await restoreKeys(prepared, recorder)
  for (const trigger of obstacles.triggers) await change(prepared, trigger, 'release')
  requireDecided(recorder.notices, settings.strict)
  await proveLoad(prepared, recorder)
  const { tables: reported } = recorder.report(null)
  await journal.published({
    ...{ added: [], replaced: [], replacedSchema, createdSchema: false },
    proof: weakestOf(reported),
  })
  if (replacedSchema !== null)
    recorder.notice(
      makeNotice(
        'ROWS_REPLACED',
        [...obstacles.seeded.keys()].join(', '),
        `earlier rows are kept in schema ${replacedSchema}`,
      ),
    )
  await raiseSequences(prepared, recorder)
}

function change(
  { connection, load }: PreparedLoad,
  trigger: LoadedTrigger,
  way: 'hold' | 'release',
): Promise<void> {
  const sql = triggerStatements(load.plan.schema, trigger)[way]
  return connection.execute(sql, {
    object: `${trigger.table}.${trigger.name}`,
    doing: 'holding its triggers still',
  })
}

/** What can be said of all tables. */
function weakestOf(tables: RunReport['tables']): string {
  const proofs = tables.map(({ proof }) => proof)
  return proofs.find(proof => proof !== 'identical') ?? 'identical'
}
