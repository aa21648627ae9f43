// What PostgreSQL writes of a value under each rule of the content proof. The rules are few and known by name, so a
// certificate is checked without running any SQL that it brings along. Session settings matter: ISO dates, UTC.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT
import type { DigestRule } from '../../model/digest.ts'
import { postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { digitsOfUuid } from '../cast/values.ts'
import { microsecondsSince1970 } from '../date-time-readings.ts'

/** A text without a comma; `measured` ones may hold anything, `bytes` are of type bytea. */
export type DigestForm = 'plain' | 'measured' | 'bytes'

export interface TargetValue {
  readonly form: DigestForm
  readonly sql: PostgresSql
}

const ZONED = 'timestamptz '

/** Null for a rule that nobody knows, as a certificate of a later version may have. */
export function targetValue(rule: DigestRule, target: PostgresSql): TargetValue | null {
  switch (rule) {
    case 'boolean':
    case 'integer':
      return plain(target)
    case 'decimal':
      return plain(postgres`trim_scale(${target}::numeric)`)
    case 'double':
      return plain(postgres`encode(float8send(${target}::float8), 'hex')`)
    case 'text':
    case 'jsonb':
      return {
        form: 'measured',
        sql: rule === 'text' ? postgres`${target}::text` : postgres`${target}::jsonb::text`,
      }
    case 'output':
      return {
        form: 'measured',
        sql: postgres`CASE WHEN ${target} IS NOT NULL THEN format('%s', ${target}) END`,
      }
    case 'bytes':
      return { form: 'bytes', sql: target }
    case 'uuid':
      return plain(postgres`replace(${target}::text, '-', '')`)
    case 'guid':
      return plain(postgres`lower(${digitsOfUuid(target, true)})`)
    case 'date':
      return plain(beforeChrist(target, postgres`to_char(${target}, '-MM-DD')`))
    case 'time':
      return plain(postgres`${target}::time`)
    case 'timestamp':
      return plain(wallClock(target))
    case 'timestamptz':
      return plain(wallClock(postgres`(${target} AT TIME ZONE 'UTC')`))
    case 'epoch s':
    case 'epoch ms':
    case 'epoch us':
      return plain(epoch(target, PER_SECOND[rule]))
    case 'microseconds':
      return plain(microsecondsSince1970(target))
    case 'interval':
      return plain(intervalMicroseconds(target))
    default:
      return rule.startsWith(ZONED) ? zoned(target, rule.slice(ZONED.length)) : null
  }
}

function plain(sql: PostgresSql): TargetValue {
  return { form: 'plain', sql }
}

const PER_SECOND = { 'epoch s': 1n, 'epoch ms': 1000n, 'epoch us': 1_000_000n } as const

function zoned(target: PostgresSql, zone: string): TargetValue {
  return plain(wallClock(postgres`(${target} AT TIME ZONE ${postgresString(zone)})`))
}

/** A moment as PostgreSQL writes it, but with the years before 1 as SQLite counts them. */
function wallClock(moment: PostgresSql): PostgresSql {
  const rest = postgres`rtrim(rtrim(to_char(${moment}, '-MM-DD HH24:MI:SS.US'), '0'), '.')`
  return beforeChrist(moment, rest)
}

function beforeChrist(moment: PostgresSql, rest: PostgresSql): PostgresSql {
  return postgres`CASE WHEN ${moment} < '0001-01-01' THEN to_char(extract(year FROM ${moment}) + 1, 'FM0000') || ${rest} ELSE ${moment}::text END`
}

function epoch(target: PostgresSql, perSecond: bigint): PostgresSql {
  return postgres`round(extract(epoch FROM ${target})::numeric * ${perSecond})::bigint`
}

/** Of a span of hours and minutes. */
function intervalMicroseconds(target: PostgresSql): PostgresSql {
  return postgres`(extract(epoch FROM date_trunc('minute', ${target}))::numeric * 1000000 + extract(microseconds FROM ${target})::numeric)::bigint`
}
