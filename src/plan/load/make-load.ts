// Plans a load in two steps, as a migration is planned: a draft with the questions that only the file can answer, then the
// plan. It is a plan as any other, but for its structure, which is the target's own and stays as it is. Pure.
import type { Notice, Plan, PlannedColumn, PlannedTable } from '../../model/plan.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { postgresName } from '../../sql/quote.ts'
import { trustPostgres } from '../../sql/text.ts'
import { type AsideDraft, draftAside } from '../aside/aside-causes.ts'
import { withAsideKeys } from '../aside/aside-keys.ts'
import { type AsideCounts, planQuarantine, planSetAside } from '../aside/set-aside.ts'
import type { Answer, DraftTable, PlanContext, PlanInput, Question } from '../draft.ts'
import type { CollisionQuestion } from '../keys/key-collisions.ts'
import { Namespace } from '../names/names.ts'
import { planReading } from '../reading.ts'
import { askForLongValues, judgeLongValues, type LengthQuestion } from '../rows/long-values.ts'
import { askForWideRows, judgeWideRows, type WidthQuestion } from '../rows/row-width.ts'
import { planSending } from '../sending.ts'
import { askForCasts, type CastQuestion, judgeCasts } from '../types/cast-counts.ts'
import { noteUnknownWishes } from '../unknown-wishes.ts'
import { draftLoadTable, type LoadReadings, noteMisfits, type Refusals } from './draft-columns.ts'
import {
  askForLoadedKeys,
  draftLoadedKeys,
  judgeLoadedKey,
  type LoadedKey,
  type LoadTable,
  planLoadedKey,
} from './load-keys.ts'
import { orderLoad } from './load-order.ts'
import type { ProjectedTable } from './project.ts'
import { noteRefused, type RefusedRows, setRefusedAside } from './refused-rows.ts'

export interface LoadInput extends PlanInput {
  readonly readings: LoadReadings
  readonly matched: readonly ProjectedTable[]
  /** What was found while tables and columns were matched. */
  readonly notices: readonly Notice[]
  readonly refusals: Refusals
  readonly refusedRows: readonly RefusedRows[]
  /** Relations of the target, of which a quarantine table takes no name. */
  readonly taken: readonly string[]
}

export interface LoadDraft {
  readonly context: PlanContext
  readonly tables: readonly LoadTable[]
  readonly keys: readonly LoadedKey[]
  readonly collisions: readonly CollisionQuestion[]
  readonly wideRows: readonly WidthQuestion[]
  readonly longValues: readonly LengthQuestion[]
  readonly castCounts: readonly CastQuestion[]
  readonly aside: AsideDraft
  readonly questions: readonly Question[]
}

/** A plan with what a load needs besides. */
export interface LoadPlan {
  readonly plan: Plan
  /** Tables in the order in which they are loaded, parents first. */
  readonly tables: readonly PlannedTable[]
  readonly keys: readonly PlannedLoadKey[]
}

export interface PlannedLoadKey extends LoadedKey {
  /** In the file; null where the target alone can tell. */
  readonly orphans: bigint | null
  /** It is taken away for the load and put back in the same transaction. */
  readonly isTakenAway: boolean
}

export function draftLoad(input: LoadInput): LoadDraft {
  const context = newContext(input)
  noteUnknownWishes(context)
  const drafts = withAsideKeys(
    input.matched.map(table => draftLoadTable(table, censusOf(input, table), input.readings, input.refusals)),
    context,
  )
  const tables = input.matched.flatMap((matched, i): readonly LoadTable[] => {
    const draft = drafts[i]
    return draft === undefined ? [] : [{ matched, draft }]
  })
  for (const { draft, matched } of tables) noteMisfits(draft, matched, context)
  for (const refused of input.refusedRows) noteRefused(refused, context)
  const others = input.refusedRows.flatMap(refused => setRefusedAside(refused, drafts))
  const keys = draftLoadedKeys(tables, input.options.schema)
  const collisions = tables.flatMap(askForLoadedKeys)
  const wideRows = drafts.flatMap(askForWideRows)
  const longValues = drafts.flatMap(draft => askForLongValues(draft))
  const castCounts = drafts.flatMap(askForCasts)
  const asked = [...keys, ...collisions, ...wideRows, ...longValues, ...castCounts]
  return {
    ...{ context, tables, keys, collisions, wideRows, longValues, castCounts },
    aside: draftAside(
      { tables: drafts, checks: [], collisions, wideRows, doubts: [], foreignKeys: keys, others },
      context,
    ),
    questions: asked.flatMap(({ question }) => question ?? []),
  }
}

function censusOf({ census }: LoadInput, { source }: ProjectedTable) {
  const found = census.get(source.name)
  if (found === undefined) throw new Error(`no census of ${source.name}`)
  return found
}

function newContext(input: LoadInput): PlanContext {
  const relations = new Namespace()
  for (const name of input.taken) relations.take(name)
  return { input, notices: [...input.notices], relations, constraintsOf: () => new Namespace() }
}

export function completeLoad(
  draft: LoadDraft,
  answers: ReadonlyMap<Question, Answer>,
  aside: ReadonlyMap<string, AsideCounts>,
): LoadPlan {
  const { context, keys } = draft
  const answerTo = (question: Question | null): Answer | undefined =>
    question === null ? undefined : answers.get(question)
  for (const long of draft.longValues) judgeLongValues(long, answerTo(long.question), context)
  for (const wide of draft.wideRows) judgeWideRows(wide, answerTo(wide.question), context)
  for (const collision of draft.collisions) judgeLoadedKey(collision, answerTo(collision.question), context)
  judgeCasts(draft.castCounts, answerTo, context)
  const quarantine = planQuarantine(aside, context)
  const planned = draft.tables.map((table): PlannedTable => {
    const { draft: own, matched } = table
    const reading = planReading(own)
    const counts = aside.get(own.source.name)
    const whole = { ...own, source: matched.whole }
    return { ...planTable(table, own), ...planSetAside(whole, reading, counts, quarantine, context) }
  })
  const foreignKeys = keys.map(key => planLoadedKey(key, answerTo(key.question), context))
  const order = orderLoad(
    planned.map(({ target }) => target),
    keys,
  )
  const byTarget = new Map(planned.map(table => [table.target, table]))
  return {
    plan: {
      schema: context.input.options.schema,
      ...{ tables: planned, foreignKeys, quarantine, indexes: [], triggers: [], views: [] },
      notices: context.notices,
    },
    tables: order.tables.flatMap(name => byTarget.get(name) ?? []),
    keys: keys.map((key, i) => {
      const orphans = key.ends === null ? null : (foreignKeys[i]?.orphans ?? 0n)
      return { ...key, orphans, isTakenAway: orphans !== 0n || order.inTheWay.has(key) }
    }),
  }
}

/** The target's own keys, defaults and types: what the proof holds the target against. */
function planTable({ matched }: LoadTable, draft: DraftTable): Omit<PlannedTable, 'reading' | 'setAside'> {
  const keys = matched.target.keys
  const primary = keys.find(key => key.primary)
  return {
    source: draft.source.name,
    target: draft.target,
    sourceRows: draft.census.rows,
    columns: matched.columns.flatMap((_, i) => planColumn(matched, draft, i)),
    primaryKey: primary === undefined ? null : { name: primary.name, columns: primary.columns },
    uniques: [],
    checks: [],
  }
}

function planColumn(matched: ProjectedTable, draft: DraftTable, i: number): readonly PlannedColumn[] {
  const [column, pair] = [draft.columns[i], matched.columns[i]]
  if (column === undefined || pair === undefined) return []
  const { source, candidate } = column
  const { target, type } = pair
  const { sequence } = target
  return [
    {
      source: source.name,
      target: target.name,
      declared: source.declaredType,
      type: target.type,
      family: candidate.family,
      reading: candidate.reading.name,
      because: column.because,
      notNull: target.notNull,
      default: target.default === null ? null : trustPostgres(target.default),
      identity:
        sequence === null ? null : { sequence: sequence.name, lastValue: highestOf(matched, draft, i) },
      generated: null,
      value: column.value,
      ...planSending(column),
      proof: candidate.reading.proof(column.provenValue, postgresName(target.name)),
      digest: candidate.reading.digest(column.provenValue, type.isDomain ? null : column.census),
    },
  ]
}

/** The largest id of the file, or the mark of AUTOINCREMENT where it is further on. */
function highestOf({ source }: ProjectedTable, { columns }: DraftTable, i: number): bigint | null {
  const column = columns[i]
  const largest = column?.census.integers.max ?? null
  const isRowid = column !== undefined && sameName(source.rowidAlias ?? '', column.source.name)
  const mark = isRowid ? source.sequence : null
  const highest = [largest, mark].reduce<bigint>((high, one) => (one !== null && one > high ? one : high), 0n)
  return highest < 1n ? null : highest
}
