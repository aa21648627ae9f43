// How a run ends on the terminal: the result on standard output, what went wrong on standard error, the
// report where it was asked for, and the exit code.
import { asSqlite2pgError, type Sqlite2pgError } from '../model/errors.ts'
import type { RunReport, Verb } from '../model/report.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'
import { failureText } from '../report/failure-text.ts'
import { reportHtml } from '../report/html/page.ts'
import { reportToJson } from '../report/json.ts'
import { visibleLines } from '../report/visible-text.ts'
import { TOOL_VERSION } from '../run/tool-version.ts'
import { reportForm, writeOutputFile } from './output-files.ts'
import type { VerbResult } from './session.ts'
import type { Settings } from './settings.ts'
import { styleFor, type Terminal } from './terminal.ts'

/** Shows a result and returns its exit code. */
export function endWithResult(result: VerbResult, settings: Settings, terminal: Terminal): number {
  const { report } = result
  const text = settings.json ? reportToJson(report, result.more) : result.text
  if (text !== '') terminal.stdout.write(`${text}\n`)
  if (report.error !== null) showFailure(result, settings, terminal)
  writeReport(report, settings, terminal)
  return report.exitCode
}

function showFailure({ report, tells }: VerbResult, settings: Settings, terminal: Terminal): void {
  if (tells === 'everything' && !settings.json) return
  const style = styleFor(terminal.stderr, terminal, settings.noColor === true)
  const failure = failureText(report, style, tells === 'nothing' || settings.json === true)
  terminal.stderr.write(`${maskPasswords(failure)}\n`)
}

/** Shows what was thrown as the end of a run, and returns its exit code. */
export function endWithError(thrown: unknown, verb: Verb, settings: Settings, terminal: Terminal): number {
  const error = asSqlite2pgError(thrown)
  const report = reportOfError(error, verb, settings, terminal)
  const code = endWithResult({ report, text: '', tells: 'nothing' }, settings, terminal)
  if (error.code === 'INTERNAL' && settings.verbose) terminal.stderr.write(`${stackText(thrown)}\n`)
  return code
}

/** The run is over and may have published: a report that cannot be written changes no exit code. */
function writeReport(report: RunReport, settings: Settings, terminal: Terminal): void {
  if (settings.report === undefined) return
  try {
    const text = reportForm(settings.report) === 'html' ? reportHtml(report) : `${reportToJson(report)}\n`
    writeOutputFile('--report', settings.report, text, terminal.directory)
  } catch (thrown) {
    terminal.stderr.write(`sqlite2pg: ${asSqlite2pgError(thrown).message}\n`)
  }
}

function reportOfError(error: Sqlite2pgError, verb: Verb, settings: Settings, terminal: Terminal): RunReport {
  const { code, exitCode } = error
  const message = maskPasswords(error.message)
  const dryRun = verb === 'plan' || settings.dryRun === true
  const nothing = {
    tables: [],
    quarantine: null,
    foreignKeys: [],
    indexes: [],
    sequences: [],
    views: [],
    differences: [],
    checks: [],
    certificate: null,
    notices: [],
    steps: [],
  }
  return {
    formatVersion: 1,
    tool: { name: 'sqlite2pg', version: TOOL_VERSION },
    verb,
    dryRun,
    outcome: error.kind === 'interrupted' ? 'interrupted' : dryRun ? 'would fail' : 'failed',
    exitCode,
    startedAt: new Date(terminal.now()).toISOString(),
    seconds: 0,
    source: null,
    target: null,
    ...nothing,
    error: { code, message, hint: maskPasswords(error.hint) },
  }
}

function stackText(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const { cause } = thrown as { cause?: unknown }
  const below = cause instanceof Error ? `\ncaused by ${cause.stack ?? cause.message}` : ''
  return visibleLines(maskPasswords(stack + below)).join('\n')
}
