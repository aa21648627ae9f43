// A repair carried out: compared, changed, compared again and committed in one transaction of one moment, so that what
// was looked at is what is changed. Until its commit nobody has seen anything; whatever goes wrong, all is as it was.
import { asSqlite2pgError, Sqlite2pgError } from '../../model/errors.ts'
import type { Repair, RepairedTable } from '../../model/repair.ts'
import type { Check, Verdict } from '../../model/verdict.ts'
import { makeNotice } from '../../plan/notices.ts'
import { sqlState } from '../../postgres/errors/errors.ts'
import { nothingWritten, repairedRows } from '../../report/repair-text.ts'
import type { Prepared } from '../prepare.ts'
import { requireSame } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import { commitOnce } from '../short-transaction.ts'
import { judgeBeyondTables } from '../verify.ts'
import { requireConsent } from './consent.ts'
import { isEmptyRepair, leftToYou, type PreparedRepair, repairRecord, withRepair } from './prepare-repair.ts'
import { isBehind, proveRepair, withSequences } from './prove-repair.ts'
import type { RepairOptions } from './repair.ts'
import { type RepairStatement, remainingDifference, rowStatements } from './script.ts'
import { scriptFacts, writeScript } from './write-repair.ts'

/** Longer than an application's transaction, shorter than a person's patience. */
const LOCK_TIMEOUT_MS = 10_000

interface Applied {
  readonly repair: PreparedRepair
  /** What both sides are like before the commit. */
  readonly verdict: Verdict
}

/**
 * Throws DIFFERENT where something differs and nothing of it is a row. Once rows are repaired the run has succeeded, and
 * what is left is a warning: no other code than 0 may stand for a target that has changed.
 */
export async function applyRepair(
  prepared: Prepared,
  options: RepairOptions,
  recorder: Recorder,
  found: (repair: Repair) => void,
): Promise<void> {
  const { repair, verdict } = await inOneTransaction(prepared, () =>
    withRepair(prepared, recorder, options, async repair => {
      if (isEmptyRepair(repair)) return { repair, verdict: repair.verdict }
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
  if (isEmptyRepair(repair)) requireSame(judged, leftToYou(nothingWritten(remaining)))
  else recorder.notice(...remaining.map(leftNotice))
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

function inOneTransaction({ connection, plan }: Prepared, work: () => Promise<Applied>): Promise<Applied> {
  const words = { schema: plan.schema, doing: 'repaired' } as const
  const options = { isolation: 'repeatable read', lockTimeoutMs: LOCK_TIMEOUT_MS } as const
  return commitOnce(connection, words, work, options).catch(error => {
    throw explained(error)
  })
}

/** By the beginning of the server's code. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const NEXT_STEPS: readonly (readonly [string, string])[] = [
  [
    '23502',
    'The target wants a value that the source does not have: give that column a DEFAULT, or drop its NOT NULL, and run again.',
  ],
  [
    '23',
    'Another session has added such a row, or the target forbids what the source holds: run again, and if it is refused again mend that constraint first.',
  ],
  [
    'P0002',
    'A trigger or a rule of the target keeps a row from being changed: switch it off, or run as the owner of the tables.',
  ],
  [
    'P0003',
    'A key stands for more than one row of the target: look for a damaged index (REINDEX TABLE), or for a rule that changes other rows as well.',
  ],
]

/** Of a statement that the server refused for its rows. */
function explained(error: unknown): unknown {
  const state = sqlState(error)
  if (!(error instanceof Sqlite2pgError) || state === undefined) return error
  const next = NEXT_STEPS.find(([code]) => state.startsWith(code))?.[1]
  return next === undefined
    ? error
    : new Sqlite2pgError('TARGET_FAILED', error.message, `Nothing was changed. ${next}`, {
        cause: error.cause,
      })
}

function leftNotice(check: Check) {
  return makeNotice('REPAIR_LEFT', check.object, `differs still: ${remainingDifference(check)}`)
}

function repairedNotice(repaired: RepairedTable) {
  return makeNotice('REPAIRED', repaired.table, repairedRows(repaired))
}
