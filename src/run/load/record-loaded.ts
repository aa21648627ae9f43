// What a load did, for the journal: into which very tables how many rows went, where the earlier ones are kept, and what
// else has to be put back by a rollback.
import type { RunReport } from '../../model/report.ts'
import { readNamed } from '../../postgres/catalog/identities.ts'
import { countRows } from '../../postgres/catalog/load-obstacles.ts'
import type { JournalEntry } from '../journal.ts'
import type { Recorder } from '../recorder.ts'
import type { PreparedLoad } from './prepare-load.ts'
import type { Raise } from './raise-sequences.ts'
import type { KeptRows } from './replace-rows.ts'

interface Loaded {
  readonly prepared: PreparedLoad
  readonly kept: KeptRows | null
  readonly raises: readonly Raise[]
  readonly journal: JournalEntry
  readonly recorder: Recorder
}

/** To be called in the transaction, when the rows are there. */
export async function recordLoaded({ prepared, kept, raises, journal, recorder }: Loaded): Promise<void> {
  const { connection, load, obstacles } = prepared
  const { schema, quarantine } = load.plan
  const made = quarantine === null ? [] : [quarantine.target]
  const { tables: reported } = recorder.report(null)
  const rows = new Map([
    ...reported.map(({ target, copiedRows }) => [target, copiedRows] as const),
    ...(await countRows(connection, schema, made)),
  ])
  const filled = await readNamed(connection, schema, named([...rows.keys()]))
  const replaced = kept === null ? [] : await readNamed(connection, kept.schema, named(kept.tables))
  const publication = {
    added: filled.map(object => ({ ...object, rows: rows.get(object.name) ?? null })),
    replaced: replaced.map(object => ({ ...object, rows: null })),
    ...{ replacedSchema: kept?.schema ?? null, createdSchema: false, proof: weakestOf(reported) },
  }
  const valid = obstacles.keys.filter(({ validated }) => validated)
  await journal.published(publication, undefined, {
    made,
    sequences: raises.map(({ object: _, ...sequence }) => sequence),
    validKeys: valid.map(({ child: [of, table], name }) => ({ schema: of, table, name })),
  })
}

const named = (tables: readonly string[]) => ({ tables, views: [], functions: [] })

/** What can be said of all tables. */
function weakestOf(tables: RunReport['tables']): string {
  const proofs = tables.map(({ proof }) => proof)
  return proofs.find(proof => proof !== 'identical') ?? 'identical'
}
