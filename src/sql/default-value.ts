// A default value that SQLite has computed, as a literal of the column's PostgreSQL type. It is judged as the
// column's values are: what the type does not hold exactly is refused. https://www.sqlite.org/lang_createtable.html#dfltval

import { bytesSql, integerSql, type Literal, realSql, textSql } from './parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from './text.ts'
import type { DefaultTarget } from './translate/default-target.ts'
import { jsonFault } from './translate/json-text.ts'
import { momentSql } from './translate/moment-literal.ts'
import { Refusal } from './translate/translation.ts'
import { fitsInteger, fitsNumeric, fitsVarchar } from './translate/type-limits.ts'

type Value = Exclude<Literal, { storage: 'null' }>

/** Throws Refusal when the type cannot hold the value exactly. */
export function defaultValueSql(value: Value, target: DefaultTarget): PostgresSql {
  const sql = sqlFor(value, target)
  if (sql === null) throw new Refusal(`${describe(value)} is no value of ${target.type}`)
  return sql
}

function sqlFor(value: Value, target: DefaultTarget): PostgresSql | null {
  switch (target.family) {
    case 'boolean':
      return booleanSql(value)
    case 'integer':
      return wholeSql(value, target.type)
    case 'numeric':
      return numericSql(value, target.type)
    case 'real':
      return doubleSql(value)
    case 'text':
      return characterSql(value, target.type)
    case 'bytea':
      return byteSql(value)
    case 'json':
    case 'jsonb':
      return jsonSql(value, target.family)
    case 'other':
      return servedSql(value, target)
    case 'uuid':
      return uuidSql(value)
    default:
      return momentSql(value, target)
  }
}

const TRUE_WORDS = ['1', '1.0', 't', 'true', 'y', 'yes', 'on']
const FALSE_WORDS = ['0', '0.0', 'f', 'false', 'n', 'no', 'off']

function booleanSql(value: Value): PostgresSql | null {
  const word = value.storage === 'blob' ? '' : String(value.value).toLowerCase()
  if (TRUE_WORDS.includes(word)) return trustPostgres('true')
  return FALSE_WORDS.includes(word) ? trustPostgres('false') : null
}

/** The server was asked about the text, as it was about the column's values. */
function servedSql(value: Value, { type, holds }: DefaultTarget): PostgresSql | null {
  const text = value.storage === 'blob' ? null : textOf(value)
  return text !== null && holds?.(text) ? postgres`${textSql(text)}::${trustPostgres(type)}` : null
}

const CANONICAL_INTEGER = /^(0|-?[1-9]\d*)$/
const CANONICAL_DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/

function wholeSql(value: Value, type: string): PostgresSql | null {
  const whole = wholeNumber(value)
  return whole !== null && fitsInteger(whole, type) ? integerSql(whole) : null
}

function wholeNumber(value: Value): bigint | null {
  if (value.storage === 'integer') return value.value
  if (value.storage === 'real') return Number.isSafeInteger(value.value) ? BigInt(value.value) : null
  return value.storage === 'text' && CANONICAL_INTEGER.test(value.value) ? BigInt(value.value) : null
}

function numericSql(value: Value, type: string): PostgresSql | null {
  if (value.storage === 'blob' || (value.storage === 'real' && !Number.isFinite(value.value))) return null
  const decimal = String(value.value)
  if (value.storage === 'text' && !CANONICAL_DECIMAL.test(decimal)) return null
  return fitsNumeric(decimal, type) ? trustPostgres(decimal) : null
}

function doubleSql(value: Value): PostgresSql | null {
  if (value.storage === 'integer')
    return Number.isSafeInteger(Number(value.value)) ? integerSql(value.value) : null
  if (value.storage === 'real') return realSql(value.value)
  return null
}

// A number becomes the text that SQLite makes of it; a blob becomes its characters if it is UTF-8.
function characterSql(value: Value, type: string): PostgresSql | null {
  const text = textOf(value)
  return text !== null && fitsVarchar(text, type) ? textSql(text) : null
}

function textOf(value: Value): string | null {
  switch (value.storage) {
    case 'text':
      return value.value
    case 'integer':
      return String(value.value)
    case 'real':
      return value.text
    case 'blob':
      return utf8Of(value.hex)
  }
}

function utf8Of(hex: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(hex, 'hex'))
  } catch {
    return null
  }
}

function byteSql(value: Value): PostgresSql | null {
  const text = value.storage === 'blob' ? null : textOf(value)
  if (value.storage === 'blob') return bytesSql(value.hex)
  return text === null ? null : bytesSql(Buffer.from(text, 'utf8').toString('hex'))
}

function jsonSql(value: Value, family: 'json' | 'jsonb'): PostgresSql | null {
  const text = value.storage === 'real' && !Number.isFinite(value.value) ? null : textOf(value)
  if (text === null) return null
  const fault = jsonFault(text, family)
  if (fault !== null) throw new Refusal(`${describe(value)} is no value of ${family}: ${fault}`)
  return postgres`${textSql(text)}::${trustPostgres(family)}`
}

const UUID = /^\{?([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})\}?$/i

function uuidSql(value: Value): PostgresSql | null {
  if (
    value.storage !== 'text' ||
    !UUID.test(value.value) ||
    value.value.startsWith('{') !== value.value.endsWith('}')
  )
    return null
  return postgres`${textSql(value.value.replace(/[{}]/g, '').toLowerCase())}::uuid`
}

function describe(value: Value): string {
  if (value.storage === 'blob') return `x'${value.hex}'`
  return value.storage === 'text' ? `'${value.value}'` : String(value.value)
}
