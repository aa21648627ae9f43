// `load`: rows into tables that the application's own migrations made, in one transaction. Types, keys and names there stay
// as they are; what does not fit is told before the first row is written.
import { asSqlite2pgError, Sqlite2pgError } from '../../model/errors.ts'
import type { LoadOptions } from '../../model/options.ts'
import type { RunReport } from '../../model/report.ts'
import { requireUsable } from '../../postgres/preflight.ts'
import { maskPasswords } from '../../postgres/target/mask-passwords.ts'
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import { clearAfterFailure } from '../clear-after-failure.ts'
import { beginEntry } from '../journal.ts'
import { requireDecided } from '../permission.ts'
import { withEnds } from '../prepare.ts'
import { newRunId, takeRunLock } from '../private-schemas.ts'
import { Recorder } from '../recorder.ts'
import { changeLiveSchema } from '../short-transaction.ts'
import { loadOnce } from './load-once.ts'
import { type PreparedLoad, prepareLoad } from './prepare-load.ts'

/**
 * Copies the rows of a SQLite file into existing tables, all of them or none. With `dryRun` it stops before the first
 * write and tells how the real run would end. Never throws: the report holds what went wrong.
 */
export async function load(options: LoadOptions): Promise<RunReport> {
  const { onEvent, signal, dryRun = false } = options
  const recorder = new Recorder({ verb: 'load', dryRun, onEvent, signal })
  try {
    return await withEnds(options, recorder, async (ends, found) => {
      const settings = { ...found, plan: { ...found.plan, badValues: strictly(found.plan.badValues) } }
      const prepared = await prepareLoad(ends, settings, options, recorder)
      if (dryRun) return recorder.report(obstacleOf(prepared, recorder))
      await carryOut(prepared, recorder)
      return recorder.report(null)
    })
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

/** The types are the target's, so nothing can widen. */
function strictly(badValues: 'widen' | 'quarantine' | 'fail'): 'quarantine' | 'fail' {
  return badValues === 'quarantine' ? badValues : 'fail'
}

/** Throws what keeps the load from beginning. */
function requireReady({ facts, load, settings }: PreparedLoad, recorder: Recorder): void {
  requireUsable(facts, {
    writes: true,
    createSchemas: settings.forceRecreate,
    createInSchema: load.plan.quarantine !== null,
    diskBytes: load.plan.tables.reduce((sum, { reading }) => sum + reading.estimatedBytes, 0n),
  })
  requireDecided(recorder.notices, settings.strict)
}

function obstacleOf(prepared: PreparedLoad, recorder: Recorder): Sqlite2pgError | null {
  try {
    requireReady(prepared, recorder)
    return null
  } catch (error) {
    if (error instanceof Sqlite2pgError) return error
    throw asSqlite2pgError(error)
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
  const recorded = {
    path: maskPasswords(source.path),
    bytes: source.sizeBytes,
    fingerprint: source.fingerprint,
  }
  const begun = { run: runId, verb: 'load', schema: plan.schema, source: recorded, undoes: null } as const
  const journal = await beginEntry(connection, recorder, begun)
  try {
    await changeLiveSchema(connection, { schema: plan.schema, doing: 'loaded' }, () =>
      loadOnce({ prepared, runId, journal, recorder }),
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
