// A connection that breaks while a COMMIT is under way does not tell whether it was done. Before a run says
// that nothing was published, it asks the server on a new connection, which may have to start again first.
import { setTimeout as pause } from 'node:timers/promises'
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { readTransactionFate } from '../postgres/transaction-fate.ts'

const PATIENCE_MS = 20_000
const PAUSE_MS = 250

/** What the transaction was about, in words. */
export interface CommitWords {
  readonly schema: string
  readonly doing: 'published' | 'loaded' | 'repaired' | 'rolled back'
}

/** Returns if the transaction was committed after all; throws what its failure turned out to mean. */
export async function requireCommitted(
  connection: TargetConnection,
  transactionId: bigint,
  words: CommitWords,
  failure: unknown,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    const fate = await askElsewhere(connection, transactionId).catch(() => 'unknown')
    if (fate === 'committed') return
    if (fate === 'aborted') throw notCommitted(words, failure)
    await pause(PAUSE_MS)
  }
  throw fateUnknown(words, failure)
}

async function askElsewhere(connection: TargetConnection, transactionId: bigint) {
  const other = await connection.sibling({})
  try {
    return await readTransactionFate(other, transactionId)
  } finally {
    await other.close()
  }
}

function notCommitted({ schema, doing }: CommitWords, failure: unknown): Sqlite2pgError {
  const error = asSqlite2pgError(failure)
  if (error.code !== 'TARGET_LOST') return error
  return new Sqlite2pgError(
    'TARGET_LOST',
    `the connection was lost while schema ${schema} was being ${doing}; the server did not commit, so nothing was ${doing}`,
    "Look into the server's log for the reason, then run again.",
    { cause: failure },
  )
}

const UNKNOWN = new WeakSet<Sqlite2pgError>()

/** True of an error that leaves open whether everything was done. */
export function isFateUnknown(error: unknown): boolean {
  return error instanceof Sqlite2pgError && UNKNOWN.has(error)
}

function fateUnknown(words: CommitWords, failure: unknown): Sqlite2pgError {
  const error = unknownError(words, failure)
  UNKNOWN.add(error)
  return error
}

function unknownError({ schema, doing }: CommitWords, cause: unknown): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_LOST',
    `the connection was lost while schema ${schema} was being ${doing}, and the server cannot be asked whether it was: its tables are either all new or all as before`,
    doing === 'repaired'
      ? 'When the server is back, run sqlite2pg verify: it tells whether the repair was committed. If not, nothing was changed: run again.'
      : doing !== 'rolled back'
        ? 'When the server is back, run sqlite2pg verify: it finds the new tables if they were published. If not, nothing was changed: run again.'
        : 'When the server is back, sqlite2pg status tells whether the run was rolled back. If not, nothing was changed: run again.',
    { cause },
  )
}
