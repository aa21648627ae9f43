// The clock in a default, for each type the column can have got. Every form is evaluated at the INSERT;
// the literal 'now' would be frozen at the moment the table is made. Transaction time stands for SQLite's
// statement time. https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT

import { textSql } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import type { ClockReading } from './read-clock.ts'
import {
  isDateFormat,
  isDigitFormat,
  isMomentFormat,
  isTimeFormat,
  precisionOf,
  toCharTemplate,
} from './strftime-format.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

const UTC_NOW = trustPostgres("now() AT TIME ZONE 'utc'")
const MODIFIER_HINT = "In PostgreSQL: now() + interval '1 month', date_trunc('month', now())."
const DEPENDS_ON_ZONE = "depends on the session's time zone"

export function translateClock(reading: ClockReading, { context }: Scope): Term {
  if (context.purpose !== 'default') throw new Refusal('the clock outside of a default')
  if (reading.unknown !== null) throw new Refusal(`the time modifier '${reading.unknown}'`, MODIFIER_HINT)
  const changes = { immutable: false, note: reading.isLocal ? DEPENDS_ON_ZONE : null }
  if (reading.form.kind === 'epoch') return termOf('integer', epochSql(reading), [], changes)
  if (reading.form.kind === 'fine epoch') return termOf('real', fineEpochSql(reading), [], changes)
  if (reading.form.kind === 'julian') return termOf('real', julianSql(reading), [], changes)
  const family = context.targetFamily ?? 'text'
  return termOf(family, formattedSql(family, reading.form.format, reading), [], changes)
}

/** The wall clock SQLite would show, as a timestamp without zone. */
function wallClock({ isLocal, start, shift }: ClockReading): PostgresSql {
  const now = isLocal ? trustPostgres('LOCALTIMESTAMP') : UTC_NOW
  const begun = start === null ? now : truncated(start, now)
  if (shift === null) return begun
  return start === null && !isLocal
    ? postgres`(${begun}) + interval '${trustPostgres(shift)}'`
    : postgres`${begun} + interval '${trustPostgres(shift)}'`
}

function isNow({ start, shift }: ClockReading): boolean {
  return start === null && shift === null
}

function epochOf(reading: ClockReading): PostgresSql {
  if (reading.isLocal) throw new Refusal('seconds since 1970 of the local time')
  return postgres`extract(epoch FROM ${isNow(reading) ? trustPostgres('now()') : wallClock(reading)})`
}

function epochSql(reading: ClockReading): PostgresSql {
  return postgres`floor(${epochOf(reading)})::bigint`
}

function fineEpochSql(reading: ClockReading): PostgresSql {
  return postgres`(floor(${epochOf(reading)} * 1000) / 1000)::double precision`
}

function julianSql(reading: ClockReading): PostgresSql {
  if (reading.isLocal || !isNow(reading)) throw new Refusal('julianday() with a modifier')
  return trustPostgres('(2440587.5 + extract(epoch FROM now())::double precision / 86400)')
}

function formattedSql(family: string, format: string, reading: ClockReading): PostgresSql {
  if (family === 'text') return postgres`to_char(${wallClock(reading)}, ${textSql(toCharTemplate(format))})`
  const isNumber = family === 'integer' || family === 'numeric'
  if (isNumber && isDigitFormat(format))
    return postgres`to_char(${wallClock(reading)}, ${textSql(toCharTemplate(format))})::bigint`
  const sql = typedSql(family, format, reading)
  if (sql === null) throw new Refusal(`strftime('${format}') as the default of a ${family} column`)
  return sql
}

function typedSql(family: string, format: string, reading: ClockReading): PostgresSql | null {
  const unit = isDateFormat(format) ? 'day' : precisionOf(format)
  const isMoment = isDateFormat(format) || isMomentFormat(format)
  if (family === 'timestamp' && isMoment) return truncated(unit, wallClock(reading))
  if (family === 'timestamptz' && isMoment) return instant(unit, reading)
  if (family === 'date' && isDateFormat(format)) return postgres`(${wallClock(reading)})::date`
  return family === 'time' && isTimeFormat(format)
    ? postgres`${truncated(unit, wallClock(reading))}::time`
    : null
}

function truncated(unit: string, moment: PostgresSql): PostgresSql {
  return postgres`date_trunc('${trustPostgres(unit)}', ${moment})`
}

// A DEFAULT takes AT TIME ZONE in parentheses only. Days are cut and added in UTC: in a session's own zone some have 23 or 25 hours.
function instant(unit: string, reading: ClockReading): PostgresSql {
  if (reading.isLocal) throw new Refusal('local time as the default of a column with a time zone')
  if (isNow(reading) && unit !== 'day') return truncated(unit, trustPostgres('now()'))
  return postgres`(${truncated(unit, wallClock(reading))} AT TIME ZONE 'utc')`
}
