// What PostgreSQL writes of a value under each rule of the content proof. The rules are few and known by name, so a
// certificate is checked without running any SQL that it brings along. Session settings matter: ISO dates, UTC.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT
import type { DigestRule } from '../../model/digest.ts'
import { postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { digitsOfUuid } from '../cast/values.ts'

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
    case 'microseconds':
      return plain(momentMicroseconds(target))
    case 'interval':
      return plain(intervalMicroseconds(target))
    case 'number in text':
      return { form: 'text', sql: plainNumberInText(postgres`${target}::text`) }
    case 'array':
      return { form: 'text', sql: listOfArray(target) }
    default:
      return rule.startsWith(ZONED) ? zoned(target, rule.slice(ZONED.length)) : null
  }
}

function plain(sql: PostgresSql): TargetValue {
  return { form: 'plain', sql }
}

function zoned(target: PostgresSql, zone: string): TargetValue {
  return plain(postgres`${target} AT TIME ZONE ${postgresString(zone)}`)
}

/** Exact for every moment and every version: before PostgreSQL 14 `extract` gives a double, and infinity has no count. */
function momentMicroseconds(moment: PostgresSql): PostgresSql {
  const seconds = postgres`extract(epoch FROM date_trunc('second', ${moment}))::bigint::numeric`
  const rest = postgres`extract(microseconds FROM ${moment})::bigint % 1000000`
  return postgres`CASE WHEN isfinite(${moment}) THEN (${seconds} * 1000000 + ${rest})::text ELSE ${moment}::text END`
}

/** Days have 24 hours here, but months no number of days. */
function intervalMicroseconds(span: PostgresSql): PostgresSql {
  const total = postgres`extract(epoch FROM date_trunc('minute', ${span}))::numeric * 1000000 + extract(microseconds FROM ${span})::numeric`
  return postgres`CASE WHEN isfinite(${span}) AND extract(month FROM ${span}) = 0 AND extract(year FROM ${span}) = 0 THEN trunc(${total})::text ELSE ${span}::text END`
}

/** What is no number here is marked, so that it is not what stands for an unreadable value on the other side. */
function plainNumberInText(text: PostgresSql): PostgresSql {
  const isNumber = postgres`length(${text}) < 1000 AND ${text} ~ '^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,4})?$' OR ${text} IN ('Infinity', '-Infinity')`
  return postgres`CASE WHEN ${isNumber} THEN trim_scale(${text}::numeric)::text ELSE '!' || ${text} END`
}

/** Only an array whose bounds begin elsewhere than at 1 is written behind them; JSON would lose them. */
function listOfArray(array: PostgresSql): PostgresSql {
  return postgres`CASE WHEN ${array}::text LIKE '[%' THEN ${array}::text ELSE to_jsonb(${array})::text END`
}
