// SQLite expression → PostgreSQL expression, or the reason why not. This file knows logic and names;
// comparisons, arithmetic, patterns, functions and the clock have files of their own.
// https://www.sqlite.org/lang_expr.html against https://www.postgresql.org/docs/current/functions.html

import type { BinaryExpression, Expression } from '../expression.ts'
import { containsNode } from '../map-expression.ts'
import { literalOf, literalTerm } from '../parse/literal.ts'
import { postgres, trustPostgres } from '../text.ts'
import { translateArithmetic, translateConcat, translateSign } from './arithmetic.ts'
import { translateCase } from './case.ts'
import { translateCast } from './cast.ts'
import { translateClock } from './clock.ts'
import { alteration, bareColumn, columnSql, isKeptAsIs, mayBeInteger } from './column-operand.ts'
import { translateBetween, translateComparison, translateIn, translateTruthTest } from './comparison.ts'
import type { Failure } from './failures.ts'
import { translateFunction } from './function.ts'
import { translateJsonMember } from './json.ts'
import { translatePattern } from './pattern.ts'
import { readClock } from './read-clock.ts'
import {
  Refusal,
  type Scope,
  type Term,
  type Translation,
  type TranslationContext,
  termOf,
  translateOr,
} from './translation.ts'

export type { ColumnFamily, Translation, TranslationContext } from './translation.ts'

/** Translates a whole expression; a CHECK becomes a condition, everything else a value. */
export function translateExpression(node: Expression, context: TranslationContext): Translation {
  if (context.purpose === 'check') return translateCondition(node, context)
  return finish(context, () => scopeOf(context).value(node))
}

/** Translates an expression that stands where a truth value is wanted, such as the WHERE of an index. */
export function translateCondition(node: Expression, context: TranslationContext): Translation {
  return finish(context, () => scopeOf(context).condition(node))
}

/** The translators of single constructs, for one context. */
export function scopeOf(context: TranslationContext): Scope {
  const scope: Scope = {
    context,
    value: node => translateValue(node, scope),
    condition: node => asCondition(node, scope),
  }
  return scope
}

function finish(context: TranslationContext, translate: () => Term): Translation {
  return translateOr<Translation, Translation>(
    () => {
      const { sql, family, immutable, neverFalse, mayCollide, note, failures } = translate()
      return {
        ok: true,
        sql,
        family: family === 'null' ? (context.targetFamily ?? 'text') : family,
        immutable,
        ...(neverFalse && context.purpose === 'check' && { redundant: true }),
        ...(mayCollide && { mayCollide }),
        ...(note !== null && { note }),
        ...(failures.length > 0 && { failures: eachOnce(failures) }),
      }
    },
    (because, hint) => ({ ok: false, because, ...(hint !== undefined && { hint }) }),
  )
}

function eachOnce(failures: readonly Failure[]): readonly Failure[] {
  return [...new Map(failures.map(failure => [failure.condition, failure])).values()]
}

function translateValue(node: Expression, scope: Scope): Term {
  const ofQuery = scope.context.ofQuery?.(node, scope) ?? null
  if (ofQuery !== null) return ofQuery
  const clock = readClock(node)
  if (clock !== null) return translateClock(clock, scope)
  if (node.kind === 'boolean') return termOf('boolean', trustPostgres(String(node.value)))
  const literal = literalOf(node)
  return literal === null ? translateComputed(node, scope) : literalTerm(literal)
}

function translateComputed(node: Expression, scope: Scope): Term {
  refuseConstantText(node, scope)
  switch (node.kind) {
    case 'column':
      return translateColumn(node, scope)
    case 'unary':
      return node.operator === 'NOT'
        ? negate(scope.condition(node.operand))
        : translateSign(node.operator, node.operand, scope)
    case 'binary':
      return translateBinary(node, scope)
    case 'null-test':
      return translateNullTest(node.operand, node.negated, scope)
    case 'between':
      return translateBetween(node, scope)
    case 'in':
      return translateIn(node, scope)
    case 'pattern':
      return translatePattern(node, scope)
    case 'case':
      return translateCase(node, scope)
    case 'cast':
      return translateCast(node, scope)
    case 'call':
      return translateFunction(node, scope)
    case 'collate':
      throw new Refusal(`COLLATE ${node.collation} outside of a comparison`)
    case 'unsupported':
      throw new Refusal(`${node.because}: ${node.text}`)
    default:
      throw new Refusal(`an expression of kind ${node.kind}`)
  }
}

// PostgreSQL computes what is constant in a generated column before it knows the collation, and fails.
function refuseConstantText(node: Expression, { context }: Scope): void {
  if (context.purpose !== 'generated' || !containsNode(node, ({ kind }) => kind === 'text')) return
  if (!containsNode(node, ({ kind }) => kind === 'column')) throw new Refusal('a text computed of constants')
}

function translateColumn(node: Expression & { kind: 'column' }, scope: Scope): Term {
  const column = bareColumn(node, scope.context)
  if (column === null) throw new Refusal(`${node.name} is not a column of the table`)
  if (!isKeptAsIs(column)) throw new Refusal(`the values of ${node.name} ${alteration(column)}`)
  return termOf(column.family, columnSql(column), [], { mayBeInteger: mayBeInteger(column) })
}

function translateBinary(node: BinaryExpression, scope: Scope): Term {
  switch (node.operator) {
    case 'AND':
    case 'OR':
      return translateLogic(node.operator, scope.condition(node.left), scope.condition(node.right))
    case '||':
      return translateConcat(node.left, node.right, scope)
    case '->':
    case '->>':
      return translateJsonMember(node, scope)
    case 'IS':
    case 'IS NOT':
      return (
        translateTruthTest(node, scope) ?? translateComparison(node.operator, node.left, node.right, scope)
      )
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return translateComparison(node.operator, node.left, node.right, scope)
    default:
      return translateArithmetic(node.operator, node.left, node.right, scope)
  }
}

function translateLogic(operator: 'AND' | 'OR', left: Term, right: Term): Term {
  const sql =
    operator === 'AND' ? postgres`(${left.sql} AND ${right.sql})` : postgres`(${left.sql} OR ${right.sql})`
  const either = left.neverFalse || right.neverFalse
  const both = left.neverFalse && right.neverFalse
  return termOf('boolean', sql, [left, right], { neverFalse: operator === 'AND' ? both : either })
}

function translateNullTest(operand: Expression, negated: boolean, scope: Scope): Term {
  const column = bareColumn(operand, scope.context)
  // Whatever the type made of a value, it made no NULL of it.
  const isSettled = column !== null && column.storage !== 'converted'
  const term = isSettled ? termOf(column.family, columnSql(column)) : scope.value(operand)
  return termOf('boolean', negated ? postgres`(${term.sql} IS NOT NULL)` : postgres`(${term.sql} IS NULL)`, [
    term,
  ])
}

function negate(condition: Term): Term {
  return termOf('boolean', postgres`(NOT ${condition.sql})`, [condition])
}

// SQLite takes every number but zero for true; text it would first read as a number.
function asCondition(node: Expression, scope: Scope): Term {
  const term = scope.value(node)
  switch (term.family) {
    case 'boolean':
      return term
    case 'null':
      return termOf('boolean', trustPostgres('NULL::boolean'))
    case 'integer':
    case 'numeric':
    case 'real':
      return termOf('boolean', postgres`(${term.sql} <> 0)`, [term])
    default:
      throw new Refusal(`a value of type ${term.family} as a condition`)
  }
}
