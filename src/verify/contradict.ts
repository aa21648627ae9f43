// Two defaults that are written differently may mean the same, so that is noted only; but two plain values
// (false and true, 'medium' and 'low') can be told apart without asking anybody.
import type { PlannedColumn } from '../model/plan.ts'
import { plainExpression } from './expression-text.ts'

const TRUTH: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false }

type Reading = (literal: string) => string | boolean | number | undefined

const READINGS: Readonly<Partial<Record<PlannedColumn['family'], Reading>>> = {
  boolean: literal => TRUTH[literal.replace(/^'(.*)'$/, '$1')],
  integer: numberOf,
  numeric: numberOf,
  real: numberOf,
  text: literal => (/^(?:'\S*'|(?:- )?\d+(?:\.\d+)?)$/.test(literal) ? literal : undefined),
}

/** True if both are plain values, and not the same one. A `false` means unknown. */
export function contradict(
  { family }: PlannedColumn,
  planned: string,
  found: string,
  names: ReadonlyMap<string, string>,
): boolean {
  const read = READINGS[family] ?? (() => undefined)
  const [expected, actual] = [read(plainExpression(planned, names)), read(plainExpression(found))]
  return expected !== undefined && actual !== undefined && expected !== actual
}

function numberOf(literal: string): number | undefined {
  return /^(?:- )?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(literal)
    ? Number(literal.replace('- ', '-'))
    : undefined
}
