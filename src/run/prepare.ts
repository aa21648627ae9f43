// What `migrate`, `plan`, `verify` and `load` have in common: the source is opened and read, the target is looked at,
// and, but for a load, the plan is made. Nothing is changed on either side.

import type { Interest } from '../codec/interest.ts'
import { takeCensus } from '../inspect/census.ts'
import { TableScan } from '../inspect/table-scan.ts'
import type { TableCensus } from '../model/census.ts'
import type { TransferOptions } from '../model/options.ts'
import type { Plan } from '../model/plan.ts'
import type { SourceColumn, SourceDatabase, SourceTable } from '../model/source.ts'
import { completePlan, draftPlan, keptQuestions } from '../plan/make-plan.ts'
import { makeNotice } from '../plan/notices.ts'
import { withRowids } from '../plan/rows/rowid-column.ts'
import type { CastFinder } from '../plan/types/column-casts.ts'
import { interestFinder } from '../plan/types/column-interest.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { inspectServer, type ServerFacts } from '../postgres/preflight.ts'
import { type ConnectionSettings, parseTarget } from '../postgres/target/parse-target.ts'
import { sqliteColumn } from '../sql/quote.ts'
import type { SqliteSql } from '../sql/text.ts'
import { askReader } from '../sqlite/asker.ts'
import { openSource } from '../sqlite/open-source.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'
import { answerQuestions, countKept } from './answer-questions.ts'
import { beginReading } from './begin-reading.ts'
import { checkOptions } from './check-options.ts'
import { collectAside } from './collect-aside.ts'
import { maskedFor } from './masking.ts'
import { proofNotices } from './proof-notices.ts'
import { readSource } from './read-source.ts'
import type { Recorder } from './recorder.ts'
import { type RunSettings, runSettings } from './run-settings.ts'
import { serveCasts } from './serve-casts.ts'

/** Everything a run works with once its plan is made. */
export interface Prepared extends Ends {
  readonly settings: RunSettings
  readonly plan: Plan
}

/** Both sides, opened and looked at. */
export interface Ends {
  readonly file: SourceFile
  /** This thread's reader; the workers' are in the same moment. */
  readonly reader: SourceReader
  /** Null where one reader is enough. */
  readonly workers: WorkerPool | null
  readonly source: SourceDatabase
  /** Throws SOURCE_CORRUPT unless the structure of the file is sound. */
  readonly sound: Promise<void>
  /** The tables of the source that are moved. */
  readonly tables: readonly SourceTable[]
  readonly connection: TargetConnection
  readonly facts: ServerFacts
}

interface Closable {
  close(): void | Promise<void>
}

type PreparedOptions = Parameters<typeof runSettings>[0]

/** Opens both ends, makes the plan, hands it to the work, and closes what it opened. */
export function withPrepared<Result>(
  options: PreparedOptions,
  recorder: Recorder,
  work: (prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  return withEnds(options, recorder, async (ends, settings) =>
    work(await preparePlan(ends, settings, recorder)),
  )
}

/** Takes the census and makes the plan. */
export async function preparePlan(ends: Ends, settings: RunSettings, recorder: Recorder): Promise<Prepared> {
  const casts = await serveCasts({ ...ends, serverVersion: ends.facts.versionNumber }, settings.plan)
  const interest = interestFinder(
    ends.tables,
    settings.plan,
    ends.facts.versionNumber,
    ends.source.tables,
    casts,
  )
  const value = (column: SourceColumn) =>
    casts(column)?.cast.value(sqliteColumn(column)) ?? sqliteColumn(column)
  const census = await takeCensuses(ends, { interest, value }, recorder)
  const plan = await recorder.step('plan', '', () => makePlan(ends, census, casts, settings))
  recorder.found({ plan })
  recorder.notice(...plan.notices, ...proofNotices(settings.proof))
  return { ...ends, settings, plan }
}

/** Opens both ends, hands them to the work, and closes what it opened. */
export async function withEnds<Result>(
  options: PreparedOptions,
  recorder: Recorder,
  work: (ends: Ends, settings: RunSettings) => Promise<Result>,
): Promise<Result> {
  checkOptions(options)
  const target = parseTarget(options)
  const settings = maskedFor(recorder.verb, runSettings(options, target.schema))
  recorder.notice(...target.remarks.map(remark => makeNotice('URL_REMARK', 'target', remark)))
  const opened: Closable[] = []
  try {
    const ends = {
      ...(await openSourceEnd(options, settings, recorder, opened)),
      ...(await openTargetEnd(target, options, settings, recorder, opened)),
    }
    return await work(ends, settings)
  } finally {
    for (const closable of opened.toReversed()) await closable.close()
  }
}

async function openSourceEnd(
  { sqlitePath, signal }: TransferOptions,
  settings: RunSettings,
  recorder: Recorder,
  opened: Closable[],
): Promise<Pick<Ends, 'file' | 'reader' | 'workers' | 'source' | 'tables' | 'sound'>> {
  const file = await recorder.step('open', sqlitePath, () =>
    openSource(sqlitePath, { signal, maskKey: settings.masking.key ?? undefined }),
  )
  opened.push(file)
  const reader = file.openReader()
  const { include, exclude, plan } = settings
  return recorder.step('inspect', file.path, async () => {
    const workers = await beginReading(file, reader, settings, signal)
    if (workers !== null) opened.push(workers)
    const { narrowed, sound } = await readSource({ file, reader, workers }, include, exclude)
    const { source, tables } = withRowids(narrowed, plan.casts)
    recorder.found({ source })
    return { file, reader, workers, source, tables, sound }
  })
}

/** What fails in a damaged file fails for its damage. */
async function whileChecked<Result>(sound: Promise<void>, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } finally {
    await sound
  }
}

async function openTargetEnd(
  target: ConnectionSettings,
  { signal }: TransferOptions,
  { plan: { schema } }: RunSettings,
  recorder: Recorder,
  opened: Closable[],
): Promise<Pick<Ends, 'connection' | 'facts'>> {
  const options = signal === undefined ? {} : { signal }
  const connection = await recorder.step('connect', target.maskedUrl, () =>
    TargetConnection.connect(target, options),
  )
  opened.push(connection)
  const { maskedUrl, serverVersion } = connection
  recorder.found({ target: { url: maskedUrl, serverVersion, schema } })
  return { connection, facts: await inspectServer(connection, schema) }
}

/** What the census looks for in a column, and the value that it counts. */
export interface CensusWish {
  readonly interest: (table: SourceTable, column: SourceColumn) => Interest | null
  readonly value: (column: SourceColumn) => SqliteSql
}

/** The step `census`: of every table by its name. */
export function takeCensuses(
  ends: Pick<Ends, 'reader' | 'workers' | 'source' | 'tables' | 'sound'>,
  wish: CensusWish,
  recorder: Recorder,
): Promise<ReadonlyMap<string, TableCensus>> {
  return recorder.step('census', `${ends.tables.length} tables`, () =>
    whileChecked(ends.sound, () => countTables(ends, wish, recorder)),
  )
}

async function countTables(
  { reader, workers, source, tables }: Pick<Ends, 'reader' | 'workers' | 'source' | 'tables'>,
  { interest, value }: CensusWish,
  recorder: Recorder,
): Promise<ReadonlyMap<string, TableCensus>> {
  const census = new Map<string, TableCensus>()
  for (const [done, table] of tables.entries()) {
    const tell = () => recorder.progress('census', table.name, BigInt(done), BigInt(tables.length), 'tables')
    tell()
    const scan = new TableScan(reader, table, tell, workers === null ? {} : { asker: workers })
    census.set(table.name, await takeCensus(scan, source.encoding, column => interest(table, column), value))
  }
  return census
}

async function makePlan(
  { reader, workers, source, tables, facts }: Ends,
  census: ReadonlyMap<string, TableCensus>,
  casts: CastFinder,
  settings: RunSettings,
): Promise<Plan> {
  const input = {
    source,
    tables,
    census,
    options: settings.plan,
    serverVersion: facts.versionNumber,
    casts,
    compression: facts.compression,
  }
  const draft = draftPlan({ ...input, kept: countKept(reader, keptQuestions(input)) })
  const aside = await collectAside(reader, draft.aside)
  // Rows that are set aside lie in temporary tables of this thread's reader.
  const asker = workers === null || draft.aside.places.length > 0 ? askReader(reader) : workers
  return completePlan(draft, await answerQuestions(asker, draft.questions), aside)
}
