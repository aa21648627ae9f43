// Rows that an application has written since a run was published: a rollback takes them out of sight, so somebody has
// to agree.
import { Sqlite2pgError } from '../model/errors.ts'
import type { RecordedRun, WrittenSince } from '../model/journal.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { readWrittenSince } from '../postgres/rows-since.ts'
import { writtenText } from '../report/rollback-text.ts'

const SHOWN = 5

/** Tables whose rows are not those of the run any more; each is read once. */
export async function findWrittenSince(
  connection: Pick<TargetConnection, 'rows'>,
  { schema, added, moment }: RecordedRun,
): Promise<readonly WrittenSince[]> {
  const found: WrittenSince[] = []
  for (const { kind, name, rows } of added) {
    if (kind !== 'table' || moment === null) continue
    const since = await readWrittenSince(connection, schema, name, rows ?? 0n, moment)
    if (since.written + since.gone > 0n) found.push(since)
  }
  return found
}

export function writtenError(
  { schema, startedAt }: RecordedRun,
  written: readonly WrittenSince[],
): Sqlite2pgError {
  const shown = written.slice(0, SHOWN).map(writtenText)
  const rest = written.length > SHOWN ? [`and ${written.length - SHOWN} more tables`] : []
  return new Sqlite2pgError(
    'ROWS_WRITTEN_SINCE',
    `rows of schema ${schema} were written since the run of ${startedAt} was published: ${[...shown, ...rest].join('; ')}`,
    'Pass --yes to roll back all the same: they are not carried over to what comes back, but kept in a schema of their own until the next run.',
  )
}
