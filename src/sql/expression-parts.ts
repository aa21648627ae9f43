// Walks an expression without knowing what its nodes mean.
import { asciiLower } from './ascii-case.ts'
import type { Expression } from './expression.ts'

/** The direct parts of a node; those of a query inside it are not among them. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'unary':
    case 'null-test':
    case 'cast':
    case 'collate':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'between':
      return [node.operand, node.low, node.high]
    case 'in':
      return [node.operand, ...node.list]
    case 'pattern':
      return [node.operand, node.pattern, ...(node.escape === null ? [] : [node.escape])]
    case 'case':
      return [
        node.base,
        node.otherwise,
        ...node.branches.flatMap(({ when, result }) => [when, result]),
      ].filter(part => part !== null)
    case 'call':
      return node.args
    default:
      return []
  }
}

/** The node itself and everything below it. */
export function* nodesOf(node: Expression): Generator<Expression> {
  yield node
  for (const part of partsOf(node)) yield* nodesOf(part)
}

/** The lower-cased names of the columns an expression reads. */
export function columnNamesOf(node: Expression): ReadonlySet<string> {
  return new Set([...nodesOf(node)].flatMap(part => (part.kind === 'column' ? [asciiLower(part.name)] : [])))
}
