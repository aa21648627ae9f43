// What became of a transaction whose COMMIT was never answered: the server still knows, and tells it to any
// other session. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

type Asked = Pick<TargetConnection, 'rows'>

/** The number of the transaction that the connection is in; gives it one if it has written nothing yet. */
export async function readTransactionId(connection: Asked): Promise<bigint> {
  const [row] = await connection.rows<{ readonly id: bigint }>(
    postgres`SELECT pg_catalog.txid_current() AS id`,
  )
  if (row === undefined) throw new Error('the server gave no transaction number')
  return row.id
}

/** `unknown` where the server has forgotten a transaction so old. */
export type TransactionFate = 'committed' | 'aborted' | 'in progress' | 'unknown'

export async function readTransactionFate(connection: Asked, id: bigint): Promise<TransactionFate> {
  const [row] = await connection.rows<{ readonly fate: TransactionFate | null }>(
    postgres`SELECT pg_catalog.txid_status($1) AS fate`,
    [id],
  )
  return row?.fate ?? 'unknown'
}
