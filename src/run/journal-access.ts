// May this role read the journal, and write to it? Whoever cannot is told which right is missing.
import { Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { JOURNAL_SCHEMA, readJournalState } from '../postgres/journal-schema.ts'
import { postgresName } from '../sql/quote.ts'
import { postgres } from '../sql/text.ts'
import { whyNotWritable } from './journal.ts'

/** False where there is no journal. Throws TARGET_PRIVILEGE. */
export async function requireJournal(
  connection: TargetConnection,
  access: 'read' | 'write',
): Promise<boolean> {
  const state = await readJournalState(connection)
  if (state.kind !== 'there') return false
  if (!state.readable) throw await notReadable(connection, state.owner)
  if (access === 'read' || state.writable) return true
  throw new Sqlite2pgError(
    'TARGET_PRIVILEGE',
    `what a rollback does has to be recorded: ${whyNotWritable(state)}`,
    `Run as role "${state.owner}", or as one of which the database is.`,
  )
}

async function notReadable(connection: TargetConnection, owner: string): Promise<Sqlite2pgError> {
  const [me] = await connection.rows<{ readonly name: string }>(postgres`SELECT current_user::text AS name`)
  const [schema, reader] = [postgresName(JOURNAL_SCHEMA), postgresName(me?.name ?? '')]
  return new Sqlite2pgError(
    'TARGET_PRIVILEGE',
    `user "${me?.name}" may not read the journal in schema ${JOURNAL_SCHEMA}`,
    `As role "${owner}": GRANT USAGE ON SCHEMA ${schema} TO ${reader}; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${reader};`,
  )
}
