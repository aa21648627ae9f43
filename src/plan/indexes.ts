// Plans the indexes: those of the file, by name, and those the configuration adds. A partial or expression
// index is carried only if its text translates; a unique one never becomes a wider one.
import type { IndexWish } from '../model/options.ts'
import type { PlannedIndex } from '../model/plan.ts'
import type { SourceIndex, SourceIndexColumn } from '../model/source.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import { type DraftTable, findColumn, type PlanContext } from './draft.ts'
import { translateConditionFor, translateFor } from './expressions.ts'
import { nocaseItem } from './keys.ts'
import { note } from './notices.ts'

export function planIndexes(table: DraftTable, context: PlanContext): readonly PlannedIndex[] {
  const own = table.source.indexes.map(index => planIndex(table, index, context))
  return [...own, ...(table.wishes.indexes ?? []).flatMap(wish => wishedIndex(table, wish, context))]
}

type Part =
  | { readonly ok: true; readonly sql: PostgresSql }
  | { readonly ok: false; readonly because: string }

function planIndex(table: DraftTable, index: SourceIndex, context: PlanContext): PlannedIndex {
  const { serverVersion } = context.input
  const parts = index.columns.map(item => planItem(table, item, index, serverVersion))
  const where = index.where === null ? null : planWhere(table, index.where, serverVersion)
  const refused = [...parts, ...(where === null ? [] : [where])].find(part => !part.ok)
  const base = { table: table.target, unique: index.unique, method: 'btree', origin: 'source' } as const
  if (refused !== undefined && !refused.ok) {
    const code = index.unique ? 'UNIQUE_INDEX_LEFT_OUT' : 'INDEX_LEFT_OUT'
    note(context, code, index.name, `${refused.because}: ${index.sql}`)
    return { ...base, name: index.name, items: [], where: null, state: 'left out', because: refused.because }
  }
  return {
    ...base,
    name: indexName(index.name, context),
    items: parts.flatMap(part => (part.ok ? [part.sql] : [])),
    where: where?.ok ? where.sql : null,
    state: 'created',
    because: 'declared in the file',
  }
}

function indexName(wanted: string, context: PlanContext): string {
  const name = context.relations.takeFree(wanted)
  if (name !== wanted) note(context, 'NAME_TAKEN', wanted, `the index is called ${name}`)
  return name
}

function planItem(
  table: DraftTable,
  item: SourceIndexColumn,
  index: SourceIndex,
  serverVersion: number,
): Part {
  const order = item.descending ? postgres` DESC` : postgres``
  if (item.column === null)
    return withOrder(planExpression(table, item.expression ?? '', index, serverVersion), order)
  const column = findColumn(table, item.column)
  if (column === undefined) return { ok: false, because: `it uses ${item.column}, which is no column` }
  if (column.candidate.family === 'json')
    return { ok: false, because: `${item.column} is json, which cannot be indexed` }
  const isText = column.candidate.family === 'text'
  if (!isText || item.collation === 'BINARY')
    return { ok: true, sql: postgres`${postgresName(column.target)}${order}` }
  if (item.collation === 'NOCASE') return { ok: true, sql: postgres`${nocaseItem(column)}${order}` }
  return { ok: false, because: `the collation ${item.collation} has no counterpart` }
}

function planExpression(
  table: DraftTable,
  expression: string,
  index: SourceIndex,
  serverVersion: number,
): Part {
  const translation = translateFor(table, expression, 'index', serverVersion)
  if (!translation.ok) return translation
  if (!translation.immutable) return { ok: false, because: 'the expression is not immutable in PostgreSQL' }
  if (index.unique && translation.mayCollide)
    return { ok: false, because: 'values that differ in SQLite may be equal in PostgreSQL' }
  return { ok: true, sql: postgres`(${translation.sql})` }
}

function withOrder(part: Part, order: PostgresSql): Part {
  return part.ok ? { ok: true, sql: postgres`${part.sql}${order}` } : part
}

function planWhere(table: DraftTable, where: string, serverVersion: number): Part {
  const translation = translateConditionFor(table, where, 'index', serverVersion)
  if (!translation.ok) return translation
  return translation.immutable
    ? { ok: true, sql: translation.sql }
    : { ok: false, because: 'its condition is not immutable in PostgreSQL' }
}

function wishedIndex(table: DraftTable, wish: IndexWish, context: PlanContext): readonly PlannedIndex[] {
  const columns = wish.columns.map(name => findColumn(table, name))
  const unknown = wish.columns.find((_, i) => columns[i] === undefined)
  if (unknown !== undefined) {
    note(
      context,
      'WISH_UNKNOWN',
      `${table.source.name}.${unknown}`,
      'the configuration asks for an index on a column the table does not have',
    )
    return []
  }
  const targets = columns.flatMap(column => (column === undefined ? [] : [column.target]))
  const wanted = wish.name ?? `${table.target}_${targets.join('_')}_idx`
  return [
    {
      name: indexName(wanted, context),
      table: table.target,
      unique: wish.unique ?? false,
      method: wish.method ?? 'btree',
      items: targets.map(name => postgresName(name)),
      where: wish.where === undefined ? null : trustPostgres(wish.where),
      state: 'created',
      because: 'asked for by the configuration',
      origin: 'config',
    },
  ]
}
