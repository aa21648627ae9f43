// Walks an expression: the parts of a node, and the node again with its parts changed. A query in parentheses
// is a world of its own; only what stands before its IN belongs to the expression around it.
import { asciiLower } from './ascii-case.ts'
import type { Expression } from './expression.ts'

type Change = (part: Expression) => Expression

/** The node with every direct part replaced by what `change` makes of it. */
export function mapParts(node: Expression, change: Change): Expression {
  switch (node.kind) {
    case 'unary':
    case 'null-test':
    case 'cast':
    case 'collate':
      return { ...node, operand: change(node.operand) }
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) }
    case 'between':
      return { ...node, operand: change(node.operand), low: change(node.low), high: change(node.high) }
    case 'in':
      return { ...node, operand: change(node.operand), list: node.list.map(change) }
    case 'pattern':
      return {
        ...node,
        operand: change(node.operand),
        pattern: change(node.pattern),
        escape: orNull(node.escape, change),
      }
    case 'case':
      return {
        ...node,
        base: orNull(node.base, change),
        branches: node.branches.map(({ when, result }) => ({ when: change(when), result: change(result) })),
        otherwise: orNull(node.otherwise, change),
      }
    case 'call':
      return { ...node, args: node.args.map(change) }
    case 'query':
      return { ...node, operand: orNull(node.operand, change) }
    default:
      return node
  }
}

function orNull(part: Expression | null, change: Change): Expression | null {
  return part === null ? null : change(part)
}

/** The direct parts of a node, in order. */
export function partsOf(node: Expression): readonly Expression[] {
  const parts: Expression[] = []
  mapParts(node, part => {
    parts.push(part)
    return part
  })
  return parts
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

/** Whether the node or anything within satisfies the test. */
export function containsNode(node: Expression, test: (node: Expression) => boolean): boolean {
  return test(node) || partsOf(node).some(part => containsNode(part, test))
}

/** One text for equal trees. */
export function shapeOf(node: Expression): string {
  return JSON.stringify(node, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
