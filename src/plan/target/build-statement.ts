// What building statements have in common, and how big a table must be to be worth taking its work apart.
import type { BuildStatement } from '../../model/build-statement.ts'
import type { Phase, Statement } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import type { PostgresSql } from '../../sql/text.ts'

/** From here on several statements that can run at once are faster than one that keeps its table to itself. */
export const LARGE_BYTES = 16_000_000n

/** One that runs alone, in its place in the list. */
export function plainStatement(
  phase: Phase,
  object: string,
  purpose: string,
  sql: PostgresSql,
): BuildStatement {
  return unscheduled({ phase, object, purpose, sql })
}

export function unscheduled(statement: Statement): BuildStatement {
  return { ...statement, locks: [], follows: [], bytes: 0n }
}

export const columnNames = (columns: readonly string[]): readonly PostgresSql[] =>
  columns.map(name => postgresName(name))
