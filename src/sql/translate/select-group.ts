// GROUP BY. SQLite lets a result take any row's value of a column that is neither grouped nor aggregated; such
// bare columns are refused. https://www.sqlite.org/lang_select.html#bareagg
import { asciiLower } from '../ascii-case.ts'
import type { ColumnExpression, Expression } from '../expression.ts'
import { containsNode, partsOf, shapeOf } from '../map-expression.ts'
import { literalOf } from '../parse/literal.ts'
import type { ResolvedCore } from '../resolve/resolve-select.ts'
import type { QueryColumn } from '../resolve/select-scope.ts'
import { type PostgresSql, postgres } from '../text.ts'
import { isAggregate } from './select-aggregate.ts'
import { requireExact, resultColumn } from './select-columns.ts'
import { Refusal, type Scope } from './translation.ts'

export function holdsAggregate(node: Expression): boolean {
  return containsNode(node, isAggregate)
}

/** Refuses bare columns, unless the whole primary key of their table is grouped. */
export function requireGrouped(core: ResolvedCore): void {
  const results = [...core.items.map(({ value }) => value), ...core.orderBy.map(({ value }) => value)]
  const isGrouped = core.groupBy.length > 0 || core.having !== null || results.some(holdsAggregate)
  if (!isGrouped) return
  const keys = new Set(core.groupBy.map(shapeOf))
  const whole = wholeTables(core, keys)
  for (const node of [...results, ...(core.having === null ? [] : [core.having])])
    refuseBare(node, keys, whole)
}

/** Aliases of the tables whose primary key is grouped, so that a group holds one row of theirs. */
function wholeTables({ reach, groupBy }: ResolvedCore, keys: ReadonlySet<string>): ReadonlySet<string> {
  if (groupBy.length === 0) return new Set()
  const whole = reach.sources.filter(({ alias, relation, columns }) => {
    const key = relation.primaryKey?.map(name => columns.find(column => isNamed(column, name)))
    return key?.every(column => column !== undefined && keys.has(shapeOf(columnNode(alias, column))))
  })
  return new Set(whole.map(({ alias }) => asciiLower(alias)))
}

function isNamed(column: QueryColumn, name: string): boolean {
  return asciiLower(column.name) === asciiLower(name)
}

function columnNode(alias: string, { name }: QueryColumn): ColumnExpression {
  return { kind: 'column', table: alias, name }
}

function refuseBare(node: Expression, keys: ReadonlySet<string>, whole: ReadonlySet<string>): void {
  if (keys.has(shapeOf(node)) || isAggregate(node)) return
  if (node.kind === 'column' && !whole.has(asciiLower(node.table ?? '')))
    throw new Refusal(`${node.name}, a bare column under GROUP BY or beside an aggregate`)
  for (const part of partsOf(node)) refuseBare(part, keys, whole)
}

export function groupSql({ groupBy }: ResolvedCore, scope: Scope): PostgresSql {
  if (groupBy.length === 0) return postgres``
  const keys = groupBy.map(node => {
    if (literalOf(node) !== null) throw new Refusal('GROUP BY a constant')
    const { sql, column } = resultColumn(node, node.kind === 'column' ? node.name : 'an expression', scope)
    requireExact(column, 'GROUP BY')
    return sql
  })
  return postgres` GROUP BY ${keys}`
}
