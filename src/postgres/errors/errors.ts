// The door that every error of a PostgreSQL connection comes through: whatever Node, the driver or the
// server threw becomes one Sqlite2pgError, with the original as its `cause`. No password passes.
import { Sqlite2pgError } from '../../model/errors.ts'
import { DatabaseError } from '../driver.ts'
import { type ErrorContext, interrupted } from './error-context.ts'
import { networkError } from './network-errors.ts'
import { serverError } from './server-errors.ts'

export type { ErrorContext } from './error-context.ts'
export { interrupted } from './error-context.ts'

/** Anything thrown on the way to, from or at the server, as an error that names object and fact. */
export function targetError(error: unknown, context: ErrorContext): Sqlite2pgError {
  if (error instanceof Sqlite2pgError) return error
  if (context.aborted === true) return interrupted(error)
  return error instanceof DatabaseError ? serverError(error, context) : networkError(error, context)
}

/** The SQLSTATE behind an error, if the server sent it. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return error.code
  return error instanceof Error && error.cause !== undefined ? sqlState(error.cause) : undefined
}

/** The table and the constraint or index of a duplicate key that the server refused, or null for any other error. */
export function duplicateKeyOf(
  error: unknown,
): { readonly table: string; readonly constraint: string } | null {
  if (!(error instanceof DatabaseError))
    return error instanceof Error && error.cause !== undefined ? duplicateKeyOf(error.cause) : null
  const { code, table, constraint } = error
  return code === '23505' && table !== undefined && constraint !== undefined ? { table, constraint } : null
}
