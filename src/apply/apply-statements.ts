// Carries out the statements of some phases, one after the other, and nothing else.
import type { Phase, Statement } from '../model/plan.ts'
import type { TargetConnection } from '../postgres/connection.ts'

export type OnStatement = (statement: Statement, done: number, total: number) => void

/** Executes the statements of one phase in their order; each is its own transaction. */
export async function applyPhase(
  connection: TargetConnection,
  statements: readonly Statement[],
  phase: Phase,
  onStatement: OnStatement,
): Promise<void> {
  const chosen = statements.filter(statement => statement.phase === phase)
  for (const [done, statement] of chosen.entries()) {
    onStatement(statement, done, chosen.length)
    await connection.execute(statement.sql, { object: statement.object, doing: `building ${phase}` })
  }
}
