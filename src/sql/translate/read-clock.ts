// The ways SQLite SQL asks the clock, brought to one form: a strftime() format, a start, a shift, a zone.
// https://www.sqlite.org/lang_datefunc.html
import type { CallExpression, ClockWord, Expression } from '../expression.ts'

export interface ClockReading {
  /** As in strftime(), or what has no format: seconds since 1970, or days since noon of 4714 BC. */
  readonly form:
    | { readonly kind: 'format'; readonly format: string }
    | { readonly kind: 'epoch' }
    | { readonly kind: 'fine epoch' }
    | { readonly kind: 'julian' }
  /** Cut to the beginning of this unit before anything is added. */
  readonly start: 'day' | 'month' | 'year' | null
  /** `7 days`, as PostgreSQL and SQLite both write it; null when nothing is added. */
  readonly shift: string | null
  readonly isLocal: boolean
  /** A modifier that has no exact counterpart, as written. */
  readonly unknown: string | null
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['datetime', '%Y-%m-%d %H:%M:%S'],
  ['date', '%Y-%m-%d'],
  ['time', '%H:%M:%S'],
])

const WORDS: Readonly<Record<ClockWord, string>> = {
  CURRENT_TIMESTAMP: '%Y-%m-%d %H:%M:%S',
  CURRENT_DATE: '%Y-%m-%d',
  CURRENT_TIME: '%H:%M:%S',
}

/** Null when the node is no question to the clock, such as `date('2024-05-06')` or a sum. */
export function readClock(node: Expression): ClockReading | null {
  if (node.kind === 'clock') return { form: { kind: 'format', format: WORDS[node.word] }, ...NO_MODIFIERS }
  if (node.kind === 'binary' && node.operator === '||') return joinedClock(node.left, node.right)
  if (node.kind !== 'call') return null
  const texts = node.args.flatMap(arg => textOf(arg) ?? [])
  if (texts.length < node.args.length) return null
  const reading = readCall(node, texts)
  const isWholeSecond = node.args.some(arg => arg.kind !== 'text')
  return reading !== null && isWholeSecond && isFine(reading)
    ? { ...reading, unknown: reading.unknown ?? 'CURRENT_TIMESTAMP' }
    : reading
}

const NO_MODIFIERS = { start: null, shift: null, isLocal: false, unknown: null }

/** `date('now') || ' ' || time('now')` and `datetime('now') || 'Z'` are formats too. */
function joinedClock(left: Expression, right: Expression): ClockReading | null {
  const [before, after] = [formatOf(left), formatOf(right)]
  const clock = before?.clock ?? after?.clock
  if (before === null || after === null || clock == null) return null
  const isPlain = [before.clock, after.clock].every(each => each === null || isUnmodified(each))
  if (!isPlain && before.clock !== null && after.clock !== null) return null
  return { ...clock, form: { kind: 'format', format: before.format + after.format } }
}

function formatOf(node: Expression): { format: string; clock: ClockReading | null } | null {
  if (node.kind === 'text') return { format: node.value.replaceAll('%', '%%'), clock: null }
  const clock = readClock(node)
  return clock?.form.kind === 'format' ? { format: clock.form.format, clock } : null
}

function isUnmodified({ start, shift, isLocal, unknown }: ClockReading): boolean {
  return start === null && shift === null && !isLocal && unknown === null
}

/** CURRENT_TIMESTAMP as a moment is now, cut to the second. */
function textOf(node: Expression): string | null {
  if (node.kind === 'text') return node.value
  return node.kind === 'clock' && node.word === 'CURRENT_TIMESTAMP' ? 'now' : null
}

function isFine({ form }: ClockReading): boolean {
  return form.kind === 'format' ? form.format.includes('%f') : form.kind !== 'epoch'
}

function readCall({ name }: CallExpression, texts: readonly string[]): ClockReading | null {
  const [format, ...rest] = texts
  if (name === 'strftime' && format !== undefined) return readTime(formOf(format), rest)
  if (name === 'unixepoch') return readTime({ kind: 'epoch' }, texts)
  if (name === 'julianday') return readTime({ kind: 'julian' }, texts)
  const own = FORMATS.get(name)
  return own === undefined ? null : readTime({ kind: 'format', format: own }, texts)
}

function formOf(format: string): ClockReading['form'] {
  if (format === '%s') return { kind: 'epoch' }
  return {
    kind: 'format',
    format: format.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').replaceAll('%R', '%H:%M'),
  }
}

// Without any argument the time is now; a lone 'subsec' is now as well.
function readTime(
  form: ClockReading['form'],
  [time = 'now', ...modifiers]: readonly string[],
): ClockReading | null {
  const first = time.toLowerCase()
  if (first === 'subsec' || first === 'subsecond') return readTime(form, ['now', first, ...modifiers])
  if (first !== 'now') return null
  return modifiers.reduce(applyModifier, { form, ...NO_MODIFIERS })
}

// Months and years are not among the shifts: SQLite runs over the end of a month, PostgreSQL stops there.
const SHIFT = /^([+-]?)(\d{1,6}(?:\.\d{1,3})?) (second|minute|hour|day)s?$/
const CLOCK_SHIFT = /^([+-])(\d\d:\d\d(?::\d\d)?)$/
const START = /^start of (day|month|year)$/

function applyModifier(reading: ClockReading, modifier: string): ClockReading {
  const known = modifier.trim().toLowerCase()
  if (known === 'localtime' && isUnmodified(reading)) return { ...reading, isLocal: true }
  const start = START.exec(known)?.[1]
  if (start !== undefined && reading.shift === null && reading.start === null)
    return { ...reading, start: start as 'day' | 'month' | 'year' }
  if (SHIFT.test(known) || CLOCK_SHIFT.test(known)) return { ...reading, shift: added(reading.shift, known) }
  const fine = known === 'subsec' || known === 'subsecond' ? fineForm(reading.form) : null
  return fine === null ? { ...reading, unknown: reading.unknown ?? modifier } : { ...reading, form: fine }
}

function added(shift: string | null, more: string): string {
  const plain = more.replace(/^\+/, '')
  return shift === null ? plain : `${shift} ${plain}`
}

function fineForm(form: ClockReading['form']): ClockReading['form'] {
  if (form.kind === 'epoch') return { kind: 'fine epoch' }
  return form.kind === 'format' ? { kind: 'format', format: form.format.replace('%S', '%f') } : form
}
