// SQLite query → PostgreSQL query, or the reason why not: WITH, compounds, the order and the limit of the
// whole. What one SELECT holds has files of its own. https://www.sqlite.org/lang_select.html
import { asciiLower } from '../ascii-case.ts'
import { postgresName } from '../quote.ts'
import type { QueryColumn, QueryPlace, QueryWorld, Relation } from '../resolve/select-scope.ts'
import type { CommonTable, SelectBody, SelectQuery } from '../select.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { requireExact, uniteColumns } from './select-columns.ts'
import { translateCore } from './select-core.ts'
import { limitSql, orderByColumns } from './select-order.ts'
import { Refusal, translateOr } from './translation.ts'

export interface TranslatedQuery {
  readonly sql: PostgresSql
  /** `target` is unique among them. */
  readonly columns: readonly QueryColumn[]
  readonly atMostOneRow: boolean
}

export type QueryTranslation =
  | ({ readonly ok: true } & TranslatedQuery)
  | { readonly ok: false; readonly because: string; readonly hint?: string }

/** A whole query; its tables are those of `world`. */
export function translateSelect(query: SelectQuery, world: QueryWorld): QueryTranslation {
  return translateOr<QueryTranslation, QueryTranslation>(
    () => ({ ok: true, ...translateQuery(query, { world, commonTables: new Map(), outer: null }, true) }),
    (because, hint) => ({ ok: false, because, ...(hint !== undefined && { hint }) }),
  )
}

/** The order of the rows is kept only where somebody sees it: of the whole, and under a limit. */
export function translateQuery(query: SelectQuery, around: QueryPlace, isWhole = false): TranslatedQuery {
  const { place, sql: withClause } = translateCommonTables(query.commonTables, around)
  const isOrdered = query.orderBy.length > 0 && (isWhole || query.limit !== null)
  const ordered = isOrdered ? query : { ...query, orderBy: [] }
  const { body } = query
  const isPlain = body.kind === 'core' && !(body.distinct && isOrdered)
  const found = isPlain ? translateCore(body, place, ordered) : wrapBody(body, place, ordered)
  return { ...found, sql: postgres`${withClause}${found.sql}` }
}

interface CommonTables {
  readonly place: QueryPlace
  readonly sql: PostgresSql
}

// In SQLite all names of a WITH see each other; only those above are seen here.
function translateCommonTables(tables: readonly CommonTable[], around: QueryPlace): CommonTables {
  if (tables.length === 0) return { place: around, sql: postgres`` }
  const names = new Map(around.commonTables)
  for (const { name } of tables) names.set(asciiLower(name), `WITH RECURSIVE, or ${name} before it is there`)
  const parts: PostgresSql[] = []
  for (const table of tables) {
    const query = translateQuery(table.query, { ...around, commonTables: names })
    parts.push(postgres`${postgresName(table.name)} AS (${query.sql})`)
    names.set(asciiLower(table.name), commonRelation(table, query))
  }
  return { place: { ...around, commonTables: names }, sql: postgres`WITH ${parts} ` }
}

function commonRelation({ name, columns }: CommonTable, query: TranslatedQuery): Relation {
  if (columns !== null && columns.length !== query.columns.length)
    throw new Refusal(`${name} with ${columns.length} names for ${query.columns.length} columns`)
  if (Buffer.byteLength(name) > 63 || name === '') throw new Refusal(`the name ${name} in WITH`)
  return relationOf(postgresName(name), query, columns)
}

/** A query as something that others read from. */
export function relationOf(
  sql: PostgresSql,
  { columns }: TranslatedQuery,
  names: readonly string[] | null = null,
): Relation {
  const renamed = names === null ? columns : columns.map((column, i) => ({ ...column, name: names[i] ?? '' }))
  return { sql, columns: renamed, keys: [], primaryKey: null, rowid: null }
}

/** PostgreSQL orders DISTINCT and compounds by their bare results only, so the order is put around them. */
function wrapBody(body: SelectBody, place: QueryPlace, query: SelectQuery): TranslatedQuery {
  const inner = translateBody(body, place)
  if (query.orderBy.length === 0 && query.limit === null) return inner
  const alias = trustPostgres('"rows"')
  const columns = inner.columns.map(column => ({ ...column, qualifier: 'rows' }))
  const order = orderByColumns(query.orderBy, columns, place.world)
  const limit = limitSql(query, order.isTotal)
  const names = columns.map(({ target }) => postgresName('rows', target))
  const sql = postgres`SELECT ${names} FROM (${inner.sql}) AS ${alias}${order.sql}${limit}`
  return { ...inner, sql }
}

function translateBody(body: SelectBody, place: QueryPlace): TranslatedQuery {
  if (body.kind === 'core') return translateCore(body, place)
  const left = translateBody(body.left, place)
  const right = translateCore(body.right, place)
  const { columns, sides } = uniteColumns(left, right)
  if (body.operator !== 'UNION ALL') for (const column of columns) requireExact(column, body.operator)
  const operator = trustPostgres(body.operator)
  return { columns, sql: postgres`(${sides[0]}) ${operator} (${sides[1]})`, atMostOneRow: false }
}
