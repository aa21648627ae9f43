// The connections that build at once. The run's own is the first; others are opened only for work that pays for them,
// and are closed when it is done. A server that has no room for more gets along with fewer.

import type { BuildStatement } from '../model/build-statement.ts'
import { Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'

/** A statement that goes through less takes less time than opening a connection for it. */
const WORTH_BYTES = 1_000_000n
/** With less than this in all tables, one connection is done before another has been opened. */
const ENOUGH_BYTES = 16_000_000n

/** How many connections the statements are worth, at most `jobs`. */
export function countLanes(statements: readonly BuildStatement[], jobs: number): number {
  const worthy = statements.filter(({ bytes }) => bytes >= WORTH_BYTES)
  const tables = new Map(worthy.map(({ locks, bytes }) => [locks[0]?.table, bytes]))
  const total = [...tables.values()].reduce((sum, bytes) => sum + bytes, 0n)
  return total < ENOUGH_BYTES ? 1 : Math.max(1, Math.min(jobs, worthy.length))
}

/** Gives the work up to `count` connections, at least the one there is; none of the others is left behind. */
export async function withLanes<Result>(
  connection: TargetConnection,
  count: number,
  work: (lanes: readonly TargetConnection[]) => Promise<Result>,
): Promise<Result> {
  const others = await openSiblings(connection, count - 1)
  try {
    return await work([connection, ...others])
  } finally {
    await Promise.all(others.map(other => other.close()))
  }
}

async function openSiblings(
  connection: TargetConnection,
  count: number,
): Promise<readonly TargetConnection[]> {
  const attempts = await Promise.allSettled(Array.from({ length: count }, () => connection.sibling()))
  const opened = attempts.flatMap(attempt => (attempt.status === 'fulfilled' ? [attempt.value] : []))
  const fatal = attempts.find(attempt => attempt.status === 'rejected' && !isRefusal(attempt.reason))
  if (fatal?.status !== 'rejected') return opened
  await Promise.all(opened.map(other => other.close()))
  throw fatal.reason
}

/** The server's own business, such as too many connections; not an interruption, nor a fault of ours. */
function isRefusal(reason: unknown): boolean {
  return reason instanceof Sqlite2pgError && reason.kind === 'target'
}
