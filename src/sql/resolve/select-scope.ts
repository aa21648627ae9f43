// What the names of a query can mean: the relations of its FROM, those of the queries around it, and what its
// columns have become. Names are compared as SQLite does. https://www.sqlite.org/lang_select.html#fromclause
import { asciiLower } from '../ascii-case.ts'
import type { PostgresSql } from '../text.ts'
import { type ExpressionColumn, Refusal } from '../translate/translation.ts'
import { qualifiedKey } from './qualified-key.ts'

/** A column that a query reads or gives. */
export interface QueryColumn extends ExpressionColumn {
  /** Its name in SQLite. */
  readonly name: string
  /** The table's column whose very values it holds; null where they are computed. */
  readonly origin: { readonly table: string; readonly column: string } | null
  /** Its values are equal only where SQLite's are. */
  readonly injective: boolean
}

/** A table, a view, or a named query. */
export interface Relation {
  /** How FROM names it. */
  readonly sql: PostgresSql
  readonly columns: readonly QueryColumn[]
  /** Names in SQLite of columns that no two rows share and that are never NULL. */
  readonly keys: readonly (readonly string[])[]
  /** Those of the primary key that PostgreSQL has. */
  readonly primaryKey: readonly string[] | null
  /** The column that is the rowid. */
  readonly rowid: string | null
}

/** What a whole view may read. */
export interface QueryWorld {
  /** By name as SQLite finds it; throws a Refusal. */
  readonly relation: (name: string) => Relation
  readonly postgresVersion: number
  readonly ordersTextByCodePoint: boolean
}

/** A relation as one FROM knows it; the columns carry its alias. */
export interface Source {
  readonly alias: string
  readonly relation: Relation
  readonly columns: readonly QueryColumn[]
}

/** What is in reach of the expressions of one SELECT. */
export interface Reach {
  readonly sources: readonly Source[]
  /** Columns that a join has merged into one of the same name: seen only by their qualified names. */
  readonly merged: ReadonlySet<QueryColumn>
  readonly outer: Reach | null
}

export const NOTHING_IN_REACH: Reach = { sources: [], merged: new Set(), outer: null }

/** Where a query stands. */
export interface QueryPlace {
  readonly world: QueryWorld
  /** By lower-cased name; a text says why one cannot be read. */
  readonly commonTables: ReadonlyMap<string, Relation | string>
  readonly outer: Reach | null
}

export function makeSource(alias: string, relation: Relation): Source {
  if (Buffer.byteLength(alias) > 63 || alias === '') throw new Refusal(`the name ${alias} in FROM`)
  const columns = relation.columns.map(column => ({ ...column, qualifier: alias }))
  return { alias, relation, columns }
}

/** Two reaches side by side, as a join has them. */
export function joinReach(left: Reach, right: Reach): Reach {
  const sources = [...left.sources, ...right.sources]
  const aliases = new Set(sources.map(({ alias }) => asciiLower(alias)))
  if (aliases.size < sources.length) throw new Refusal('two tables of one name in FROM')
  return { sources, merged: new Set([...left.merged, ...right.merged]), outer: left.outer }
}

/** Columns that `*` stands for and that need no qualifier. */
export function visibleColumns({ sources, merged }: Reach): readonly QueryColumn[] {
  return sources.flatMap(({ columns }) => columns.filter(column => !merged.has(column)))
}

export function hasName(name: string): (column: QueryColumn) => boolean {
  const folded = asciiLower(name)
  return column => asciiLower(column.name) === folded
}

/** All columns by `qualifiedKey`, those of an alias hidden by an inner one left out. */
export function columnsInReach(reach: Reach): ReadonlyMap<string, QueryColumn> {
  const columns = new Map<string, QueryColumn>()
  const seen = new Set<string>()
  for (let level: Reach | null = reach; level !== null; level = level.outer) {
    const own = level.sources.filter(({ alias }) => !seen.has(asciiLower(alias)))
    for (const source of own) {
      seen.add(asciiLower(source.alias))
      for (const column of source.columns) columns.set(qualifiedKey(source.alias, column.name), column)
    }
  }
  return columns
}
