// Plans the CHECK constraints: translated where the meaning is provably the same, dropped where the type
// says it already, left out with their text otherwise. Rows that break one make it NOT VALID.
import type { PlannedCheck } from '../model/plan.ts'
import { trustPostgres } from '../sql/text.ts'
import type { Answer, DraftTable, PlanContext, Question } from './draft.ts'
import { translateFor } from './expressions.ts'
import type { Namespace } from './names.ts'
import { note } from './notices.ts'
import { askForViolations, askForWishViolations } from './questions.ts'

export interface DraftCheck {
  readonly table: DraftTable
  readonly planned: Omit<PlannedCheck, 'valid'>
  readonly question: Question | null
}

export function draftChecks(
  table: DraftTable,
  names: Namespace,
  context: PlanContext,
): readonly DraftCheck[] {
  const carried = table.source.checks.flatMap(check => {
    const translation = translateFor(table, check.expression, 'check', context.input.serverVersion)
    if (!translation.ok) {
      note(
        context,
        'CHECK_LEFT_OUT',
        table.source.name,
        `CHECK (${check.expression}) is left out: ${translation.because}`,
      )
      return []
    }
    if (translation.redundant) {
      note(context, 'CHECK_REDUNDANT', table.source.name, `CHECK (${check.expression}) is not needed`)
      return []
    }
    const name = names.takeFree(check.name ?? `${table.target}_check`)
    const planned = { name, expression: translation.sql, source: check.expression }
    return [{ table, planned, question: askForViolations(table, check.expression) }]
  })
  return [...carried, ...wishedChecks(table, names)]
}

function wishedChecks(table: DraftTable, names: Namespace): readonly DraftCheck[] {
  return (table.wishes.checks ?? []).map(wish => ({
    table,
    planned: {
      name: names.takeFree(wish.name ?? `${table.target}_check`),
      expression: trustPostgres(wish.expression),
      source: null,
    },
    question: askForWishViolations(table, wish.expression),
  }))
}

export function completeCheck(
  draft: DraftCheck,
  answer: Answer | undefined,
  context: PlanContext,
): PlannedCheck {
  if (answer === undefined || answer.count === 0n) return { ...draft.planned, valid: true }
  const object = `${draft.table.source.name}.${draft.planned.name}`
  note(
    context,
    'CHECK_NOT_VALID',
    object,
    `${answer.count} rows break CHECK (${draft.planned.source ?? draft.planned.expression}); it is created NOT VALID`,
  )
  return { ...draft.planned, valid: false }
}
