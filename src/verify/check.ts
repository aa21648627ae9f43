// How a check comes to be: two texts that must agree, or a remark where they need not.
import type { Check, CheckKind, CheckStatus } from '../model/verdict.ts'
import { needsParentheses } from './expression-text.ts'

const SHOWN_CHARACTERS = 100

/** A check that is `same` if both texts are equal, else `otherwise`. */
export function agreement(
  kind: CheckKind,
  object: string,
  expected: string,
  found: string,
  otherwise: { readonly status?: CheckStatus; readonly remark?: string } = {},
): Check {
  const { status = 'different', remark = '' } = otherwise
  const shownSides = shownValues(...onOneLine(expected, found))
  if (expected === found) return { ...shownSides, kind, object, status: 'same', remark: '' }
  return { ...shownSides, kind, object, status, remark }
}

/** Two expressions that seem to be the same, which the server may still be asked about. */
export function alike(kind: CheckKind, object: string, text: string, expressions: readonly string[]): Check {
  const check = agreement(kind, object, text, text)
  return expressions.some(needsParentheses) ? { ...check, isBySight: true } : check
}

/** The server breaks a long expression into lines. Where only a line break tells the two apart it is kept. */
function onOneLine(expected: string, found: string): readonly [string, string] {
  const [one, other] = [unbroken(expected), unbroken(found)]
  return one === other && expected !== found ? [expected, found] : [one, other]
}

function unbroken(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

/** Two values short enough for a line. */
export function shownValues(expected: string, found: string): Pick<Check, 'expected' | 'found'> {
  return { expected: shown(expected), found: shown(found) }
}

/** A check whose two texts say nothing by themselves. */
export function remarked(
  kind: CheckKind,
  object: string,
  status: CheckStatus,
  what: string,
  remark: string,
): Check {
  return { kind, object, status, expected: what, found: what, remark }
}

/** Something the target has although nobody planned it: worth seeing, never a difference. */
export function extra(kind: CheckKind, object: string, found: string): Check {
  return { kind, object, status: 'noted', expected: '', found: shown(found), remark: 'only in the target' }
}

function shown(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`
}

/** `tasks.user_id` or `tasks (user_id, completed)`. */
export function columnsOf(table: string, columns: readonly string[]): string {
  return columns.length === 1 ? `${table}.${columns[0]}` : `${table} ${listed(columns)}`
}

/** `(a, b)`. */
export function listed(columns: readonly string[]): string {
  return `(${columns.join(', ')})`
}

/** `1 value`, `2 values`. */
export function counted(count: bigint | number, noun: string): string {
  return `${count} ${noun}${BigInt(count) === 1n ? '' : 's'}`
}
