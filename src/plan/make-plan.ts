// Turns a source, its census and the user's wishes into a plan, in two steps: a draft with the questions only
// the source can answer, then the plan with the answers. Pure: everything it needs is an argument.
import type { Notice, Plan, PlannedIndex, PlannedTable, PlannedTrigger } from '../model/plan.ts'
import { type AsideDraft, draftAside } from './aside/aside-causes.ts'
import { withAsideKeys } from './aside/aside-keys.ts'
import { askForKept, type KeptQuestion, withKeptValues } from './aside/kept-values.ts'
import { type AsideCounts, planQuarantine, planSetAside } from './aside/set-aside.ts'
import { planColumns } from './columns.ts'
import type { Answer, DraftTable, PlanContext, PlanInput, Question } from './draft.ts'
import { draftTables } from './draft-tables.ts'
import { completeCheck, type DraftCheck, draftChecks } from './expressions/checks.ts'
import { completeGenerated, type DraftGenerated, draftGenerated } from './expressions/generated.ts'
import { planTriggers } from './expressions/triggers.ts'
import { noteHabits } from './habits.ts'
import { completeForeignKey, type DraftForeignKey, draftForeignKeys } from './keys/foreign-keys.ts'
import { type DraftIndex, planIndexes, wishedIndexes } from './keys/indexes.ts'
import {
  type CollisionQuestion,
  duplicateQuestions,
  indexCollisionQuestion,
  judgeCollisions,
} from './keys/key-collisions.ts'
import { type KeyDoubt, settleKeys } from './keys/key-doubts.ts'
import { draftKeys } from './keys/keys.ts'
import { noteMasks, noteUnknownMasks } from './mask/note-masks.ts'
import { Namespace } from './names/names.ts'
import { reserveGivenNames, reserveNotNullNames } from './names/object-names.ts'
import { note } from './notices.ts'
import { planReading } from './reading.ts'
import { noteHiddenRowids } from './rows/hidden-rowid.ts'
import { askForLongValues, judgeLongValues, type LengthQuestion } from './rows/long-values.ts'
import { askForWideRows, judgeWideRows, type WidthQuestion } from './rows/row-width.ts'
import { noteSortOrder } from './sort-order.ts'
import { noteSource } from './source-notices.ts'
import { askForCasts, type CastQuestion, judgeCasts } from './types/cast-counts.ts'
import { unifyTypes } from './types/unify-types.ts'
import { noteUnknownWishes } from './unknown-wishes.ts'
import { noteNarrowedViews } from './views/narrowed-views.ts'
import { planViews, reserveViewNames, type ViewTable } from './views/views.ts'

/** All that is decided before the source is asked. */
export interface PlanDraft {
  readonly context: PlanContext
  readonly tables: readonly {
    readonly draft: DraftTable
    readonly planned: Omit<PlannedTable, 'checks' | 'setAside'>
    readonly generated: readonly DraftGenerated[]
    readonly checks: readonly DraftCheck[]
  }[]
  readonly foreignKeys: readonly DraftForeignKey[]
  readonly indexes: readonly PlannedIndex[]
  readonly triggers: readonly PlannedTrigger[]
  /** By their names in the file. */
  readonly viewNames: ReadonlyMap<string, string>
  readonly collisions: readonly CollisionQuestion[]
  readonly doubts: readonly KeyDoubt[]
  readonly wideRows: readonly WidthQuestion[]
  readonly longValues: readonly LengthQuestion[]
  readonly castCounts: readonly CastQuestion[]
  /** Rows to be set aside, found before the questions are asked, which leave them out. */
  readonly aside: AsideDraft
  /** To be answered by the source, each once, in any order. */
  readonly questions: readonly Question[]
}

/** To be answered before the draft: expressions are translated by what stays of a column. */
export function keptQuestions(input: PlanInput): readonly KeptQuestion[] {
  if (input.options.badValues !== 'quarantine') return []
  const context = newContext(input)
  return askForKept(unifyTypes(draftTables(context), context))
}

export function draftPlan(input: PlanInput): PlanDraft {
  const context = newContext(input)
  noteSource(context)
  noteHiddenRowids(context)
  noteUnknownWishes(context)
  noteUnknownMasks(context)
  const typed = unifyTypes(draftTables(context), context)
  const drafts = withAsideKeys(withKeptValues(typed, input.kept ?? new Map()), context)
  for (const draft of drafts) reserveNotNullNames(draft, context)
  reserveGivenNames(drafts, context)
  noteMasks(drafts, context)
  noteHabits(drafts, context)
  const viewNames = reserveViewNames(context)
  // Indexes of the file keep their names, so they come before everything that has to give way.
  const indexes = drafts.map(draft => planIndexes(draft, context))
  const parts = drafts.map((draft, i) => draftParts(draft, indexes[i] ?? [], context))
  const foreignKeys = draftForeignKeys(drafts, parts, context)
  const triggers = planTriggers(drafts, context)
  const collisions = parts.flatMap(part => part.collisions)
  const doubts = parts.flatMap(part => part.doubts)
  const wideRows = drafts.flatMap(askForWideRows)
  const longValues = drafts.flatMap(draft => askForLongValues(draft))
  const castCounts = drafts.flatMap(askForCasts)
  noteSortOrder(drafts, context)
  const questions = [
    ...foreignKeys,
    ...parts.flatMap(part => part.checks),
    ...parts.flatMap(part => [...part.generated, ...part.checks].flatMap(({ doubts }) => doubts)),
    ...collisions,
    ...doubts,
    ...wideRows,
    ...longValues,
    ...castCounts,
  ].flatMap(({ question }) => question ?? [])
  return {
    context,
    tables: parts,
    foreignKeys,
    indexes: parts.flatMap(part => part.indexes),
    triggers,
    viewNames,
    collisions,
    doubts,
    wideRows,
    longValues,
    castCounts,
    aside: draftAside(
      {
        tables: drafts,
        checks: parts.flatMap(part => part.checks),
        collisions,
        wideRows,
        doubts,
        foreignKeys,
      },
      context,
    ),
    questions,
  }
}

function newContext(input: PlanInput): PlanContext {
  const constraints = new Map<string, Namespace>()
  const constraintsOf = (target: string): Namespace => {
    const names = constraints.get(target) ?? new Namespace()
    constraints.set(target, names)
    return names
  }
  return { input, notices: [], relations: new Namespace(), constraintsOf }
}

function draftParts(draft: DraftTable, ofFile: readonly DraftIndex[], context: PlanContext) {
  const keys = draftKeys(draft, context)
  const indexes = [...ofFile, ...wishedIndexes(draft, context)]
  const uniqueIndexes = draft.source.indexes.filter(
    (index, i) => index.unique && ofFile[i]?.index.state === 'created',
  )
  const generated = draftGenerated(draft, context)
  const columns = planColumns(draft, keys.primaryKey, generated, context)
  const planned = {
    source: draft.source.name,
    target: draft.target,
    sourceRows: draft.census.rows,
    columns,
    primaryKey: keys.primaryKey,
    uniques: keys.uniques,
    reading: planReading(draft),
  }
  return {
    draft,
    planned,
    generated,
    checks: draftChecks(draft, context),
    indexes: [...keys.indexes, ...indexes.map(({ index }) => index)],
    doubts: [...keys.doubts, ...indexes.flatMap(({ doubts }) => doubts)],
    collisions: [
      ...keys.collisions,
      ...uniqueIndexes.flatMap(index => indexCollisionQuestion(draft, index)),
      ...duplicateQuestions(draft),
    ],
  }
}

/** The plan, once every question has its answer; `aside` are the rows that were found to be set aside, by table. */
export function completePlan(
  draft: PlanDraft,
  answers: ReadonlyMap<Question, Answer>,
  aside: ReadonlyMap<string, AsideCounts> = new Map(),
): Plan {
  const { context } = draft
  const answerTo = (question: Question | null): Answer | undefined =>
    question === null ? undefined : answers.get(question)
  for (const long of draft.longValues) judgeLongValues(long, answerTo(long.question), context)
  for (const wide of draft.wideRows) judgeWideRows(wide, answerTo(wide.question), context)
  for (const collision of draft.collisions) judgeCollisions(collision, answerTo(collision.question), context)
  judgeCasts(draft.castCounts, answerTo, context)
  const quarantine = planQuarantine(aside, context)
  const planned = draft.tables.map(
    ({ draft: table, planned, generated, checks }): PlannedTable => ({
      ...planned,
      columns: completeGenerated(planned.columns, generated, answerTo, context),
      checks: checks.flatMap(check => completeCheck(check, answerTo, context)),
      ...planSetAside(table, planned.reading, aside.get(planned.source), quarantine, context),
    }),
  )
  const keys = settleKeys(planned, draft.indexes, draft.doubts, answerTo, context)
  const foreignKeys = draft.foreignKeys.map(key =>
    completeForeignKey(key, answerTo(key.question), keys, context),
  )
  if (foreignKeys.some(key => key.state !== 'left out')) {
    note(context, 'FOREIGN_KEYS_ENFORCED', 'foreign keys', 'PostgreSQL always enforces foreign keys')
  }
  const views = planViews(viewTables(draft, keys.tables), draft.viewNames, context)
  noteNarrowedViews(views, keys.tables, context)
  return {
    schema: context.input.options.schema,
    tables: keys.tables,
    foreignKeys,
    indexes: keys.indexes,
    triggers: draft.triggers,
    views,
    quarantine,
    notices: sortNotices(context.notices),
  }
}

function viewTables({ tables }: PlanDraft, planned: readonly PlannedTable[]): readonly ViewTable[] {
  return tables.flatMap(({ draft }) => {
    const table = planned.find(({ target }) => target === draft.target)
    return table === undefined ? [] : [{ draft, planned: table }]
  })
}

const ORDER = ['blocker', 'warning', 'info'] as const

function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  return notices.toSorted((a, b) => rankOf(a) - rankOf(b))
}

/** By severity; a lost uniqueness before a lost index. */
function rankOf({ severity, code }: Notice): number {
  return ORDER.indexOf(severity) * 2 + (code === 'UNIQUE_INDEX_LEFT_OUT' ? 0 : 1)
}
