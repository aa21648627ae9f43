// Plans the CHECK constraints: translated where the meaning is provably the same, dropped where the type
// says it already, left out with their text otherwise. Rows that break one make it NOT VALID.
import { countOf } from '../../codec/codec.ts'
import type { PlannedCheck } from '../../model/plan.ts'
import { trustPostgres } from '../../sql/text.ts'
import type { Answer, DraftTable, PlanContext, Question } from '../draft.ts'
import { nameObject } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { askForViolations } from '../questions.ts'
import { publishedName, validateConstraint } from '../remedies.ts'
import { translateFor } from './expressions.ts'
import { doubtFailures, type FailureDoubt, foundFailure } from './failing-rows.ts'

export interface DraftCheck {
  readonly table: DraftTable
  readonly planned: Omit<PlannedCheck, 'valid'>
  readonly question: Question | null
  /** Rows for which PostgreSQL would fail to compute it. */
  readonly doubts: readonly FailureDoubt[]
}

export function draftChecks(table: DraftTable, context: PlanContext): readonly DraftCheck[] {
  const carried = table.source.checks.flatMap(check => {
    const translation = translateFor(table, check.expression, 'check', context.input.serverVersion)
    if (!translation.ok) {
      note(
        context,
        'CHECK_LEFT_OUT',
        table.source.name,
        `CHECK (${check.expression}) is left out: ${translation.because}`,
        translation.hint ?? writeByHand(table, context),
      )
      return []
    }
    if (translation.redundant) {
      note(context, 'CHECK_REDUNDANT', table.source.name, `CHECK (${check.expression}) is not needed`)
      return []
    }
    const name = nameObject('check', { declared: check.name, made: `${table.target}_check` }, table, context)
    const planned = { name, expression: translation.sql, source: check.expression }
    const question = askForViolations(table, check.expression)
    return [{ table, planned, question, doubts: doubtFailures(table, translation.failures) }]
  })
  return [...carried, ...wishedChecks(table, context)]
}

function wishedChecks(table: DraftTable, context: PlanContext): readonly DraftCheck[] {
  return (table.wishes.checks ?? []).map(wish => ({
    table,
    planned: {
      name: nameObject('check', { wished: wish.name, made: `${table.target}_check` }, table, context),
      expression: trustPostgres(wish.expression),
      source: null,
    },
    // SQLite would count the rows before they are masked.
    question: table.columns.some(({ mask }) => mask !== null)
      ? null
      : askForViolations(table, wish.expression),
    doubts: [],
  }))
}

const FAIL_HINT = 'Pass --bad-values=widen to load them with the constraint NOT VALID, or mend the rows.'

/** Nothing where some row stands in its way. */
export function completeCheck(
  draft: DraftCheck,
  answerTo: (question: Question) => Answer | undefined,
  context: PlanContext,
): readonly PlannedCheck[] {
  const failure = foundFailure(draft.doubts, answerTo)
  if (failure === null)
    return [judgeRows(draft, draft.question === null ? undefined : answerTo(draft.question), context)]
  const { table, planned } = draft
  const message = `CHECK (${planned.source}) is left out: ${failure}`
  note(context, 'CHECK_LEFT_OUT', table.source.name, message, writeByHand(table, context))
  return []
}

function writeByHand({ target }: DraftTable, context: PlanContext): string {
  return `Write the condition in PostgreSQL: ALTER TABLE ${publishedName(context, target)} ADD CHECK (…);`
}

function judgeRows(draft: DraftCheck, answer: Answer | undefined, context: PlanContext): PlannedCheck {
  const { source, expression } = draft.planned
  // A wish is PostgreSQL's language, and SQLite need not understand it.
  const isCounted = answer !== undefined || (source !== null && draft.question !== null)
  if (!isCounted || answer?.count === 0n) return { ...draft.planned, valid: true }
  const object = `${draft.table.source.name}.${draft.planned.name}`
  const broken = `${breakers(answer)} CHECK (${source ?? expression})`
  if (context.input.options.badValues === 'fail') note(context, 'BAD_VALUES', object, broken, FAIL_HINT)
  else
    note(context, 'CHECK_NOT_VALID', object, `${broken}; it is created NOT VALID`, hintToMend(draft, context))
  return { ...draft.planned, valid: false }
}

function hintToMend({ table, planned }: DraftCheck, context: PlanContext): string {
  const statement = validateConstraint(context, table.target, planned.name)
  return `New rows are checked. Mend the rows, then ${statement} Or pass --bad-values=quarantine to set them aside.`
}

function breakers(answer: Answer | undefined): string {
  if (answer === undefined) return 'SQLite fails to count the rows that break'
  return `${countOf(answer.count, 'row')} ${answer.count === 1n ? 'breaks' : 'break'}`
}
