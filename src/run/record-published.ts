// What a run published, for the journal: by the very tables and not only by their names, so that a rollback can tell
// whether they are still the same.
import { createHash } from 'node:crypto'
import type { RunReport } from '../model/report.ts'
import { createdViews, publishedTables } from '../plan/target/publish.ts'
import { readCondition } from '../postgres/catalog/condition.ts'
import { type ObjectNames, readNamed } from '../postgres/catalog/identities.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { RunMark } from '../postgres/run-marks.ts'
import { postgresName } from '../sql/quote.ts'
import { postgres } from '../sql/text.ts'
import type { JournalEntry } from './journal.ts'
import type { Replacement } from './permission.ts'

interface PublishedRun {
  readonly connection: TargetConnection
  readonly journal: JournalEntry
  readonly tables: RunReport['tables']
  readonly liveSchemaExists: boolean
  /** What the next refresh compares, but for the condition of what is published here. */
  readonly mark?: Omit<RunMark, 'condition'>
}

/** To be called in the publishing transaction, so that it is on record if and only if it is live. */
export async function recordPublished(
  { connection, journal, tables, liveSchemaExists, mark }: PublishedRun,
  replaced: Replacement,
  replacedSchema: string | null,
): Promise<void> {
  const { plan } = replaced
  const names = {
    tables: publishedTables(plan),
    views: createdViews(plan).map(({ target }) => target),
    functions: plan.triggers.map(trigger => trigger.function),
  }
  const rows = await countedRows(connection, replaced, tables)
  const added = await readNamed(connection, plan.schema, names)
  const gone = replacedSchema === null ? [] : await readNamed(connection, replacedSchema, replaced)
  const publication = {
    added: added.map(object => ({
      ...object,
      rows: object.kind === 'table' ? (rows.get(object.name) ?? null) : null,
    })),
    replaced: gone.map(object => ({ ...object, rows: null })),
    replacedSchema,
    createdSchema: !liveSchemaExists,
    proof: weakestProof(tables),
  }
  if (mark === undefined) return journal.published(publication)
  const condition = await conditionDigest(connection, plan.schema, names)
  await journal.published(publication, { ...mark, condition })
}

/** Says whether two looks found the published objects in the same condition. */
export async function conditionDigest(
  connection: TargetConnection,
  schema: string,
  names: ObjectNames,
): Promise<string> {
  const lines = await readCondition(connection, schema, names)
  return createHash('sha256').update(lines.join('\0')).digest('hex')
}

/** In the quarantine table rows of other tables may have joined those of this run. */
async function countedRows(
  connection: TargetConnection,
  { plan: { schema, quarantine } }: Replacement,
  tables: RunReport['tables'],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = new Map(tables.map(({ target, copiedRows }) => [target, copiedRows]))
  if (quarantine === null) return rows
  const [counted] = await connection.rows<{ readonly count: bigint }>(
    postgres`SELECT count(*) AS count FROM ${postgresName(schema, quarantine.target)}`,
  )
  return rows.set(quarantine.target, counted?.count ?? 0n)
}

const WEAKEST_FIRST: readonly string[] = ['not compared', 'counts only']

/** What can be said of all tables: that of the one that was proven least. */
function weakestProof(tables: RunReport['tables']): string {
  const proofs = tables.map(({ proof }) => proof)
  return WEAKEST_FIRST.find(weak => proofs.some(proof => proof === weak)) ?? proofs[0] ?? 'not compared'
}
