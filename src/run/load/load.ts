// `load`: rows into tables that the application's own migrations made, in one transaction. Types, keys and names there stay
// as they are; what does not fit is told before the first row is written.
import type { LoadOptions } from '../../model/options.ts'
import type { RunReport } from '../../model/report.ts'
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import { clearAfterFailure } from '../clear-after-failure.ts'
import { beginEntry, recordedSource } from '../journal.ts'
import { dropOlderKept, newRunId, takeRunLock } from '../private-schemas.ts'
import { Recorder } from '../recorder.ts'
import { changeLiveSchema } from '../short-transaction.ts'
import { loadOnce } from './load-once.ts'
import { planLoad, requireReady, withPreparedLoad } from './plan-load.ts'
import type { PreparedLoad } from './prepare-load.ts'

const LOCK_TIMEOUT_MS = 2000

/**
 * Copies the rows of a SQLite file into existing tables, all of them or none. With `dryRun` it stops before the first
 * write and tells how the real run would end. Never throws: the report holds what went wrong.
 */
export async function load(options: LoadOptions): Promise<RunReport> {
  const { onEvent, signal, dryRun = false } = options
  if (dryRun) return (await planLoad(options)).report
  const recorder = new Recorder({ verb: 'load', dryRun, onEvent, signal })
  try {
    await withPreparedLoad(options, recorder, prepared => carryOut(prepared, recorder))
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function carryOut(prepared: PreparedLoad, recorder: Recorder): Promise<void> {
  requireReady(prepared, recorder)
  const {
    connection,
    load: { plan },
    source,
  } = prepared
  await takeRunLock(connection, plan.schema)
  const runId = newRunId()
  const recorded = recordedSource(source)
  const begun = { run: runId, verb: 'load', schema: plan.schema, source: recorded, undoes: null } as const
  const journal = await beginEntry(connection, recorder, begun)
  try {
    const kept = await changeLiveSchema(connection, { schema: plan.schema, doing: 'loaded' }, () =>
      loadOnce({ prepared, runId, journal, recorder }),
    )
    // One step is kept; what cannot be dropped at once is left to the next run.
    await dropOlderKept(connection, plan.schema, kept, { lockTimeoutMs: LOCK_TIMEOUT_MS }).catch(
      () => undefined,
    )
  } catch (error) {
    await clearAfterFailure(connection, null, journal, recorder.endingOf(error))
    throw error
  }
  await recorder.step('statistics', '', () => analyze(prepared))
}

/** The rows are there already: statistics that cannot be taken now are taken by autovacuum. */
async function analyze({ connection, load: { plan } }: PreparedLoad): Promise<void> {
  for (const { target } of plan.tables)
    await connection.execute(postgres`ANALYZE ${postgresName(plan.schema, target)}`).catch(() => undefined)
}
