// LIKE and GLOB with a constant pattern. LIKE folds A to Z only and has no escape character of its own;
// GLOB becomes an anchored regular expression. https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators
import { asciiLower } from '../ascii-case.ts'
import type { Expression, PatternExpression } from '../expression.ts'
import { textSql } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { textOperand } from './arithmetic.ts'
import { globToRegex } from './glob.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translatePattern(node: PatternExpression, scope: Scope): Term {
  if (node.operator === 'REGEXP' || node.operator === 'MATCH')
    throw new Refusal(`${node.operator} is a function of the application`, PATTERN_HINTS[node.operator])
  const term = textOperand(node.operand, scope, node.operator)
  if (node.operator === 'LIKE') return like(term, node, scope)
  if (node.pattern.kind !== 'text') throw new Refusal('GLOB with a pattern that is not a constant')
  return glob(term, node.pattern.value, node)
}

const PATTERN_HINTS = {
  REGEXP: "In PostgreSQL: x ~ 'pattern'.",
  MATCH: "In PostgreSQL: to_tsvector('simple', x) @@ plainto_tsquery('simple', 'word').",
}

function like(term: Term, node: PatternExpression, scope: Scope): Term {
  const escapeWith = escapeCharacter(node.escape)
  const pattern = patternTerm(node.pattern, escapeWith, scope)
  const not = trustPostgres(node.negated ? 'NOT LIKE' : 'LIKE')
  const sql = postgres`(lower(${term.sql} COLLATE "C") ${not} ${pattern.sql} ESCAPE ${textSql(escapeWith)})`
  return termOf('boolean', sql, [term, pattern])
}

/** The pattern in small letters. A computed one may end in its escape character, which PostgreSQL refuses. */
function patternTerm(node: Expression, escapeWith: string, scope: Scope): Term {
  if (node.kind === 'text') {
    refuseLooseEscape(node.value, escapeWith)
    return termOf('text', textSql(asciiLower(node.value)))
  }
  if (escapeWith !== '') throw new Refusal('LIKE with ESCAPE and a pattern that is not a constant')
  const term = textOperand(node, scope, 'LIKE')
  return { ...term, sql: postgres`lower(${term.sql} COLLATE "C")` }
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
