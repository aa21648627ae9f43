// One SELECT: its FROM, its results, WHERE, GROUP BY and HAVING, and its order where it is not wrapped.
import type { Expression } from '../expression.ts'
import { type Ordering, resolveCore } from '../resolve/resolve-select.ts'
import { columnsInReach, NOTHING_IN_REACH, type QueryPlace, type Reach } from '../resolve/select-scope.ts'
import type { SelectCore } from '../select.ts'
import { type PostgresSql, postgres } from '../text.ts'
import { scopeOf } from './expression.ts'
import type { TranslatedQuery } from './select.ts'
import { isAggregate, translateAggregate } from './select-aggregate.ts'
import { nameColumns, requireExact, resultColumn, selectList } from './select-columns.ts'
import { translateFrom } from './select-from.ts'
import { groupSql, requireGrouped } from './select-group.ts'
import { limitSql, orderSql } from './select-order.ts'
import { givesOneRow } from './select-rows.ts'
import { translateSubquery } from './select-subquery.ts'
import { Refusal, type Scope, type Term } from './translation.ts'

const NO_ORDER: Ordering = { orderBy: [], limit: null, offset: null }

export function translateCore(
  core: SelectCore,
  place: QueryPlace,
  ordering: Ordering = NO_ORDER,
): TranslatedQuery {
  const from = core.from === null ? null : translateFrom(core.from, place)
  const reach = from?.reach ?? { ...NOTHING_IN_REACH, outer: place.outer }
  const resolved = resolveCore(core, reach, ordering)
  requireGrouped(resolved)
  const scope = queryScope(reach, place)
  const found = nameColumns(resolved.items.map(({ value, name }) => resultColumn(value, name, scope)))
  const columns = found.map(({ column }) => column)
  if (core.distinct) for (const column of columns) requireExact(column, 'DISTINCT')
  const order = orderSql(resolved, scope)
  const distinct = core.distinct ? postgres`DISTINCT ` : postgres``
  const tables = from === null ? postgres`` : postgres` FROM ${from.sql}`
  const sql = postgres`SELECT ${distinct}${selectList(found)}${tables}${clause(postgres` WHERE `, resolved.where, scope)}${groupSql(resolved, scope)}${clause(postgres` HAVING `, resolved.having, scope)}${order.sql}${limitSql(ordering, order.isTotal)}`
  return {
    sql,
    columns,
    atMostOneRow: givesOneRow(resolved, ordering),
  }
}

function clause(word: PostgresSql, condition: Expression | null, scope: Scope): PostgresSql {
  return condition === null ? postgres`` : postgres`${word}${scope.condition(condition).sql}`
}

/** The translator of expressions, for what is in reach here. */
export function queryScope(reach: Reach, place: QueryPlace): Scope {
  const { postgresVersion, ordersTextByCodePoint } = place.world
  const inner = scopeOf({
    columns: columnsInReach(reach),
    purpose: 'view',
    postgresVersion,
    ordersTextByCodePoint,
    ofQuery: node => {
      if (node.kind === 'query') return translateSubquery(node, { ...place, outer: reach }, scope)
      return isAggregate(node) ? translateAggregate(node, reach, scope) : null
    },
  })
  const scope: Scope = {
    context: inner.context,
    value: node => requireCertain(inner.value(node)),
    condition: node => requireCertain(inner.condition(node)),
  }
  return scope
}

/** Elsewhere the rows are asked whether an assumption holds; a view is read long after. */
function requireCertain(term: Term): Term {
  if (term.mayCollide) throw new Refusal('a member of JSON, which may be of any kind in another row')
  if (term.note !== null) throw new Refusal(`an expression that ${term.note}`)
  return term
}
