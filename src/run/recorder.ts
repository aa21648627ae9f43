// Keeps the time of a run's steps and passes its events on; what was learned on the way makes the report,
// however the run ends.
import { asSqlite2pgError, type Sqlite2pgError } from '../model/errors.ts'
import type { OnEvent, Step } from '../model/event.ts'
import type { Notice } from '../model/plan.ts'
import type { ReportedStep, RunReport, Verb } from '../model/report.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'
import { type Findings, reportedFindings } from './findings.ts'
import { interruption } from './interruption.ts'
import { makeCertificate } from './make-certificate.ts'
import { TOOL_VERSION } from './tool-version.ts'

export interface RecorderOptions {
  readonly verb: Verb
  readonly dryRun: boolean
  readonly onEvent: OnEvent | undefined
  readonly signal: AbortSignal | undefined
}

export class Recorder {
  readonly #options: RecorderOptions
  readonly #startedAt = new Date()
  readonly #started = performance.now()
  readonly #steps: ReportedStep[] = []
  readonly #notices: Notice[] = []
  #findings: Findings = {}

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  /** Runs one step: timed, told, and not begun after an interruption. */
  async step<Result>(name: Step, detail: string, work: () => Result | Promise<Result>): Promise<Result> {
    this.#options.signal?.throwIfAborted()
    this.#tell({ type: 'step started', step: name, detail })
    const started = performance.now()
    const result = await work()
    const durationMs = performance.now() - started
    this.#steps.push({ name, seconds: durationMs / 1000, wall: durationMs / 1000 })
    this.#tell({ type: 'step finished', step: name, durationMs })
    return result
  }

  /** Tells the beginning of a step that is timed elsewhere, because it overlaps with others. */
  startStep(name: Step, detail: string): void {
    this.#tell({ type: 'step started', step: name, detail })
  }

  endStep(name: Step, durationMs: number): void {
    this.#tell({ type: 'step finished', step: name, durationMs })
  }

  /** Adds steps that were timed elsewhere to the report. */
  addSteps(steps: readonly ReportedStep[]): void {
    this.#steps.push(...steps)
  }

  /** Adds to what is known; later values replace earlier ones. */
  found(findings: Findings): void {
    this.#findings = { ...this.#findings, ...findings }
  }

  get verb(): Verb {
    return this.#options.verb
  }

  /** Everything noticed so far, in order. */
  get notices(): readonly Notice[] {
    return this.#notices
  }

  /** Adds notices to the report and tells them. */
  notice(...notices: readonly Notice[]): void {
    this.#notices.push(...notices)
    for (const notice of notices) this.#tell({ type: 'notice', notice })
  }

  progress(
    step: Step,
    object: string,
    done: bigint,
    total: bigint,
    unit: 'rows' | 'tables' | 'statements' | 'checks',
    bytes = 0n,
    totalBytes = 0n,
  ): void {
    this.#tell({ type: 'progress', step, object, done, total, unit, bytes, totalBytes })
  }

  /** The report of the run, with the error that ended it, if one did. */
  report(error: Sqlite2pgError | null): RunReport {
    const { verb, dryRun } = this.#options
    return {
      formatVersion: 1,
      tool: { name: 'sqlite2pg', version: TOOL_VERSION },
      verb,
      dryRun,
      outcome: outcomeOf(error, dryRun),
      exitCode: error?.exitCode ?? 0,
      startedAt: this.#startedAt.toISOString(),
      seconds: (performance.now() - this.#started) / 1000,
      ...reportedFindings(this.#findings, dryRun),
      certificate: error === null ? makeCertificate(this.#findings, verb, this.#notices) : null,
      notices: this.#notices,
      steps: this.#steps,
      error: error === null ? null : reportedError(error),
    }
  }

  /** As `report`, but an interruption explains whatever else ended the run. */
  reportEnding(error: Sqlite2pgError | null): RunReport {
    return error === null ? this.report(null) : this.reportThrown(error)
  }

  /** Ends with the run where it is told to stop. */
  get signal(): AbortSignal | undefined {
    return this.#options.signal
  }

  /** Tells something that is for nobody's report. */
  tell(text: string): void {
    this.#tell({ type: 'message', level: 'info', text })
  }

  /** What ended the run, as it is told. */
  endingOf(thrown: unknown): Sqlite2pgError {
    return endingOf(thrown, this.#options.signal)
  }

  /** The report for whatever was thrown; an abort that reached us bare is the interruption it stands for. */
  reportThrown(thrown: unknown): RunReport {
    const error = this.endingOf(thrown)
    // A fault of ours: its stack is for the log of --verbose, not for the report.
    if (error.kind === 'internal' && thrown instanceof Error)
      this.#tell({ type: 'message', level: 'detail', text: thrown.stack ?? thrown.message })
    return this.report(error)
  }

  #tell(event: Parameters<OnEvent>[0]): void {
    this.#options.onEvent?.(event)
  }
}

/** The last gate before a report leaves the library: whatever was repeated in a message, no password was. */
function reportedError({ code, message, hint }: Sqlite2pgError): RunReport['error'] {
  return { code, message: maskPasswords(message), hint: maskPasswords(hint) }
}

function outcomeOf(error: Sqlite2pgError | null, dryRun: boolean): RunReport['outcome'] {
  if (error?.kind === 'interrupted') return 'interrupted'
  if (dryRun) return error === null ? 'would succeed' : 'would fail'
  return error === null ? 'succeeded' : 'failed'
}

function endingOf(thrown: unknown, signal: AbortSignal | undefined): Sqlite2pgError {
  const error = asSqlite2pgError(thrown)
  // A server lost while publishing may have published: that must be told, interrupted or not.
  const stopped = signal?.aborted === true && error.code !== 'TARGET_LOST'
  return stopped ? interruption(thrown) : error
}
