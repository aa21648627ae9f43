// Asking the server by making something in a transaction that is always rolled back: what it would be called, how it
// would be written, whether it is taken at all. https://www.postgresql.org/docs/current/ddl.html
import { asSqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from './connection.ts'

/** Thrown to roll back what succeeded. */
class RolledBack<Result> extends Error {
  readonly result: Result

  constructor(result: Result) {
    super('rolled back')
    this.result = result
  }
}

/** What the work gives, or null where the server refuses it; nothing of it stays. Throws only what ends a run. */
export async function rolledBack<Result>(
  connection: Pick<TargetConnection, 'transaction'>,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await connection.transaction<never>(async () => {
      throw new RolledBack(await work())
    })
  } catch (thrown) {
    if (thrown instanceof RolledBack) return thrown.result as Result
    const error = asSqlite2pgError(thrown)
    if (error.code === 'TARGET_LOST' || error.kind === 'interrupted') throw error
    return null
  }
}
