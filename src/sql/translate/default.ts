// The DEFAULT of a column: a value SQLite has computed, or a question to the clock or to chance that
// PostgreSQL can ask in its own words. https://www.sqlite.org/lang_createtable.html#dfltval

import { defaultValueSql } from '../default-value.ts'
import type { Expression } from '../expression.ts'
import { isDeterministic } from '../is-deterministic.ts'
import { parseExpression } from '../parse/expression.ts'
import { type Literal, literalOf } from '../parse/literal.ts'
import { isUuidRecipe } from '../recognize/uuid-default.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import type { DefaultTarget, EvaluatedDefault } from './default-target.ts'
import { translateExpression } from './expression.ts'
import { readClock } from './read-clock.ts'
import { Refusal, translateOr } from './translation.ts'

export type { DefaultTarget, EvaluatedDefault } from './default-target.ts'

export type TranslatedDefault =
  | { readonly kind: 'value'; readonly sql: PostgresSql; readonly note?: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'untranslatable'; readonly because: string; readonly hint?: string }

/** Whether SQLite may compute the default once for all rows: no clock, no chance, no function it may not have. */
export function isConstantDefault(defaultSql: string): boolean {
  return isDeterministic(parseDefault(defaultSql))
}

/** `evaluated` is what SQLite made of a constant default with the column's affinity; it then decides alone. */
export function translateDefault(
  defaultSql: string,
  target: DefaultTarget,
  evaluated?: EvaluatedDefault,
): TranslatedDefault {
  return translateOr<TranslatedDefault, TranslatedDefault>(
    () => {
      const node = parseDefault(defaultSql)
      const literal = evaluated === undefined ? literalOf(node) : literalFrom(evaluated)
      return literal === null
        ? translateComputed(node, defaultSql, target)
        : translateLiteral(literal, target)
    },
    (because, hint) => ({ kind: 'untranslatable', because, ...(hint !== undefined && { hint }) }),
  )
}

// A bare word is a string here: `DEFAULT api` is 'api', as is `DEFAULT [api]`.
function parseDefault(defaultSql: string): Expression {
  const node = parseExpression(defaultSql, new Set())
  return node.kind === 'column' && node.table === null ? { kind: 'text', value: node.name } : node
}

function literalFrom({ storageClass, text }: EvaluatedDefault): Literal {
  switch (storageClass) {
    case 'null':
      return { storage: 'null' }
    case 'integer':
      return { storage: 'integer', value: BigInt(text) }
    case 'real':
      return { storage: 'real', value: Number(text.replace(/Inf$/, 'Infinity')), text }
    case 'text':
      return { storage: 'text', value: text }
    case 'blob':
      return { storage: 'blob', hex: text.toLowerCase() }
  }
}

function translateLiteral(literal: Literal, target: DefaultTarget): TranslatedDefault {
  if (literal.storage === 'null') return { kind: 'none' }
  return { kind: 'value', sql: defaultValueSql(literal, target) }
}

function translateComputed(node: Expression, defaultSql: string, target: DefaultTarget): TranslatedDefault {
  const uuid = uuidSql(node, defaultSql, target)
  if (uuid !== null) return { kind: 'value', sql: uuid }
  if (isDeterministic(node)) throw new Refusal(`${defaultSql} must be computed by SQLite first`)
  const translation = translateExpression(node, {
    columns: new Map(),
    purpose: 'default',
    // Inside of a larger expression the clock writes text, as in SQLite.
    ...(readClock(node) !== null && { targetFamily: target.family }),
  })
  if (!translation.ok) throw new Refusal(translation.because, translation.hint)
  if (translation.family === 'integer') requireRange(node, target)
  const sql = assign(translation.sql, translation.family, target)
  if (sql === null)
    throw new Refusal(`a ${translation.family} value as the default of a ${target.type} column`)
  return { kind: 'value', sql, ...(translation.note !== undefined && { note: translation.note }) }
}

/** PostgreSQL would refuse each row that counts on a default beyond its type; SQLite takes any 64 bits. */
function requireRange(node: Expression, { type, epoch }: DefaultTarget): void {
  const form = readClock(node)?.form
  // One part of the date, such as the year, fits every type.
  const isSmall = form?.kind === 'format' && form.format.length <= '%Y'.length
  if ((type === 'smallint' || type === 'integer') && !isSmall)
    throw new Refusal(`a computed integer, which may be larger than ${type}`)
  if (epoch !== undefined && node.kind === 'call' && node.name === 'random')
    throw new Refusal('a random number as a moment, which may be beyond all years')
}

function uuidSql(node: Expression, defaultSql: string, { family, type }: DefaultTarget): PostgresSql | null {
  const isText = family === 'text' && !/\(([12]?\d|3[0-5])\)/.test(type)
  if (isUuidRecipe(defaultSql) && isText) return trustPostgres('gen_random_uuid()::text')
  const isUuid = isUuidRecipe(defaultSql) || isRandomHex(node, 16n)
  return isUuid && family === 'uuid' ? trustPostgres('gen_random_uuid()') : null
}

function isRandomHex(node: Expression | undefined, bytes: bigint): boolean {
  if (node?.kind !== 'call') return false
  if (node.name === 'lower' || node.name === 'hex') return isRandomHex(node.args[0], bytes)
  const [length] = node.args
  return node.name === 'randomblob' && length?.kind === 'integer' && length.value === bytes
}

/** What SQLite's affinity, or the column's reading as an epoch, would make of the value. */
function assign(sql: PostgresSql, family: string, target: DefaultTarget): PostgresSql | null {
  if (family === target.family) return sql
  if (family === 'real' && target.family === 'numeric') return postgres`(${sql})::numeric`
  if (family !== 'integer') return null
  if (target.family === 'numeric' || target.family === 'real') return sql
  if (target.family === 'text') return postgres`(${sql})::text`
  return target.epoch === undefined ? null : fromEpoch(sql, target, target.epoch)
}

const PER_SECOND = { s: 1, ms: 1_000, us: 1_000_000 }

function fromEpoch(sql: PostgresSql, { family }: DefaultTarget, unit: 's' | 'ms' | 'us'): PostgresSql | null {
  const instant = postgres`to_timestamp((${sql}) / ${PER_SECOND[unit]}.0)`
  if (family === 'timestamptz') return instant
  return family === 'timestamp' ? postgres`(${instant} AT TIME ZONE 'utc')` : null
}
