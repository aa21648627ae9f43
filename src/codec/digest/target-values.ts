// What PostgreSQL writes of a value under each rule of the content proof. The rules are few and known by name, so a
// certificate is checked without running any SQL that it brings along. Session settings matter: ISO dates, UTC.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT
import type { DigestRule } from '../../model/digest.ts'
import { postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { digitsOfUuid } from '../cast/values.ts'
import { microsecondsSince1970 } from '../date-time-readings.ts'

/** How a text ends: `plain` ones hold no comma, JSON no control character; any other is behind its length. */
export type DigestForm = 'plain' | 'json' | 'text' | 'short text' | 'bytes' | 'short bytes'

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
    case 'short text':
      return { form: rule, sql: postgres`${target}::text` }
    case 'json':
      return { form: 'json', sql: target }
    case 'jsonb':
      return { form: 'text', sql: postgres`${target}::jsonb::text` }
    case 'output':
      return { form: 'text', sql: postgres`CASE WHEN ${target} IS NOT NULL THEN format('%s', ${target}) END` }
    case 'bytes':
    case 'short bytes':
      return { form: rule, sql: target }
    case 'uuid':
      return plain(postgres`replace(${target}::text, '-', '')`)
    case 'guid':
      return plain(postgres`lower(${digitsOfUuid(target, true)})`)
    case 'date':
    case 'time':
    case 'timestamp':
      return plain(target)
    case 'timestamptz':
      return plain(postgres`${target} AT TIME ZONE 'UTC'`)
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
  return plain(postgres`${target} AT TIME ZONE ${postgresString(zone)}`)
}

function epoch(target: PostgresSql, perSecond: bigint): PostgresSql {
  return postgres`round(extract(epoch FROM ${target})::numeric * ${perSecond})::bigint`
}

/** Of a span of hours and minutes. */
function intervalMicroseconds(target: PostgresSql): PostgresSql {
  return postgres`(extract(epoch FROM date_trunc('minute', ${target}))::numeric * 1000000 + extract(microseconds FROM ${target})::numeric)::bigint`
}
