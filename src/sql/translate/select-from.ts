// FROM: every table by its whole name and the alias SQLite knows it by, joins from left to right in
// parentheses, USING and NATURAL as the comparisons they stand for. https://www.sqlite.org/lang_select.html#fromclause
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import { postgresName } from '../quote.ts'
import { NO_RESULT_NAMES, qualified, resolveColumns } from '../resolve/resolve-columns.ts'
import {
  hasName,
  joinReach,
  makeSource,
  type QueryColumn,
  type QueryPlace,
  type Reach,
  type Relation,
  visibleColumns,
} from '../resolve/select-scope.ts'
import type { FromItem, JoinItem } from '../select.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { relationOf, translateQuery } from './select.ts'
import { queryScope } from './select-core.ts'
import { Refusal } from './translation.ts'

export interface TranslatedFrom {
  readonly sql: PostgresSql
  readonly reach: Reach
}

export function translateFrom(item: FromItem, place: QueryPlace, unnamed = { count: 0 }): TranslatedFrom {
  switch (item.kind) {
    case 'table':
      return named(item.alias, relationFor(item.name, place), place)
    case 'query':
      return fromQuery(item, place, unnamed)
    case 'join':
      return translateJoin(
        item,
        translateFrom(item.left, place, unnamed),
        translateFrom(item.right, place, unnamed),
        place,
      )
  }
}

function named(alias: string, relation: Relation, { outer }: QueryPlace): TranslatedFrom {
  const source = makeSource(alias, relation)
  const isCalledSo = relation.sql.endsWith(`.${postgresName(alias)}`)
  return {
    sql: isCalledSo ? relation.sql : postgres`${relation.sql} AS ${postgresName(alias)}`,
    reach: { sources: [source], merged: new Set(), outer },
  }
}

/** A name of WITH hides a table. */
function relationFor(name: string, { commonTables, world }: QueryPlace): Relation {
  const common = commonTables.get(asciiLower(name))
  if (typeof common === 'string') throw new Refusal(common)
  return common ?? world.relation(name)
}

// A query in FROM sees none of its neighbours, but what lies around the whole.
function fromQuery(
  { query, alias }: FromItem & { kind: 'query' },
  place: QueryPlace,
  unnamed: { count: number },
): TranslatedFrom {
  const inner = translateQuery(query, place)
  unnamed.count += 1
  return named(alias ?? `query_${unnamed.count}`, relationOf(postgres`(${inner.sql})`, inner), place)
}

function translateJoin(
  item: JoinItem,
  left: TranslatedFrom,
  right: TranslatedFrom,
  place: QueryPlace,
): TranslatedFrom {
  const pairs = pairsOf(item, left.reach, right.reach)
  if (pairs.length > 0 && (item.type === 'RIGHT' || item.type === 'FULL'))
    throw new Refusal(`${item.type} JOIN with USING`)
  const joined = joinReach(left.reach, right.reach)
  const merged = new Set([...joined.merged, ...pairs.map(([, second]) => second)])
  const reach = { ...joined, merged }
  const condition = item.on === null ? equalities(pairs) : resolveColumns(item.on, reach, NO_RESULT_NAMES)
  const sides = [left.sql, item.right.kind === 'join' ? postgres`(${right.sql})` : right.sql] as const
  if (condition === null && item.type === 'INNER')
    return { reach, sql: postgres`${sides[0]} CROSS JOIN ${sides[1]}` }
  const on = condition === null ? trustPostgres('true') : queryScope(reach, place).condition(condition).sql
  const type = trustPostgres(item.type === 'INNER' ? 'JOIN' : `${item.type} JOIN`)
  return { reach, sql: postgres`${sides[0]} ${type} ${sides[1]} ON ${on}` }
}

type Pair = readonly [QueryColumn, QueryColumn]

/** The columns that USING or NATURAL compares. */
function pairsOf(item: JoinItem, left: Reach, right: Reach): readonly Pair[] {
  const rights = visibleColumns(right)
  const names = item.natural
    ? rights.map(({ name }) => name).filter(name => visibleColumns(left).some(hasName(name)))
    : item.using
  return names.map(name => {
    const [first, second] = [only(name, visibleColumns(left)), only(name, rights)]
    return [first, second]
  })
}

function only(name: string, columns: readonly QueryColumn[]): QueryColumn {
  const [column, another] = columns.filter(hasName(name))
  if (column === undefined || another !== undefined) throw new Refusal(`USING (${name})`)
  return column
}

function equalities(pairs: readonly Pair[]): Expression | null {
  const conditions = pairs.map(
    ([left, right]): Expression => ({
      kind: 'binary',
      operator: '=',
      left: qualified(left),
      right: qualified(right),
    }),
  )
  return conditions.reduce<Expression | null>(
    (all, one) => (all === null ? one : { kind: 'binary', operator: 'AND', left: all, right: one }),
    null,
  )
}
