// Conditions that are true for one row of the target: by its key where an index keeps it unique, otherwise by all it
// holds, and of rows that are alike one. They name no place, so they mean the same row later on.
// https://www.postgresql.org/docs/current/ddl-system-columns.html
import { targetSha256 } from '../../codec/digest/row-text.ts'
import type { TargetColumn, TargetTable } from '../../model/target.ts'
import { postgresLine, postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { TargetPlace } from '../content/open/finding.ts'

/** Characters up to which a value stands in a condition itself; of longer ones a digest does. */
const LONGEST_WRITTEN = 200

/** Types whose equal values are written alike. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'uuid', 'date', 'bytea', 'bool'])

/** Expression of a text that says what a value is: `T` and its text, or `S` and the digest of it. */
export function tokenOf({ name }: TargetColumn): PostgresSql {
  const text = postgres`${postgresName(name)}::text`
  return postgres`CASE WHEN length(${text}) > ${LONGEST_WRITTEN} THEN 'S' || ${targetSha256(text)} ELSE 'T' || ${text} END`
}

/** True where the column holds what the token says. */
export function holds({ name }: TargetColumn, token: string | null): PostgresSql {
  const column = postgresName(name)
  if (token === null) return postgres`${column} IS NULL`
  const value = postgresLine(token.slice(1))
  const text = postgres`${column}::text`
  return token.startsWith('S') ? postgres`${targetSha256(text)} = ${value}` : postgres`${text} = ${value}`
}

/** As `holds`, for a column of a key, so that its index is used. */
function isKey(column: TargetColumn, token: string): PostgresSql {
  if (token.startsWith('S')) return holds(column, token)
  const isValue = postgres`${postgresName(column.name)} = ${postgresLine(token.slice(1))}`
  return PLAIN_TYPES.has(column.baseType) ? isValue : postgres`${isValue} AND ${holds(column, token)}`
}

/** Names of columns that an index keeps unique, among those of the key; none where nothing does. */
export function uniqueKey({ indexes, hasChildren }: TargetTable, key: readonly string[]): readonly string[] {
  // An index keeps nothing unique beyond its own table.
  if (hasChildren) return []
  const names = new Set(key)
  const index = indexes.find(
    ({ unique, valid, where, columns }) =>
      unique && valid && where === null && columns.every(name => name !== null && names.has(name)),
  )
  return index === undefined ? [] : key
}

/** What is known of a row of the target: each column's token, by name. */
export type RowTokens = ReadonlyMap<string, string | null>

/** A row of the target that differs. */
export interface KnownRow {
  readonly tokens: RowTokens
  /** Where it lies, for a statement that is carried out at once: a row is found there sooner than by what it holds. */
  readonly place: TargetPlace | null
}

export interface RowsOf {
  /** Quoted, with its schema. */
  readonly table: PostgresSql
  readonly target: TargetTable
  /** What `uniqueKey` gave. */
  readonly key: readonly string[]
}

/** `changed` are columns that must still hold what they held. */
export function thisRow(
  { table, target, key }: RowsOf,
  row: KnownRow,
  changed: readonly string[] = [],
): PostgresSql {
  const { tokens } = row
  const columns = new Map(target.columns.map(column => [column.name, column]))
  const named = key.flatMap(name => columns.get(name) ?? [])
  const parts = named.flatMap(column => {
    const token = tokens.get(column.name) ?? null
    return token === null ? [] : [isKey(column, token)]
  })
  if (parts.length === 0 || parts.length < named.length) return thatHoldsAll(table, target, row)
  const others = changed
    .filter(name => !key.includes(name))
    .flatMap(name => {
      const column = columns.get(name)
      return column === undefined ? [] : [holds(column, tokens.get(name) ?? null)]
    })
  return conjunction([...parts, ...others])
}

function thatHoldsAll(
  table: PostgresSql,
  target: TargetTable,
  { tokens, place: known }: KnownRow,
): PostgresSql {
  const all = conjunction(target.columns.map(column => holds(column, tokens.get(column.name) ?? null)))
  if (known !== null) return postgres`${isAt(known)} AND ${all}`
  const isAlone = target.kind === 'table' && !target.hasChildren
  const place = isAlone ? postgres`ctid` : postgres`(tableoid, ctid)`
  const found = isAlone ? postgres`ctid` : postgres`tableoid, ctid`
  return postgres`${place} = (SELECT ${found} FROM ${table} WHERE ${all} LIMIT 1)`
}

/** The table's number and the ctid. */
function isAt(place: TargetPlace): PostgresSql {
  const end = place.indexOf('(')
  return postgres`tableoid = ${postgresLine(place.slice(0, end))} AND ctid = ${postgresLine(place.slice(end))}`
}

function conjunction(conditions: readonly PostgresSql[]): PostgresSql {
  return trustPostgres(conditions.join(' AND '))
}
