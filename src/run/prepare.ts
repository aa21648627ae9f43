// What `migrate`, `plan` and `verify` have in common: the source is opened and read, the target is looked at,
// and the plan is made. Nothing is changed on either side.
import { takeCensus } from '../inspect/census.ts'
import { inspectSource } from '../inspect/inspect.ts'
import type { TableCensus } from '../model/census.ts'
import type { TransferOptions } from '../model/options.ts'
import type { Plan } from '../model/plan.ts'
import type { SourceDatabase, SourceTable } from '../model/source.ts'
import { interestFinder } from '../plan/column-interest.ts'
import { completePlan, draftPlan } from '../plan/make-plan.ts'
import { selectTables } from '../plan/select-tables.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { parseTarget } from '../postgres/parse-target.ts'
import { inspectServer, type ServerFacts } from '../postgres/preflight.ts'
import { openSource } from '../sqlite/open-source.ts'
import { quickCheck } from '../sqlite/quick-check.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import { answerQuestions } from './answer-questions.ts'
import type { Recorder } from './recorder.ts'
import type { RunSettings } from './run-settings.ts'

/** Everything a run works with once its plan is made. */
export interface Prepared {
  readonly file: SourceFile
  readonly reader: SourceReader
  readonly source: SourceDatabase
  readonly connection: TargetConnection
  readonly facts: ServerFacts
  readonly plan: Plan
}

/** Opens both ends, makes the plan, hands it to the work, and closes what it opened. */
export async function withPrepared<Result>(
  options: TransferOptions,
  settings: RunSettings,
  recorder: Recorder,
  work: (prepared: Prepared) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(options)
  const { signal } = options
  const opened: { close(): void | Promise<void> }[] = []
  try {
    const file = await recorder.step('open', options.sqlitePath, () =>
      openSource(options.sqlitePath, { signal }),
    )
    opened.push(file)
    const reader = file.openReader()
    const source = await recorder.step('inspect', file.path, () => inspect(file, reader))
    recorder.found({ source })
    const connection = await recorder.step('connect', target.maskedUrl, () =>
      TargetConnection.connect(target, signal === undefined ? {} : { signal }),
    )
    opened.push(connection)
    const facts = await inspectServer(connection, settings.plan.schema)
    recorder.found({
      target: {
        url: connection.maskedUrl,
        serverVersion: connection.serverVersion,
        schema: settings.plan.schema,
      },
    })
    const tables = selectTables(source, settings.include, settings.exclude)
    const census = await recorder.step('census', `${tables.length} tables`, () =>
      countTables(reader, source, tables, settings, facts, recorder),
    )
    const plan = await recorder.step('plan', '', () =>
      makePlan(reader, source, tables, census, settings, facts),
    )
    recorder.found({ plan })
    for (const notice of plan.notices) recorder.notice(notice)
    return await work({ file, reader, source, connection, facts, plan })
  } finally {
    for (const closable of opened.toReversed()) await closable.close()
  }
}

/** Holds the moment that everything is read from. */
function inspect(file: SourceFile, reader: SourceReader): SourceDatabase {
  reader.begin()
  quickCheck(reader, file.path)
  return inspectSource(file, reader)
}

async function countTables(
  reader: SourceReader,
  source: SourceDatabase,
  tables: readonly SourceTable[],
  settings: RunSettings,
  facts: ServerFacts,
  recorder: Recorder,
): Promise<ReadonlyMap<string, TableCensus>> {
  const interest = interestFinder(tables, settings.plan, facts.versionNumber)
  const census = new Map<string, TableCensus>()
  for (const [done, table] of tables.entries()) {
    recorder.progress('census', table.name, BigInt(done), BigInt(tables.length), 'tables')
    census.set(
      table.name,
      takeCensus(reader, table, source.encoding, column => interest(table, column)),
    )
    await new Promise(resolve => setImmediate(resolve))
  }
  return census
}

function makePlan(
  reader: SourceReader,
  source: SourceDatabase,
  tables: readonly SourceTable[],
  census: ReadonlyMap<string, TableCensus>,
  settings: RunSettings,
  facts: ServerFacts,
): Plan {
  const draft = draftPlan({
    source,
    tables,
    census,
    options: settings.plan,
    serverVersion: facts.versionNumber,
  })
  return completePlan(draft, answerQuestions(reader, draft.questions))
}
