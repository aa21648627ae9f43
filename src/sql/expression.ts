// SQLite expressions as a tree. Spellings that mean one thing have one form: `==` is `=`, `!=` is `<>`,
// ISNULL and IS NULL are a null test, IS [NOT] DISTINCT FROM is IS NOT or IS. https://www.sqlite.org/lang_expr.html
import type { SelectQuery } from './select.ts'

export type UnaryOperator = '-' | '+' | '~' | 'NOT'
export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '=' | '<>' | 'IS' | 'IS NOT'
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '<<' | '>>'
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | '||' | 'AND' | 'OR' | '->' | '->>'
export type PatternOperator = 'LIKE' | 'GLOB' | 'REGEXP' | 'MATCH'
export type ClockWord = 'CURRENT_TIMESTAMP' | 'CURRENT_DATE' | 'CURRENT_TIME'

export type Expression =
  | { readonly kind: 'null' }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'real'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'blob'; readonly hex: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'clock'; readonly word: ClockWord }
  | ColumnExpression
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | BinaryExpression
  | { readonly kind: 'null-test'; readonly operand: Expression; readonly negated: boolean }
  | BetweenExpression
  | InExpression
  | PatternExpression
  | CaseExpression
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: string }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly collation: string }
  | CallExpression
  | QueryExpression
  /** Well formed, but outside of what this tree can say: subqueries outside of views, row values, window calls, parameters. */
  | { readonly kind: 'unsupported'; readonly text: string; readonly because: string }

export interface ColumnExpression {
  readonly kind: 'column'
  readonly table: string | null
  readonly name: string
  /** Set where the columns in reach were not known to the parser, as in a view. */
  readonly written?: 'bare' | 'double-quoted' | 'quoted'
}

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export interface BetweenExpression {
  readonly kind: 'between'
  readonly operand: Expression
  readonly low: Expression
  readonly high: Expression
  readonly negated: boolean
}

export interface InExpression {
  readonly kind: 'in'
  readonly operand: Expression
  readonly list: readonly Expression[]
  readonly negated: boolean
}

export interface PatternExpression {
  readonly kind: 'pattern'
  readonly operator: PatternOperator
  readonly operand: Expression
  readonly pattern: Expression
  readonly escape: Expression | null
  readonly negated: boolean
}

export interface CaseExpression {
  readonly kind: 'case'
  readonly base: Expression | null
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]
  readonly otherwise: Expression | null
}

export interface CallExpression {
  readonly kind: 'call'
  /** In small letters: SQLite's function names have no case. */
  readonly name: string
  readonly args: readonly Expression[]
  readonly star: boolean
  /** `count(DISTINCT x)`. */
  readonly distinct?: true
}

/** A query in parentheses as a value, behind EXISTS or behind IN; only in a view. */
export interface QueryExpression {
  readonly kind: 'query'
  readonly form: 'value' | 'exists' | 'in'
  /** What stands before IN. */
  readonly operand: Expression | null
  readonly negated: boolean
  readonly query: SelectQuery
}
