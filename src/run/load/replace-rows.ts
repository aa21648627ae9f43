// Rows that the target's tables hold before a load: refused, or copied into a schema of our own and deleted, children
// first, so that nothing is lost.
import { Sqlite2pgError } from '../../model/errors.ts'
import { countRows } from '../../postgres/catalog/load-obstacles.ts'
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import { makePrivateSchema } from '../private-schemas.ts'
import type { PreparedLoad } from './prepare-load.ts'

export interface KeptRows {
  readonly schema: string
  readonly tables: readonly string[]
}

/** Where the old rows are kept, or null where there were none. Throws DECISION_NEEDED. */
export async function replaceRows(prepared: PreparedLoad, runId: string): Promise<KeptRows | null> {
  const { connection, load, settings, obstacles } = prepared
  const { schema } = load.plan
  const names = load.tables.map(({ target }) => target)
  const rows = await countRows(connection, schema, names)
  const held = [...rows].filter(([, count]) => count > 0n).map(([name]) => name)
  requireKnown(held.filter(name => !settings.forceRecreate || !obstacles.seeded.has(name)))
  if (held.length === 0) return null
  const kept = await makePrivateSchema(connection, 'replaced', runId, schema)
  for (const name of held)
    await connection.execute(
      postgres`CREATE TABLE ${postgresName(kept, name)} AS TABLE ${postgresName(schema, name)}`,
      { object: name, doing: 'keeping rows that are replaced' },
    )
  for (const name of held.toReversed())
    await connection.execute(postgres`DELETE FROM ${postgresName(schema, name)}`, {
      object: name,
      doing: 'deleting rows that are replaced',
    })
  return { schema: kept, tables: held }
}

function requireKnown(names: readonly string[]): void {
  if (names.length === 0) return
  throw new Sqlite2pgError(
    'DECISION_NEEDED',
    `${names.join(', ')}: rows were written there meanwhile`,
    'Stop what writes into the target, then run again.',
  )
}
