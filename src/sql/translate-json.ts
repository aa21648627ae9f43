// Reading one member out of JSON. PostgreSQL gives it as text, always, so it is carried only as the part of
// an index, and may collide there: 1 and "1" become one. https://www.sqlite.org/json1.html#jex
import type { BinaryExpression, CallExpression, Expression } from './expression.ts'
import { textSql } from './literal.ts'
import { type PostgresSql, postgres } from './text.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

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

function member(document: Expression, path: Expression, scope: Scope): Term {
  if (scope.context.purpose !== 'index') throw new Refusal('a member of JSON outside of an index')
  const term = scope.value(document)
  const keys = path.kind === 'text' ? keysOf(path.value) : null
  if (keys === null) throw new Refusal('a JSON path other than $.name.name')
  if (!['text', 'json', 'jsonb'].includes(term.family))
    throw new Refusal(`JSON read from a ${term.family} value`)
  return termOf('text', postgres`(${term.sql}::jsonb ${steps(keys)})`, [term], { mayCollide: true })
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
