// The ways SQLite SQL asks the clock, brought to one form: a strftime() format, a shift, a zone.
// https://www.sqlite.org/lang_datefunc.html
import type { CallExpression, ClockWord, Expression } from './expression.ts'

export interface ClockReading {
  /** As in strftime(), or what has no format: seconds since 1970, or days since noon of 4714 BC. */
  readonly form:
    | { readonly kind: 'format'; readonly format: string }
    | { readonly kind: 'epoch' }
    | { readonly kind: 'julian' }
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
  if (node.kind !== 'call') return null
  const texts = node.args.flatMap(arg => (arg.kind === 'text' ? [arg.value] : []))
  return texts.length === node.args.length ? readCall(node, texts) : null
}

const NO_MODIFIERS = { shift: null, isLocal: false, unknown: null }

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

// Without any argument the time is now.
function readTime(
  form: ClockReading['form'],
  [time = 'now', ...modifiers]: readonly string[],
): ClockReading | null {
  if (time.toLowerCase() !== 'now') return null
  return modifiers.reduce(applyModifier, { form, ...NO_MODIFIERS })
}

// Months and years are not among the shifts: SQLite runs over the end of a month, PostgreSQL stops there.
const SHIFT = /^[+-]?(\d{1,6}) (second|minute|hour|day)s?$/i

function applyModifier(reading: ClockReading, modifier: string): ClockReading {
  const known = modifier.trim().toLowerCase()
  if (known === 'localtime' && !reading.isLocal && reading.shift === null)
    return { ...reading, isLocal: true }
  if (SHIFT.test(known) && reading.shift === null && !reading.isLocal)
    return { ...reading, shift: known.replace(/^\+/, '') }
  if ((known === 'subsec' || known === 'subsecond') && reading.form.kind === 'format') {
    return { ...reading, form: { kind: 'format', format: reading.form.format.replace('%S', '%f') } }
  }
  return { ...reading, unknown: reading.unknown ?? modifier }
}
