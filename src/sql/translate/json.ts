// Reading JSON. PostgreSQL gives a member as text, always: it is carried as the part of an index, where it may
// collide (1 and "1" become one), and as a generated column while all members are of the column's kind.
// https://www.sqlite.org/json1.html#jex

import type { BinaryExpression, CallExpression, ComparisonOperator, Expression } from '../expression.ts'
import { textSql } from '../parse/literal.ts'
import { postgresName } from '../quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { bareColumn } from './column-operand.ts'
import { otherJson } from './failures.ts'
import {
  type ColumnFamily,
  type ExpressionColumn,
  Refusal,
  type Scope,
  type Term,
  termOf,
} from './translation.ts'

/** `x ->> '$.a'` and `x ->> 'a'`. */
export function translateJsonMember(node: BinaryExpression, scope: Scope): Term {
  if (node.operator === '->') throw new Refusal('-> gives JSON, which neither sorts nor compares')
  return member(node.left, node.right, scope)
}

/** `json_extract(x, '$.a.b')`. */
export function translateJsonExtract(call: CallExpression, scope: Scope): Term {
  const [document, path, more] = call.args
  if (document === undefined || path === undefined || more !== undefined)
    throw new Refusal('json_extract() with several paths')
  return member(document, path, scope)
}

const MEMBER_HINT = "In PostgreSQL: (x::jsonb ->> 'name')."

function member(document: Expression, path: Expression, scope: Scope): Term {
  const { purpose, targetFamily } = scope.context
  if (purpose !== 'index' && purpose !== 'generated')
    throw new Refusal('a member of JSON, which may be a number or a text', MEMBER_HINT)
  const keys = path.kind === 'text' ? keysOf(path.value) : null
  if (keys === null) throw new Refusal('a JSON path other than $.name.name', MEMBER_HINT)
  const column = jsonColumn(document, scope)
  const sql = postgres`(${postgresName(column.target)}::jsonb ${steps(keys)})`
  if (purpose === 'index') return termOf('text', sql, [], { mayCollide: true })
  return ofKind(document, keys, sql, targetFamily)
}

/** A column of documents that PostgreSQL reads as SQLite does. */
function jsonColumn(document: Expression, scope: Scope): ExpressionColumn {
  const column = bareColumn(document, scope.context)
  if (column === null || !['text', 'json', 'jsonb'].includes(column.family))
    throw new Refusal('JSON read from something else than a column of JSON')
  if (column.storage === 'converted') throw new Refusal('JSON read from values that are converted')
  if (column.isJson !== true)
    throw new Refusal(
      `JSON in ${column.target}, where some texts are not read alike by PostgreSQL`,
      MEMBER_HINT,
    )
  return column
}

const KINDS: Partial<Record<ColumnFamily, { readonly type: string; readonly kinds: readonly string[] }>> = {
  text: { type: 'text', kinds: ['text', 'null'] },
  integer: { type: 'bigint', kinds: ['integer', 'null'] },
  boolean: { type: 'boolean', kinds: ['true', 'false', 'null'] },
}

/** The member as what the column has become: right as long as all members are of that kind. */
function ofKind(
  document: Expression,
  keys: readonly string[],
  sql: PostgresSql,
  family: ColumnFamily | undefined,
): Term {
  const kind = family === undefined ? undefined : KINDS[family]
  if (family === undefined || kind === undefined)
    throw new Refusal(`a member of JSON as ${family ?? 'a value of any type'}`, MEMBER_HINT)
  const typed = family === 'text' ? sql : postgres`${sql}::${trustPostgres(kind.type)}`
  const path = `$.${keys.join('.')}`
  return termOf(family, typed, [], { failures: [otherJson(document, path, kind.kinds)] })
}

function keysOf(path: string): readonly string[] | null {
  if (!/^(\$\.)?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)) return null
  // Without `$.` a dot is part of the one name.
  return path.startsWith('$.') ? path.slice(2).split('.') : [path]
}

function steps(keys: readonly string[]): PostgresSql {
  const [last, ...inner] = [...keys].reverse()
  const end: PostgresSql = postgres`->> ${textSql(last ?? '')}`
  return inner.reduce<PostgresSql>((sql, key) => postgres`-> ${textSql(key)} ${sql}`, end)
}

export function translateJsonValid(call: CallExpression, scope: Scope): Term {
  const [document, flags] = call.args
  if (document === undefined || flags !== undefined) throw new Refusal('json_valid() with flags')
  const column = bareColumn(document, scope.context)
  const isJsonType = column?.family === 'json' || column?.family === 'jsonb'
  if (column !== null && isJsonType && column.storage !== 'converted') {
    const sql = postgres`(CASE WHEN ${postgresName(column.target)} IS NOT NULL THEN true END)`
    return termOf('boolean', sql, [], { neverFalse: true })
  }
  const term = scope.value(document)
  if (term.family !== 'text') throw new Refusal(`json_valid() of a ${term.family} value`)
  if ((scope.context.postgresVersion ?? 0) < 16)
    throw new Refusal(
      'json_valid() before PostgreSQL 16',
      'From PostgreSQL 16 on: CHECK (x IS JSON). Or use json.',
    )
  return termOf('boolean', postgres`(${term.sql} IS JSON)`, [term])
}

/** SQLite's json_type() → json_typeof(); the others have no counterpart of their own. */
const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['object', 'object'],
  ['array', 'array'],
  ['text', 'string'],
  ['null', 'null'],
])

/** `json_type(x) = 'array'`, also with IN; null when the left side is no json_type(). */
export function translateJsonTypeTest(
  operator: ComparisonOperator,
  left: Expression,
  list: readonly Expression[],
  scope: Scope,
): Term | null {
  if (left.kind !== 'call' || left.name !== 'json_type') return null
  const [document, path] = left.args
  const names = list.map(item => (item.kind === 'text' ? TYPE_NAMES.get(item.value) : undefined))
  const isEqual = operator === '='
  if (document === undefined || path !== undefined || !(isEqual || operator === '<>'))
    throw new Refusal('json_type() in another form than json_type(column) = …')
  if (names.includes(undefined))
    throw new Refusal('json_type() compared with something else than array, object, text')
  const kinds = names.flatMap(name => (name === undefined ? [] : [textSql(name)]))
  const sign = trustPostgres(isEqual ? 'IN' : 'NOT IN')
  return termOf('boolean', postgres`(${typeOf(documentColumn(document, scope))} ${sign} (${kinds}))`)
}

/** What stands outermost is read alike even where a key occurs twice. */
function documentColumn(document: Expression, scope: Scope): ExpressionColumn {
  const column = bareColumn(document, scope.context)
  return column?.family === 'json' && column.storage === 'text' ? column : jsonColumn(document, scope)
}

function typeOf(column: ExpressionColumn): PostgresSql {
  const name = postgresName(column.target)
  return column.family === 'json' ? postgres`json_typeof(${name})` : postgres`jsonb_typeof(${name}::jsonb)`
}

/** 0 for what is no array, as in SQLite; PostgreSQL raises an error there. */
export function translateJsonArrayLength(call: CallExpression, scope: Scope): Term {
  const [document, path] = call.args
  if (document === undefined || path !== undefined) throw new Refusal('json_array_length() with a path')
  const column = jsonColumn(document, scope)
  const name = postgresName(column.target)
  const length = postgres`jsonb_array_length(${name}::jsonb)`
  const sql = postgres`(CASE WHEN ${typeOf(column)} = 'array' THEN ${length} WHEN ${name} IS NOT NULL THEN 0 END)`
  return termOf('integer', sql)
}
