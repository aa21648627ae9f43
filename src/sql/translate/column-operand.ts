// What SQLite lets a column keep when it stands in a comparison: its affinity if it stands there bare,
// its collation even behind a `+` or a CAST. https://www.sqlite.org/datatype3.html#collation
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import { postgresName } from '../quote.ts'
import { qualifiedKey } from '../resolve/qualified-key.ts'
import type { PostgresSql } from '../text.ts'
import {
  type ColumnFamily,
  type ColumnStorage,
  type ExpressionColumn,
  Refusal,
  type TranslationContext,
} from './translation.ts'

/** The column a node is, without any operator around it; null for everything else. */
export function bareColumn(node: Expression, context: TranslationContext): ExpressionColumn | null {
  const operand = withoutCollate(node)
  if (operand.kind !== 'column') return null
  const name = asciiLower(operand.name)
  if (operand.table === null) return context.columns.get(name) ?? null
  const qualified = context.columns.get(qualifiedKey(operand.table, operand.name))
  // Only a view reads several tables; elsewhere a qualifier can but name the table itself.
  return qualified ?? (context.purpose === 'view' ? null : (context.columns.get(name) ?? null))
}

/** How PostgreSQL names a column. */
export function columnSql({ qualifier, target }: ExpressionColumn): PostgresSql {
  return qualifier === undefined ? postgresName(target) : postgresName(qualifier, target)
}

export function withoutCollate(node: Expression): Expression {
  return node.kind === 'collate' ? withoutCollate(node.operand) : node
}

/** The collation of `left op right`: an explicit one wins, then the left column's, then the right's. */
export function comparisonCollation(
  left: Expression,
  right: Expression | null,
  context: TranslationContext,
): string {
  const [first, second] = [collationOf(left, context), right === null ? null : collationOf(right, context)]
  const chosen = [first, second].find(found => found?.explicit) ?? first ?? second
  return (chosen?.name ?? 'BINARY').toUpperCase()
}

function collationOf(
  node: Expression,
  context: TranslationContext,
): { name: string; explicit: boolean } | null {
  if (node.kind === 'collate') return { name: node.collation, explicit: true }
  if (node.kind === 'cast' || (node.kind === 'unary' && node.operator === '+'))
    return collationOf(node.operand, context)
  const column = bareColumn(node, context)
  return column === null ? null : { name: column.collation ?? 'BINARY', explicit: false }
}

const STORED_AS: Readonly<Record<ColumnFamily, readonly ColumnStorage[]>> = {
  boolean: ['integer'],
  integer: ['integer'],
  numeric: ['integer', 'real', 'number'],
  real: ['integer', 'real', 'number'],
  text: ['text'],
  bytea: ['blob'],
  timestamp: ['text'],
  timestamptz: ['text', 'integer'],
  date: ['text'],
  time: ['text'],
  json: ['text'],
  jsonb: ['text'],
  uuid: ['text'],
  // How such a type compares is known to the server only.
  other: [],
}

/** Whether SQLite computes with the very value PostgreSQL has, and not with one that became it on the way. */
export function isKeptAsIs({ family, storage }: ExpressionColumn): boolean {
  return storage === undefined || STORED_AS[family].includes(storage)
}

/** How values that are not kept as they are differ, after `the values of x`. */
export function alteration({ storage }: ExpressionColumn): string {
  return storage === 'noncharacters'
    ? 'hold the noncharacters U+FFFE or U+FFFF: in a UTF-16 database SQLite computes with U+FFFD instead, PostgreSQL with the texts as they are'
    : 'are of another kind in SQLite'
}

/** Whether a double may be an integer in SQLite, which divides integers otherwise. */
export function mayBeInteger({ family, storage, affinity }: ExpressionColumn): boolean {
  return family === 'real' && affinity !== 'real' && storage !== undefined
}

const NUMBERS = ['boolean', 'integer', 'numeric', 'real']

/** Refuses a column whose values were converted across the line between numbers and text: they compare otherwise. */
export function refuseForeignAffinity(column: ExpressionColumn | null): void {
  const affinity = column?.affinity
  if (column === null || affinity === undefined) return
  const numbersAsText = column.family === 'text' && affinity !== 'text' && affinity !== 'blob'
  const textAsNumbers = NUMBERS.includes(column.family) && affinity === 'text'
  if (numbersAsText || textAsNumbers) {
    throw new Refusal(
      `comparing ${column.target}, which SQLite compares as ${affinity} and PostgreSQL as ${column.family}`,
    )
  }
}
