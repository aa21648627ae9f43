// What a load knows before it writes: which table goes where, how each value is read, what does not fit, and what of the
// target stands in the way. Nothing is changed on either side.
import type { TableCensus } from '../../model/census.ts'
import { Sqlite2pgError } from '../../model/errors.ts'
import type { LoadOptions } from '../../model/options.ts'
import type { Notice } from '../../model/plan.ts'
import type { TargetSchema } from '../../model/target.ts'
import type { LoadReadings } from '../../plan/load/draft-columns.ts'
import { completeLoad, draftLoad, type LoadPlan } from '../../plan/load/make-load.ts'
import { type LoadMatch, matchLoad } from '../../plan/load/match-load.ts'
import { type ProjectedTable, projectTable } from '../../plan/load/project.ts'
import { readTargetSchema } from '../../postgres/catalog/catalog.ts'
import { readColumnTypes } from '../../postgres/catalog/column-types.ts'
import { readCheckDefinitions } from '../../postgres/catalog/load-obstacles.ts'
import { readUniqueRules } from '../../postgres/catalog/unique-rules.ts'
import { sqliteColumn } from '../../sql/quote.ts'
import { askReader } from '../../sqlite/asker.ts'
import { answerQuestions } from '../answer-questions.ts'
import { collectAside } from '../collect-aside.ts'
import { type Ends, takeCensuses } from '../prepare.ts'
import { proofNotices } from '../proof-notices.ts'
import type { Recorder } from '../recorder.ts'
import type { RunSettings } from '../run-settings.ts'
import { compareMigrations } from './compare-migrations.ts'
import { lossNotices } from './losses.ts'
import { findObstacles, type LoadObstacles } from './obstacles.ts'
import { readForTargets } from './read-targets.ts'
import { findForbiddenNeighbours } from './try-neighbours.ts'
import { findBrokenChecks, findRefusals } from './try-values.ts'

export interface PreparedLoad extends Ends {
  readonly settings: RunSettings
  readonly load: LoadPlan
  readonly obstacles: LoadObstacles
}

/** Throws TARGET_NO_SCHEMA, BAD_OPTION_VALUE, DECISION_NEEDED; what else keeps a load from beginning are notices. */
export async function prepareLoad(
  found: Ends,
  settings: RunSettings,
  options: LoadOptions,
  recorder: Recorder,
): Promise<PreparedLoad> {
  requireSchema(found)
  const { connection } = found
  const target = await readTargetSchema(connection, settings.plan.schema)
  const match = matchLoad({
    tables: found.tables,
    target,
    types: await readColumnTypes(connection, settings.plan.schema),
    names: options.names ?? null,
    include: settings.include,
  })
  const tables = match.tables.filter(({ columns }) => columns.length > 0).map(projectTable)
  const ends = { ...found, tables: tables.map(({ source }) => source) }
  const readings = await readForTargets(ends, tables, settings.plan)
  const census = await censusOf(ends, readings, recorder)
  const load = await recorder.step('plan', '', () =>
    planLoad(ends, { settings, match, target, tables, readings, census }),
  )
  recorder.found({ plan: load.plan })
  const obstacles = await findObstacles({ ...ends, settings, load })
  recorder.notice(...load.plan.notices, ...obstacles.notices, ...proofNotices(settings.proof))
  requireTables(load, ends, recorder.notices)
  return { ...ends, settings, load, obstacles }
}

function requireSchema({ facts: { schemaExists, schema, database } }: Ends): void {
  if (schemaExists) return
  throw new Sqlite2pgError(
    'TARGET_NO_SCHEMA',
    `database "${database}" has no schema "${schema}"`,
    "Run the application's own migrations first, or pass --schema with the schema that they made.",
  )
}

/** A blocker says more than that nothing is left. */
function requireTables({ tables }: LoadPlan, { facts }: Ends, notices: readonly Notice[]): void {
  if (tables.length > 0 || notices.some(({ severity }) => severity === 'blocker')) return
  throw new Sqlite2pgError(
    'DECISION_NEEDED',
    `schema "${facts.schema}" has none of the file's tables`,
    "Run the application's own migrations first, pass --schema with the schema that they made, or make the tables with sqlite2pg migrate.",
  )
}

function censusOf(ends: Ends, readings: LoadReadings, recorder: Recorder) {
  return takeCensuses(
    ends,
    {
      interest: (_, column) => readings.get(column)?.cast.interest ?? null,
      value: column => readings.get(column)?.cast.value(sqliteColumn(column)) ?? sqliteColumn(column),
    },
    recorder,
  )
}

interface LoadParts {
  readonly settings: RunSettings
  readonly match: LoadMatch
  readonly target: TargetSchema
  readonly tables: readonly ProjectedTable[]
  readonly readings: LoadReadings
  readonly census: ReadonlyMap<string, TableCensus>
}

async function planLoad(ends: Ends, parts: LoadParts): Promise<LoadPlan> {
  const { settings, match, target, tables, readings, census } = parts
  const { reader, workers, source, facts, connection } = ends
  const tried = { tables, readings, census }
  const refusals = await findRefusals(ends, tried)
  const names = tables.map(table => table.target.name)
  const checks = await readCheckDefinitions(connection, settings.plan.schema, names)
  const rules = await readUniqueRules(connection, settings.plan.schema, names)
  const refusedRows = [
    ...(await findBrokenChecks(ends, tried, checks)),
    ...(await findForbiddenNeighbours(ends, tried, rules, settings.plan.schema)),
  ]
  const notices = [
    ...match.notices,
    ...lossNotices(reader, match, census),
    ...(await compareMigrations(ends, match.skipped, settings.plan.schema)),
  ]
  const draft = draftLoad({
    ...{
      source,
      tables: ends.tables,
      census,
      options: settings.plan,
      matched: tables,
      readings,
      refusals,
      refusedRows,
      notices,
    },
    serverVersion: facts.versionNumber,
    compression: facts.compression,
    taken: target.tables.map(({ name }) => name),
  })
  const aside = await collectAside(reader, draft.aside)
  const asker = workers === null || draft.aside.places.length > 0 ? askReader(reader) : workers
  return completeLoad(draft, await answerQuestions(asker, draft.questions), aside)
}
