// `migrate`: reads the file, builds every table in a schema of the run, copies all rows, proves the copy, and
// publishes it in one transaction. Anything that goes wrong before that commit leaves the live schema alone.
import { randomBytes } from 'node:crypto'
import { applyPhase } from '../apply/apply-statements.ts'
import { copyQuarantine } from '../copy/copy-quarantine.ts'
import { copyTable, type TableResult } from '../copy/copy-table.ts'
import type { MigrateOptions } from '../model/options.ts'
import type { Phase, Statement } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import { makeNotice } from '../plan/notices.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { clearAfterFailure } from './clear-after-failure.ts'
import { makeViews } from './make-views.ts'
import { findReplacement, requireDecided } from './permission.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { dropLeftovers, makePrivateSchema, takeRunLock } from './private-schemas.ts'
import { prove } from './prove.ts'
import { publish } from './publish.ts'
import { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { requireWishes } from './require-wishes.ts'
import { serverNeeds } from './server-needs.ts'

export async function migrate(options: MigrateOptions): Promise<RunReport> {
  const recorder = new Recorder({
    verb: 'migrate',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    await withPrepared(options, recorder, prepared => transfer(prepared, recorder))
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function transfer(planned: Prepared, recorder: Recorder): Promise<void> {
  const prepared = await rehearseViews(planned, recorder)
  const { connection, facts, settings } = prepared
  requireUsable(facts, serverNeeds(facts, prepared.plan))
  requireDecided(recorder.notices, settings.strict)
  const { schema } = prepared.plan
  await requireWishes(connection, prepared.plan, settings)
  await takeRunLock(connection, schema)
  await dropLeftovers(connection, schema)
  await findReplacement(connection, prepared.plan, settings)
  const runId = newRunId()
  const privateSchema = await makePrivateSchema(connection, 'run', runId, schema)
  try {
    await build(prepared, privateSchema, recorder)
    const settled = await makeViews(prepared, privateSchema, recorder)
    requireDecided(recorder.notices, settings.strict)
    await prove(settled, privateSchema, recorder)
    const { plan } = settled
    const task = { connection, plan, settings, privateSchema, liveSchemaExists: facts.schemaExists, runId }
    const replaced = await recorder.step('publish', plan.schema, () => publish(task))
    if (replaced.length > 0) recorder.notice(replacedNotice(replaced))
  } catch (error) {
    await clearAfterFailure(connection, privateSchema)
    throw error
  }
}

/** Sorts by time, so that the newest schema of a kind comes last. */
function newRunId(): string {
  return `${Date.now().toString(36)}_${randomBytes(3).toString('hex')}`
}

const AFTER_ROWS = [
  'keys',
  'indexes',
  'checks',
  'foreign keys',
  'sequences',
  'triggers',
  'statistics',
] as const satisfies readonly Phase[]

async function build(prepared: Prepared, privateSchema: string, recorder: Recorder): Promise<void> {
  const statements = buildStatements(prepared.plan, privateSchema)
  await runPhase('tables', statements, prepared, recorder)
  await copyRows(prepared, privateSchema, recorder)
  for (const phase of AFTER_ROWS) await runPhase(phase, statements, prepared, recorder)
}

async function runPhase(
  phase: Exclude<Phase, 'schema' | 'publish' | 'rows'>,
  statements: readonly Statement[],
  { connection }: Prepared,
  recorder: Recorder,
): Promise<void> {
  if (!statements.some(statement => statement.phase === phase)) return
  await recorder.step(phase, '', () =>
    applyPhase(connection, statements, phase, ({ object }, done, total) =>
      recorder.progress(phase, object, BigInt(done), BigInt(total), 'statements'),
    ),
  )
}

async function copyRows(prepared: Prepared, schema: string, recorder: Recorder): Promise<void> {
  const { plan, reader, connection, source } = prepared
  const totalRows = plan.tables.reduce((sum, table) => sum + table.sourceRows, 0n)
  const totalBytes = plan.tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n)
  const copied: TableResult[] = []
  const quarantined = new Map<string, bigint>()
  let [doneRows, doneBytes] = [0n, 0n]
  await recorder.step('rows', `${totalRows} rows`, async () => {
    for (const table of plan.tables) {
      const ends = { reader, connection, encoding: source.encoding, schema }
      const onChunk = (rows: number, bytes: number): void => {
        doneRows += BigInt(rows)
        doneBytes += BigInt(bytes)
        recorder.progress('rows', table.source, doneRows, totalRows, 'rows', doneBytes, totalBytes)
      }
      copied.push(await copyTable(table, ends, onChunk))
      quarantined.set(table.source, await copyQuarantine(table, plan.quarantine, ends, onChunk))
      recorder.found({ copied, quarantined })
    }
  })
}

function replacedNotice(tables: readonly string[]) {
  return makeNotice(
    'REPLACED',
    tables.join(', '),
    `${tables.length === 1 ? 'was' : 'were'} replaced; the earlier tables are kept in a schema of their own`,
  )
}
