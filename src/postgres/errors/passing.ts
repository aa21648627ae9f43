// Faults that pass by themselves: the connection broke, the server restarts or has no room, or another session was in the
// way. https://www.postgresql.org/docs/current/errcodes-appendix.html
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'

/** Serialization, deadlock, lock timeout, too many connections. */
const PASSING_STATES: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '53300'])

/** True if the same work may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Sqlite2pgError)) return false
  return error.code === 'TARGET_LOST' || PASSING_STATES.has(causeState(error))
}

const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  'TARGET_LOST',
  'TARGET_REFUSED',
  'TARGET_TIMEOUT',
  'TARGET_HOST_UNKNOWN',
  // Of several hosts none is the primary yet.
  'TARGET_READ_ONLY',
])

/** True if a server that was there a moment ago is not there yet. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Sqlite2pgError && UNREACHABLE.has(error.code)
}

/** True if a unique constraint of this name refused a row; an error from another thread has kept its words alone. */
export function isRefusedBy(error: unknown, constraint: string): boolean {
  if (!(error instanceof Sqlite2pgError) || causeState(error) !== '23505') return false
  return error.cause instanceof Error && error.cause.message.includes(`"${constraint}"`)
}

function causeState({ cause }: Sqlite2pgError): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
