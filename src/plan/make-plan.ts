// Turns a source, its census and the user's wishes into a plan, in two steps: a draft with the questions only
// the source can answer, then the plan with the answers. Pure: everything it needs is an argument.
import type { Notice, Plan, PlannedIndex, PlannedTable, PlannedTrigger, PlannedView } from '../model/plan.ts'
import { completeCheck, type DraftCheck, draftChecks } from './checks.ts'
import { planColumns } from './columns.ts'
import {
  type Answer,
  type DraftTable,
  type PlanContext,
  type PlanInput,
  type Question,
  sameName,
} from './draft.ts'
import { draftTables } from './draft-tables.ts'
import { completeForeignKey, type DraftForeignKey, draftForeignKeys } from './foreign-keys.ts'
import { planIndexes } from './indexes.ts'
import {
  type CollisionQuestion,
  collisionQuestion,
  duplicateQuestions,
  judgeCollisions,
} from './key-collisions.ts'
import { draftKeys } from './keys.ts'
import { Namespace } from './names.ts'
import { note } from './notices.ts'
import { planReading } from './reading.ts'
import { askForWideRows, judgeWideRows, type WidthQuestion } from './row-width.ts'
import { noteSource } from './source-notices.ts'
import { planTriggers } from './triggers.ts'
import { unifyTypes } from './unify-types.ts'

/** All that is decided before the source is asked. */
export interface PlanDraft {
  readonly context: PlanContext
  readonly tables: readonly {
    readonly draft: DraftTable
    readonly planned: Omit<PlannedTable, 'checks'>
    readonly checks: readonly DraftCheck[]
  }[]
  readonly foreignKeys: readonly DraftForeignKey[]
  readonly indexes: readonly PlannedIndex[]
  readonly triggers: readonly PlannedTrigger[]
  readonly views: readonly PlannedView[]
  readonly collisions: readonly CollisionQuestion[]
  readonly wideRows: readonly WidthQuestion[]
  /** To be answered by the source, each once, in any order. */
  readonly questions: readonly Question[]
}

export function draftPlan(input: PlanInput): PlanDraft {
  const context: PlanContext = { input, notices: [], relations: new Namespace() }
  noteSource(context)
  noteUnknownTables(context)
  const drafts = unifyTypes(draftTables(context), context)
  const parts = drafts.map(draft => draftParts(draft, context))
  const foreignKeys = draftForeignKeys(drafts, context)
  const triggers = planTriggers(drafts, context)
  const collisions = parts.flatMap(part => part.collisions)
  const wideRows = drafts.flatMap(askForWideRows)
  const questions = [
    ...foreignKeys,
    ...parts.flatMap(part => part.checks),
    ...collisions,
    ...wideRows,
  ].flatMap(({ question }) => question ?? [])
  return {
    context,
    tables: parts,
    foreignKeys,
    indexes: parts.flatMap(part => part.indexes),
    triggers,
    views: planViews(context),
    collisions,
    wideRows,
    questions,
  }
}

function draftParts(draft: DraftTable, context: PlanContext) {
  const keys = draftKeys(draft, context)
  const uniqueIndexes = draft.source.indexes.filter(
    index => index.unique && index.columns.every(item => item.column !== null),
  )
  const columns = planColumns(draft, keys.primaryKey, context)
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
    checks: draftChecks(draft, new Namespace(), context),
    indexes: [...keys.indexes, ...planIndexes(draft, context)],
    collisions: [
      ...keys.collisions,
      ...uniqueIndexes.flatMap(index =>
        collisionQuestion(
          draft,
          index.columns.map(item => item.column ?? ''),
          index.where,
        ),
      ),
      ...duplicateQuestions(draft),
    ],
  }
}

function noteUnknownTables(context: PlanContext): void {
  for (const name of Object.keys(context.input.options.tables)) {
    if (context.input.source.tables.some(table => sameName(table.name, name))) continue
    note(context, 'WISH_UNKNOWN', name, 'the configuration names a table the file does not have')
  }
  for (const name of Object.keys(context.input.options.casts)) {
    const known = context.input.source.tables.some(table =>
      table.columns.some(column => sameName(`${table.name}.${column.name}`, name)),
    )
    if (!known) note(context, 'WISH_UNKNOWN', name, '--cast names a column the file does not have')
  }
}

function planViews(context: PlanContext): readonly PlannedView[] {
  return context.input.source.views.map(view => {
    note(context, 'VIEW_LEFT_OUT', view.name, `is left out: ${view.sql}`)
    return { name: view.name, state: 'left out', sql: null, because: 'views are not translated yet' }
  })
}

/** The plan, once every question has its answer. */
export function completePlan(draft: PlanDraft, answers: ReadonlyMap<Question, Answer>): Plan {
  const { context } = draft
  const answerTo = (question: Question | null): Answer | undefined =>
    question === null ? undefined : answers.get(question)
  for (const wide of draft.wideRows) judgeWideRows(wide, answerTo(wide.question), context)
  for (const collision of draft.collisions) judgeCollisions(collision, answerTo(collision.question), context)
  const tables = draft.tables.map(
    ({ planned, checks }): PlannedTable => ({
      ...planned,
      checks: checks.map(check => completeCheck(check, answerTo(check.question), context)),
    }),
  )
  const foreignKeys = draft.foreignKeys.map(key => completeForeignKey(key, answerTo(key.question), context))
  if (foreignKeys.some(key => key.state !== 'left out')) {
    note(context, 'FOREIGN_KEYS_ENFORCED', 'foreign keys', 'PostgreSQL always enforces foreign keys')
  }
  return {
    schema: context.input.options.schema,
    tables,
    foreignKeys,
    indexes: draft.indexes,
    triggers: draft.triggers,
    views: draft.views,
    notices: sortNotices(context.notices),
  }
}

const ORDER = ['blocker', 'warning', 'info'] as const

function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  return notices.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
