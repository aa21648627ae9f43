// Whether an expression gives 1, 0 or NULL and nothing else, so that a boolean can hold it.
// https://www.sqlite.org/lang_expr.html#boolean_expressions
import type { BinaryOperator, Expression } from './expression.ts'

const TRUTH_OPERATORS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>([
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '<>',
  'IS',
  'IS NOT',
  'AND',
  'OR',
])

export function isTruthValued(node: Expression): boolean {
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'null-test':
    case 'between':
    case 'in':
    case 'pattern':
      return true
    case 'integer':
      return node.value === 0n || node.value === 1n
    case 'unary':
      return node.operator === 'NOT'
    case 'binary':
      return TRUTH_OPERATORS.has(node.operator)
    case 'case':
      return [...node.branches.map(({ result }) => result), node.otherwise].every(
        result => result === null || isTruthValued(result),
      )
    case 'call':
      return isTruthCall(node.name, node.args)
    default:
      return false
  }
}

function isTruthCall(name: string, args: readonly Expression[]): boolean {
  if (name === 'iif' || name === 'if') return args.slice(1).every(isTruthValued)
  return (name === 'coalesce' || name === 'ifnull') && args.every(isTruthValued)
}
