// A repair carried out: compared, changed, compared again and committed in one transaction of one moment, so that what
// was looked at is what is changed. Until its commit nobody has seen anything; whatever goes wrong, all is as it was.
import { asSqlite2pgError, Sqlite2pgError } from '../../model/errors.ts'
import type { Repair, RepairedTable } from '../../model/repair.ts'
import type { Verdict } from '../../model/verdict.ts'
import { makeNotice } from '../../plan/notices.ts'
import { sqlState } from '../../postgres/errors/errors.ts'
import { readTransactionId } from '../../postgres/transaction-fate.ts'
import { repairedRows } from '../../report/repair-text.ts'
import { requireCommitted } from '../commit-fate.ts'
import type { Prepared } from '../prepare.ts'
import { requireSame } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import { judgeBeyondTables } from '../verify.ts'
import { requireConsent } from './consent.ts'
import { type PreparedRepair, repairRecord, withRepair } from './prepare-repair.ts'
import { isBehind, proveRepair, withSequences } from './prove-repair.ts'
import type { RepairOptions } from './repair.ts'
import { type RepairStatement, rowStatements } from './script.ts'
import { scriptFacts, writeScript } from './write-repair.ts'

/** Longer than an application's transaction, shorter than a person's patience. */
const LOCK_TIMEOUT_MS = 10_000

interface Applied {
  readonly repair: PreparedRepair
  /** What both sides are like before the commit. */
  readonly verdict: Verdict
}

/** Throws DIFFERENT where something is left that no row mends. */
export async function applyRepair(
  prepared: Prepared,
  options: RepairOptions,
  recorder: Recorder,
  found: (repair: Repair) => void,
): Promise<void> {
  const { repair, verdict } = await inOneTransaction(prepared, () =>
    withRepair(prepared, recorder, options, async repair => {
      if (repair.tables.length + repair.sequences.length === 0) return { repair, verdict: repair.verdict }
      if (options.onScript) await writeScript(repair, scriptFacts(prepared), options.onScript)
      await requireConsent(repair.tables, options)
      return changeAndProve(prepared, repair, recorder, options.signal)
    }),
  )
  recorder.notice(...repair.tables.map(repairedNotice))
  const judged = await judgeBeyondTables(prepared, verdict, recorder).catch(error => {
    // The connection may have ended with the commit; what was committed is proven.
    if (asSqlite2pgError(error).code === 'TARGET_LOST') return verdict
    throw error
  })
  recorder.found({ verdict: judged })
  const remaining = judged.checks.filter(({ status }) => status === 'different')
  found(repairRecord(repair, remaining, true))
  const rows = repair.tables.length === 0 ? 'No row differs' : 'The rows are repaired'
  requireSame(
    judged,
    `${rows}. What is left is for you to mend, or move everything anew with sqlite2pg migrate --force-recreate.`,
  )
}

async function changeAndProve(
  prepared: Prepared,
  repair: PreparedRepair,
  recorder: Recorder,
  signal: AbortSignal | undefined,
): Promise<Applied> {
  await recorder.step('repair', prepared.plan.schema, async () => {
    if (repair.tables.length === 0) return
    for await (const statement of rowStatements(repair.rows)) await run(prepared, statement)
  })
  const proven = await recorder.step('verify', '', () => proveRepair(prepared, repair, recorder, signal))
  const raised = repair.sequences.filter(({ column }) => isBehind(proven, column))
  for (const statement of raised) await run(prepared, statement)
  const verdict = raised.length === 0 ? proven : await withSequences(prepared, proven)
  return { repair: { ...repair, sequences: raised }, verdict }
}

async function run({ connection }: Prepared, { sql, object }: RepairStatement): Promise<void> {
  await connection.execute(sql, { doing: 'repairing', ...(object !== '' && { object }) })
}

/** If all went well up to the COMMIT, the server decides what its failure means. */
async function inOneTransaction(prepared: Prepared, work: () => Promise<Applied>): Promise<Applied> {
  const { connection, plan } = prepared
  const ready: { readonly applied: Applied; readonly transactionId: bigint }[] = []
  try {
    await connection.transaction(
      async () => {
        const applied = await work()
        ready.push({ applied, transactionId: await readTransactionId(connection) })
      },
      { isolation: 'repeatable read', lockTimeoutMs: LOCK_TIMEOUT_MS },
    )
  } catch (error) {
    const [doubtful] = ready
    if (doubtful === undefined) throw explained(error)
    const words = { schema: plan.schema, doing: 'repaired' } as const
    await requireCommitted(connection, doubtful.transactionId, words, explained(error))
  }
  const [done] = ready
  if (done === undefined) throw new Error('a transaction succeeded without its work')
  return done.applied
}

const CONSTRAINT_CLASS = '23'
const ROW_COUNTS: ReadonlySet<string> = new Set(['P0002', 'P0003'])

/** Of a statement that the server refused for its rows. */
function explained(error: unknown): unknown {
  const state = sqlState(error)
  if (!(error instanceof Sqlite2pgError) || state === undefined) return error
  const hint = state.startsWith(CONSTRAINT_CLASS)
    ? 'Nothing was changed. Another session has added such a row, or the target forbids what the source holds: run again, and if it is refused again mend that constraint first.'
    : ROW_COUNTS.has(state)
      ? 'Nothing was changed. A trigger or a rule of the target keeps a row from being changed: switch it off, or run as the owner of the tables.'
      : null
  return hint === null
    ? error
    : new Sqlite2pgError('TARGET_FAILED', error.message, hint, { cause: error.cause })
}

function repairedNotice(repaired: RepairedTable) {
  return makeNotice('REPAIRED', repaired.table, repairedRows(repaired))
}
