// A constant default of a date or time column, from text by our own strict reading or from a number by the
// column's epoch. `now` and other words PostgreSQL would obey are refused.

import type { Literal } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { parseDateTime } from './date-time-text.ts'
import type { DefaultTarget } from './default-target.ts'

/** Null when the value is none of the target's family. */
export function momentSql(value: Literal, target: DefaultTarget): PostgresSql | null {
  const text = value.storage === 'text' ? fromText(value.value, target.family) : fromEpoch(value, target)
  return text === null ? null : postgres`'${trustPostgres(text)}'::${trustPostgres(target.family)}`
}

// Naive text in a column with a zone could mean any zone, and an offset in a column without one would be lost.
function fromText(text: string, family: string): string | null {
  const { date, time, offset } = parseDateTime(text) ?? { date: null, time: null, offset: null }
  if (family === 'date') return time === null ? date : null
  if (family === 'time') return date === null && offset === null ? time : null
  if (date === null) return null
  if (family === 'timestamp') return offset === null ? `${date} ${time ?? '00:00:00'}` : null
  return time === null || offset === null ? null : `${date} ${time}${offset}`
}

const MICROSECONDS = { s: 1_000_000n, ms: 1_000n, us: 1n }

function fromEpoch(value: Literal, { family, epoch }: DefaultTarget): string | null {
  if (value.storage !== 'integer' || epoch === undefined) return null
  const microseconds = value.value * MICROSECONDS[epoch]
  const rest = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  const moment = new Date(Number((microseconds - rest) / 1000n))
  if (!/^\d{4}-/.test(isoOf(moment))) return null
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`
  const text = `${isoOf(moment).slice(0, 19).replace('T', ' ')}${fraction}`
  if (family === 'timestamptz') return `${text}Z`
  return family === 'timestamp' ? text : null
}

function isoOf(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString()
}
