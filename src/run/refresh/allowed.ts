// What a refresh does not touch unless it is told to: a schema that was declared to be production, and tables that no
// earlier run of ours has made.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { RecordedRun } from '../../model/journal.ts'
import { readNamed } from '../../postgres/catalog/identities.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import type { Replacement } from '../permission.ts'

/** Throws TARGET_PRODUCTION. */
export function requireNoProduction(schema: string, environment: string | undefined): void {
  if (environment?.trim().toLowerCase() !== 'production') return
  throw new Sqlite2pgError(
    'TARGET_PRODUCTION',
    `schema ${schema} is marked as ${environment} in the journal of the target`,
    'Pass --yes if production is to be refreshed, or name another --schema or target.',
  )
}

/** Throws TARGET_OCCUPIED. */
export async function requireOwnWork(
  connection: TargetConnection,
  { plan: { schema }, tables, views }: Replacement,
  runs: readonly RecordedRun[],
): Promise<void> {
  const made = new Set(
    runs
      .filter(({ verb }) => verb === 'migrate' || verb === 'refresh')
      .flatMap(({ added }) => added.map(({ kind, id }) => `${kind} ${id}`)),
  )
  const found = await readNamed(connection, schema, { tables, views, functions: [] })
  const others = found.filter(({ kind, id }) => !made.has(`${kind} ${id}`))
  if (others.length === 0) return
  throw new Sqlite2pgError(
    'TARGET_OCCUPIED',
    `schema ${schema} holds what no recorded run has made: ${others.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`,
    'Pass --force-recreate --yes to replace it all the same (the old tables are kept in a schema of their own), or --schema with another schema.',
  )
}
