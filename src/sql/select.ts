// A query as a tree: what SELECT can say, as far as the parser reads it. Windows, VALUES and functions as
// tables are not among it. https://www.sqlite.org/lang_select.html
import type { Expression } from './expression.ts'

export interface SelectQuery {
  readonly commonTables: readonly CommonTable[]
  readonly body: SelectBody
  readonly orderBy: readonly OrderTerm[]
  readonly limit: Expression | null
  readonly offset: Expression | null
}

/** One `name (columns) AS (query)` of a WITH clause. */
export interface CommonTable {
  readonly name: string
  readonly columns: readonly string[] | null
  readonly query: SelectQuery
}

export type SelectBody = SelectCore | Compound
export type CompoundOperator = 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT'

/** SQLite's compound operators bind alike, from left to right. */
export interface Compound {
  readonly kind: 'compound'
  readonly operator: CompoundOperator
  readonly left: SelectBody
  readonly right: SelectCore
}

export interface SelectCore {
  readonly kind: 'core'
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  readonly from: FromItem | null
  readonly where: Expression | null
  readonly groupBy: readonly Expression[]
  readonly having: Expression | null
}

export type SelectItem =
  /** `*` or `table.*`. */
  | { readonly kind: 'star'; readonly table: string | null }
  /** `text` is the expression as written. */
  | {
      readonly kind: 'value'
      readonly value: Expression
      readonly alias: string | null
      readonly text: string
    }

export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL'

export type FromItem =
  | { readonly kind: 'table'; readonly name: string; readonly alias: string }
  | { readonly kind: 'query'; readonly query: SelectQuery; readonly alias: string | null }
  | JoinItem

/** A comma and CROSS JOIN are an INNER join without condition. */
export interface JoinItem {
  readonly kind: 'join'
  readonly type: JoinType
  readonly natural: boolean
  readonly left: FromItem
  readonly right: FromItem
  readonly on: Expression | null
  readonly using: readonly string[]
}

export interface OrderTerm {
  readonly value: Expression
  readonly descending: boolean
  readonly nulls: 'FIRST' | 'LAST' | null
}
