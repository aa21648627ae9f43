// LIKE and GLOB with a constant pattern. LIKE folds A to Z only and has no escape character of its own;
// GLOB becomes an anchored regular expression. https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators
import { asciiLower } from './ascii-case.ts'
import type { Expression, PatternExpression } from './expression.ts'
import { globToRegex } from './glob.ts'
import { textSql } from './literal.ts'
import { type PostgresSql, postgres, trustPostgres } from './text.ts'
import { textOperand } from './translate-arithmetic.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translatePattern(node: PatternExpression, scope: Scope): Term {
  if (node.operator === 'REGEXP' || node.operator === 'MATCH')
    throw new Refusal(`${node.operator} is a function of the application`)
  if (node.pattern.kind !== 'text')
    throw new Refusal(`${node.operator} with a pattern that is not a constant`)
  const term = textOperand(node.operand, scope, node.operator)
  return node.operator === 'LIKE'
    ? like(term, node.pattern.value, node)
    : glob(term, node.pattern.value, node)
}

function like(term: Term, pattern: string, node: PatternExpression): Term {
  const escapeWith = escapeCharacter(node.escape)
  refuseLooseEscape(pattern, escapeWith)
  const not = trustPostgres(node.negated ? 'NOT LIKE' : 'LIKE')
  const sql = postgres`(lower(${term.sql} COLLATE "C") ${not} ${textSql(asciiLower(pattern))} ESCAPE ${textSql(escapeWith)})`
  return termOf('boolean', sql, [term])
}

// A letter would be folded with the pattern, and `%` or `_` mean two things at once.
function escapeCharacter(node: Expression | null): string {
  if (node === null) return ''
  const character = node.kind === 'text' ? node.value : ''
  if (!/^[^A-Za-z%_]$/u.test(character)) throw new Refusal('LIKE with an unusual ESCAPE')
  return character
}

// SQLite matches nothing with it, PostgreSQL raises an error.
function refuseLooseEscape(pattern: string, escapeWith: string): void {
  if (escapeWith === '') return
  const rest = pattern.replaceAll(escapeWith + escapeWith, '')
  if (rest.endsWith(escapeWith)) throw new Refusal('LIKE with a pattern that ends in its escape character')
}

function glob(term: Term, pattern: string, node: PatternExpression): Term {
  const regex = globToRegex(pattern)
  if (regex === null) throw new Refusal(`GLOB '${pattern}'`)
  const sign: PostgresSql = trustPostgres(node.negated ? '!~' : '~')
  return termOf('boolean', postgres`(${term.sql} COLLATE "C" ${sign} ${textSql(regex)})`, [term])
}
