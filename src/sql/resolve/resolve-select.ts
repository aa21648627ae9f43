// The words of one SELECT, each as the column or the result that it means.
// https://www.sqlite.org/lang_select.html#resultset
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import type { OrderTerm, SelectCore, SelectItem, SelectQuery } from '../select.ts'
import { Refusal } from '../translate/translation.ts'
import { qualified, type ResultNames, resolveColumns } from './resolve-columns.ts'
import { type Reach, visibleColumns } from './select-scope.ts'

export type Ordering = Pick<SelectQuery, 'orderBy' | 'limit' | 'offset'>

/** A SELECT whose words are columns by now. */
export interface ResolvedCore {
  readonly reach: Reach
  readonly items: readonly { readonly value: Expression; readonly name: string }[]
  readonly where: Expression | null
  readonly groupBy: readonly Expression[]
  readonly having: Expression | null
  readonly orderBy: readonly OrderTerm[]
}

export function resolveCore(core: SelectCore, reach: Reach, { orderBy }: Ordering): ResolvedCore {
  const items = core.items.flatMap(item => resolveItem(item, reach))
  const results = resultNames(core.items, items)
  const resolve = (node: Expression): Expression => resolveColumns(node, reach, results)
  const term = (node: Expression): Expression => itemAt(node, items)?.value ?? resolve(node)
  return {
    reach,
    items,
    where: core.where === null ? null : resolve(core.where),
    groupBy: core.groupBy.map(term),
    having: core.having === null ? null : resolve(core.having),
    orderBy: orderBy.map(order => ({
      ...order,
      value: aliasOf(order.value, results) ?? term(order.value),
    })),
  }
}

type Item = ResolvedCore['items'][number]

function resolveItem(item: SelectItem, reach: Reach): readonly Item[] {
  if (item.kind === 'star') return starColumns(item.table, reach)
  const value = resolveColumns(item.value, reach, new Map())
  const named = value.kind === 'column' ? value.name : item.text
  return [{ value, name: item.alias ?? named }]
}

function starColumns(table: string | null, reach: Reach): readonly Item[] {
  const own = reach.sources.filter(({ alias }) => table !== null && asciiLower(alias) === asciiLower(table))
  if (table !== null && own.length === 0) throw new Refusal(`nothing in FROM is called ${table}`)
  const columns = table === null ? visibleColumns(reach) : own.flatMap(source => source.columns)
  return columns.map(column => ({ value: qualified(column), name: column.name }))
}

function resultNames(written: readonly SelectItem[], items: readonly Item[]): ResultNames {
  const aliases = written.flatMap(item => (item.kind === 'value' && item.alias !== null ? [item.alias] : []))
  const names = new Map<string, Expression>()
  for (const { name, value } of items)
    if (aliases.includes(name) && !names.has(asciiLower(name))) names.set(asciiLower(name), value)
  return names
}

/** `GROUP BY 2` and `ORDER BY 2` mean the second result. */
function itemAt(node: Expression, items: readonly Item[]): Item | undefined {
  if (node.kind !== 'integer') return undefined
  const item = items[Number(node.value) - 1]
  if (item === undefined) throw new Refusal(`a result number ${node.value}`)
  return item
}

/** In ORDER BY a name means the result of that name first. */
function aliasOf(node: Expression, results: ResultNames): Expression | undefined {
  if (node.kind === 'collate') {
    const operand = aliasOf(node.operand, results)
    return operand && { ...node, operand }
  }
  return node.kind === 'column' && node.table === null ? results.get(asciiLower(node.name)) : undefined
}
