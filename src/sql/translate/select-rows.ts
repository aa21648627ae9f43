// Which queries give one row at most: SQLite takes the first of several as a value, PostgreSQL raises an error.
import { sameName } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import { containsNode } from '../map-expression.ts'
import type { Ordering, ResolvedCore } from '../resolve/resolve-select.ts'
import { holdsAggregate } from './select-group.ts'

export function givesOneRow(core: ResolvedCore, ordering: Ordering): boolean {
  return isOneGroup(core) || isOneByKey(core) || isLimitedToOne(ordering)
}

/** Aggregates without GROUP BY give one row; a limit of one gives no more. */
function isOneGroup({ items, having, groupBy }: ResolvedCore): boolean {
  return groupBy.length === 0 && (having !== null || items.some(({ value }) => holdsAggregate(value)))
}

/** A whole key of the only table is compared with what does not come from that table. */
function isOneByKey({ reach, where }: ResolvedCore): boolean {
  const [source, another] = reach.sources
  if (source === undefined || another !== undefined || where === null) return false
  const isOwn = (node: Expression): boolean =>
    containsNode(node, part => part.kind === 'column' && sameName(part.table ?? '', source.alias))
  const settled = equalitiesIn(where).flatMap(([left, right]) => {
    if (left.kind === 'column' && isOwn(left) && isSettled(right) && !isOwn(right)) return [left.name]
    return right.kind === 'column' && isOwn(right) && isSettled(left) && !isOwn(left) ? [right.name] : []
  })
  return source.relation.keys.some(key => key.every(name => settled.some(found => sameName(found, name))))
}

const isSettled = (node: Expression): boolean => !containsNode(node, part => part.kind === 'query')

function equalitiesIn(node: Expression): readonly (readonly [Expression, Expression])[] {
  if (node.kind !== 'binary') return []
  if (node.operator === 'AND') return [...equalitiesIn(node.left), ...equalitiesIn(node.right)]
  return node.operator === '=' ? [[node.left, node.right]] : []
}

function isLimitedToOne({ limit }: Ordering): boolean {
  return limit?.kind === 'integer' && limit.value >= 0n && limit.value <= 1n
}
