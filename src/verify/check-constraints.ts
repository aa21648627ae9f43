// CHECK constraints, found by name or else by what they say.
// https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS
import type { PlannedCheck } from '../model/plan.ts'
import type { TargetCheck } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { postgresName } from '../sql/quote.ts'
import type { PostgresSql } from '../sql/text.ts'
import { agreement, alike, extra, remarked } from './check.ts'
import { sameExpression } from './expression-text.ts'
import type { TableMatch } from './match-tables.ts'

export function compareChecks(schema: string, match: TableMatch): readonly Check[] {
  const { planned, target } = match
  const pairs = planned.checks.map(check => ({ check, partner: findCheck(match, check) }))
  const taken = new Set(pairs.map(({ partner }) => partner?.name))
  const extras = target.checks
    .filter(check => !taken.has(check.name))
    .map(check => extra('check', `${planned.target}.${check.name}`, check.definition))
  return [...pairs.map(({ check, partner }) => compareCheck(schema, match, check, partner)), ...extras]
}

function findCheck(match: TableMatch, check: PlannedCheck): TargetCheck | undefined {
  const { checks } = match.target
  return (
    checks.find(found => found.name === check.name) ?? checks.find(found => saysTheSame(match, check, found))
  )
}

function compareCheck(
  schema: string,
  match: TableMatch,
  check: PlannedCheck,
  partner: TargetCheck | undefined,
): Check {
  const object = `${match.planned.target}.${check.name}`
  if (partner === undefined) return agreement('check', object, check.expression, '')
  if (!saysTheSame(match, check, partner))
    return agreement('check', object, check.expression, expressionOf(partner), {
      status: 'noted',
      remark: 'written differently; the two were not evaluated',
    })
  if (partner.validated !== check.valid)
    return compareState(object, check.valid, partner, postgresName(schema, match.target.name))
  if (partner.name !== check.name)
    return remarked('check', object, 'noted', check.expression, `called ${partner.name}`)
  return alike('check', object, check.expression, [check.expression, expressionOf(partner)])
}

function saysTheSame({ names }: TableMatch, check: PlannedCheck, found: TargetCheck): boolean {
  return sameExpression(check.expression, expressionOf(found), names)
}

/** `CHECK ((a > 0)) NOT VALID` without what stands around the expression. */
export function expressionOf({ definition }: TargetCheck): string {
  return definition.replace(/^CHECK \(/, '').replace(/\)(?: NO INHERIT)?(?: NOT VALID| NOT ENFORCED)?$/, '')
}

/** Of the file it is known that rows break it; of a target only that nobody looked. */
export function compareState(object: string, valid: boolean, found: TargetCheck, table: PostgresSql): Check {
  if (!valid) return agreement('check', object, 'not valid: rows break it', stateOf(found))
  const remark = isEnforced(found)
    ? `it was never validated: run ALTER TABLE ${table} VALIDATE CONSTRAINT ${postgresName(found.name)};`
    : ''
  return agreement('check', object, 'valid', stateOf(found), { remark })
}

function stateOf(found: TargetCheck): string {
  if (!isEnforced(found)) return 'not enforced'
  return found.validated ? 'valid' : 'not valid'
}

function isEnforced({ definition }: TargetCheck): boolean {
  return !definition.endsWith(' NOT ENFORCED')
}
