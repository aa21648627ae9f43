// What SQLite lets a column keep when it stands in a comparison: its affinity if it stands there bare,
// its collation even behind a `+` or a CAST. https://www.sqlite.org/datatype3.html#collation
import { asciiLower } from './ascii-case.ts'
import type { Expression } from './expression.ts'
import { type ExpressionColumn, Refusal, type TranslationContext } from './translation.ts'

/** The column a node is, without any operator around it; null for everything else. */
export function bareColumn(node: Expression, context: TranslationContext): ExpressionColumn | null {
  const operand = withoutCollate(node)
  if (operand.kind !== 'column') return null
  const name = asciiLower(operand.name)
  if (operand.table === null) return context.columns.get(name) ?? null
  const qualified = context.columns.get(`${asciiLower(operand.table)}.${name}`)
  // Only a view reads several tables; elsewhere a qualifier can but name the table itself.
  return qualified ?? (context.purpose === 'view' ? null : (context.columns.get(name) ?? null))
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
