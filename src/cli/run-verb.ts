// One verb from its request to its exit code: ask, start the target, work, show. Whatever is thrown on the
// way becomes the end of this run.

import { Sqlite2pgError } from '../model/errors.ts'
import type { Verb } from '../model/report.ts'
import { includeText } from '../plan/select-tables.ts'
import { interruption } from '../run/interruption.ts'
import type { ChosenTarget } from './choose-target.ts'
import { confirmDestruction } from './confirm.ts'
import { withTarget } from './embedded-target.ts'
import { endWithError, endWithResult } from './ending.ts'
import { watchInterrupts } from './interrupts.ts'
import { createProgress } from './progress.ts'
import type { Request } from './request.ts'
import { libraryOptions, type RunVerb, type Session, type VerbResult } from './session.ts'
import type { Settings } from './settings.ts'
import { styleFor, type Terminal } from './terminal.ts'
import { runDoctor } from './verbs/doctor.ts'
import { runLoad } from './verbs/load.ts'
import { runMigrate } from './verbs/migrate.ts'
import { runPlan } from './verbs/plan.ts'
import { runRefresh } from './verbs/refresh.ts'
import { runRepair } from './verbs/repair.ts'
import { runRollback } from './verbs/rollback.ts'
import { runServe } from './verbs/serve.ts'
import { runStatus } from './verbs/status.ts'
import { runVerify } from './verbs/verify.ts'

const TRANSFERS: Readonly<Partial<Record<Verb, RunVerb>>> = {
  migrate: runMigrate,
  plan: runPlan,
  load: runLoad,
  refresh: runRefresh,
  verify: runVerify,
  repair: runRepair,
  doctor: runDoctor,
  rollback: runRollback,
  status: runStatus,
}

/** Runs the verb and returns the exit code; throws nothing. */
export async function runVerb(request: Request, terminal: Terminal): Promise<number> {
  const { settings, verb } = request
  const progress = createProgress(settings, terminal)
  const interrupts = watchInterrupts(terminal, line => progress.tell(line))
  const style = styleFor(terminal.stdout, terminal, settings.noColor === true)
  const session: Session = { request, terminal, progress, signal: interrupts.signal, style }
  try {
    return verb === 'serve' ? await runServe(session) : await runTransfer(session)
  } catch (thrown) {
    progress.stop()
    return endWithError(explained(thrown, session), verb, settings, terminal)
  } finally {
    progress.stop()
    interrupts.release()
  }
}

async function runTransfer(session: Session): Promise<number> {
  const { request, terminal, progress, signal } = session
  const run = TRANSFERS[request.verb]
  if (run === undefined) throw new Error(`the verb ${request.verb} has no command`)
  await confirmDestruction(request, terminal, signal)
  return withTarget(session, async target => {
    const result = await run(session, libraryOptions(session, target))
    progress.stop()
    const told = inGivenWords(withUrlOrigin(result, request.target), request.settings)
    return endWithResult(told, request.settings, terminal)
  })
}

function withUrlOrigin(result: VerbResult, target: ChosenTarget): VerbResult {
  const { error } = result.report
  if (error === null || error.code !== 'BAD_TARGET_URL') return result
  return {
    ...result,
    report: { ...result.report, error: { ...error, hint: error.hint + originText(target) } },
  }
}

/** Of `--tables` the library knows that it is `--include`. */
function inGivenWords(result: VerbResult, { includedTables = [] }: Settings): VerbResult {
  const { error } = result.report
  if (error?.code !== 'BAD_OPTION_VALUE') return result
  const message = includedTables.reduce(
    (text, glob) => text.replace(includeText(glob), () => `--tables ${glob}`),
    error.message,
  )
  return { ...result, report: { ...result.report, error: { ...error, message } } }
}

/** An abort that reached us bare is the interruption it stands for; a bad URL is told with where it was found. */
function explained(thrown: unknown, { signal, request }: Session): unknown {
  if (!(thrown instanceof Sqlite2pgError)) return signal.aborted ? interruption() : thrown
  if (thrown.code !== 'BAD_TARGET_URL') return thrown
  return new Sqlite2pgError(thrown.code, thrown.message, thrown.hint + originText(request.target))
}

function originText(target: ChosenTarget): string {
  return target.kind === 'url' && target.origin !== 'the command line'
    ? ` The URL was taken from ${target.origin}.`
    : ''
}
