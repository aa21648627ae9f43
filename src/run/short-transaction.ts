// A short transaction that changes the live schema: it waits for locks in short turns, so that nobody queues behind it
// for long, and where its COMMIT is not answered the server is asked whether it was done.
import { setTimeout as pause } from 'node:timers/promises'
import { asSqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { readTransactionId } from '../postgres/transaction-fate.ts'
import { type CommitWords, requireCommitted } from './commit-fate.ts'

const LOCK_TIMEOUT_MS = 2000
const ATTEMPTS = 25
const PAUSE_MS = 500

/** What the work gives. Throws what it throws, TARGET_BUSY and TARGET_LOST. */
export async function changeLiveSchema<Result>(
  connection: TargetConnection,
  words: CommitWords,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await commitOnce(connection, words, work, { lockTimeoutMs: LOCK_TIMEOUT_MS })
    } catch (error) {
      if (attempt === ATTEMPTS || asSqlite2pgError(error).code !== 'TARGET_BUSY') throw error
      await pause(PAUSE_MS)
    }
  }
}

/** If all went well up to the COMMIT, the server decides what its failure means. */
export async function commitOnce<Result>(
  connection: TargetConnection,
  words: CommitWords,
  work: () => Promise<Result>,
  options: Parameters<TargetConnection['transaction']>[1],
): Promise<Result> {
  const ready: { readonly result: Result; readonly transactionId: bigint }[] = []
  try {
    await connection.transaction(async () => {
      const result = await work()
      ready.push({ result, transactionId: await readTransactionId(connection) })
    }, options)
  } catch (error) {
    const [doubtful] = ready
    if (doubtful === undefined) throw error
    await requireCommitted(connection, doubtful.transactionId, words, error)
  }
  const [done] = ready
  if (done === undefined) throw new Error('a transaction succeeded without its work')
  return done.result
}
