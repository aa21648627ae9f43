// What a load changed besides rows, as its entry in the journal keeps it for a rollback: where sequences stood, which
// foreign keys were in force for all rows, which tables are its own.
import type { LoadChanges } from '../model/journal.ts'
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'
import { JOURNAL } from './journal-schema.ts'

type Asked = Pick<TargetConnection, 'rows'>

/** To be called in the transaction that loads. */
export async function recordLoadChanges(connection: Asked, run: string, changes: LoadChanges): Promise<void> {
  const text = JSON.stringify(changes, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  await connection.rows(postgres`UPDATE ${JOURNAL.runs} SET load_changes = $2 WHERE run_id = $1`, [run, text])
}

/** Null where the run left none. */
export async function readLoadChanges(connection: Asked, run: string): Promise<LoadChanges | null> {
  const [found] = await connection.rows<{ readonly changes: string }>(
    postgres`SELECT load_changes AS changes FROM ${JOURNAL.runs} WHERE run_id = $1 AND load_changes IS NOT NULL`,
    [run],
  )
  if (found === undefined) return null
  const { made, sequences, validKeys } = JSON.parse(found.changes) as LoadChanges
  return {
    made,
    validKeys,
    sequences: sequences.map(({ position, left, ...sequence }) => ({
      ...sequence,
      position: BigInt(position),
      left: BigInt(left),
    })),
  }
}
