// `doctor`: can a run work here? Every question is asked, one after the other, so that all that is wrong is
// told at once. Changes nothing.
import type { DoctorLine } from '../model/doctor.ts'
import { asSqlite2pgError, type Sqlite2pgError } from '../model/errors.ts'
import type { TransferOptions } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { inspectServer, obstacles, type ServerFacts } from '../postgres/preflight.ts'
import { parseTarget } from '../postgres/target/parse-target.ts'
import { openSource } from '../sqlite/open-source.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import { checkOptions } from './check-options.ts'
import { serverLines, sourceLines } from './doctor-lines.ts'
import { readSource } from './read-source.ts'
import { Recorder } from './recorder.ts'
import { runSettings } from './run-settings.ts'

export interface DoctorResult {
  readonly report: RunReport
  readonly lines: readonly DoctorLine[]
}

/** What one side was found to be: its lines, and the first thing that makes a run impossible. */
interface Examination {
  readonly lines: readonly DoctorLine[]
  readonly error: Sqlite2pgError | null
}

export async function doctor(options: TransferOptions): Promise<DoctorResult> {
  const recorder = new Recorder({
    verb: 'doctor',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  const source = await examine('source', () => {
    checkOptions(options)
    return recorder.step('open', options.sqlitePath, () => examineSource(options, recorder))
  })
  const target = await examine('target', () =>
    recorder.step('connect', '', () => examineTarget(options, recorder)),
  )
  const report = recorder.reportEnding(source.error ?? target.error)
  return { report, lines: [...source.lines, ...target.lines] }
}

async function examine(subject: string, work: () => Promise<Examination>): Promise<Examination> {
  try {
    return await work()
  } catch (thrown) {
    const error = asSqlite2pgError(thrown)
    return { lines: [{ ok: 'no', subject, fact: error.message, next: error.hint }], error }
  }
}

async function examineSource(
  { sqlitePath, signal }: TransferOptions,
  recorder: Recorder,
): Promise<Examination> {
  const file = await openSource(sqlitePath, { signal })
  try {
    return { lines: sourceLines(await inspect(file, recorder)), error: null }
  } finally {
    file.close()
  }
}

async function inspect(file: SourceFile, recorder: Recorder) {
  const reader = file.openReader()
  reader.begin()
  const { narrowed, sound } = await readSource({ file, reader, workers: null })
  await sound
  recorder.found({ source: narrowed.source })
  return narrowed.source
}

async function examineTarget(options: TransferOptions, recorder: Recorder): Promise<Examination> {
  const settings = parseTarget(options)
  const { schema } = runSettings(options, settings.schema).plan
  const connection = await TargetConnection.connect(
    settings,
    options.signal === undefined ? {} : { signal: options.signal },
  )
  try {
    const facts = await inspectServer(connection, schema)
    recorder.found({ target: { url: connection.maskedUrl, serverVersion: connection.serverVersion, schema } })
    return judge(facts)
  } finally {
    await connection.close()
  }
}

function judge(facts: ServerFacts): Examination {
  const found = obstacles(facts, { writes: true, createSchemas: true, createInSchema: facts.schemaExists })
  return { lines: serverLines(facts, found), error: found[0] ?? null }
}
