// What runs that ended before they were done have left in a target, for a list of runs. What this role may not read is
// not listed.
import type { KeptRows } from '../../model/journal.ts'
import { parseMark } from '../../plan/target/private-schema.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { readPrivateSchemas } from '../../postgres/private-schemas.ts'
import { countPieces, readTerms } from '../../postgres/progress.ts'
import { postgresName } from '../../sql/quote.ts'
import type { Terms } from './terms.ts'

const PREFIX = 'sqlite2pg_run_'

/** By run, the newest of each live schema, as older ones are not gone on with; of one live schema, or of all. */
export async function findKeptRows(
  connection: TargetConnection,
  schema: string | null,
): Promise<ReadonlyMap<string, KeptRows>> {
  const newest = new Map<string, { readonly name: string; readonly progress: string }>()
  for (const { name, comment } of await readPrivateSchemas(connection)) {
    const mark = parseMark(comment)
    if (mark?.sqlite2pg !== 'run' || mark.progress === undefined) continue
    if (schema === null || schema === mark.schema) newest.set(mark.schema, { name, progress: mark.progress })
  }
  const kept = new Map<string, KeptRows>()
  for (const { name, progress } of newest.values()) {
    const found = await read(connection, name, progress).catch(() => null)
    if (found !== null) kept.set(name.slice(PREFIX.length), found)
  }
  return kept
}

/** Null where there are no rows yet. */
async function read(connection: TargetConnection, name: string, progress: string): Promise<KeptRows | null> {
  const table = postgresName(name, progress)
  const terms = await readTerms(connection, table)
  const { rows } = await countPieces(connection, table)
  if (terms === null || rows === 0n) return null
  const { tables }: Terms = JSON.parse(terms)
  const totalRows = tables.reduce((sum, [, count]) => sum + BigInt(count), 0n)
  return { rows, totalRows, privateSchema: name }
}
