// Stage 5: one short transaction makes the proven tables live. Until its commit no reader of the live schema
// has seen anything of this run; it waits for locks in short turns, so that nobody queues behind it for long.
import type { Notice, Plan, PlannedView } from '../model/plan.ts'
import { plannedTable } from '../model/plan-parts.ts'
import type { RunReport } from '../model/report.ts'
import { createdViews, publishedTables, publishStatements } from '../plan/target/publish.ts'
import { commentStatement, readComments } from '../postgres/catalog/comments.ts'
import { type Grant, grantStatement, readGrants } from '../postgres/catalog/grants.ts'
import { ownerStatement, readOtherOwners } from '../postgres/catalog/owners.ts'
import type { TouchingKey } from '../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { RunMark } from '../postgres/run-marks.ts'
import { postgresName } from '../sql/quote.ts'
import type { PostgresSql } from '../sql/text.ts'
import { boundLocks, type CarriedStatement, carriedStatements } from './carry.ts'
import type { JournalEntry } from './journal.ts'
import { lockRelations } from './lock-relations.ts'
import { readOutsideKeys, requireNewParents, validateKeys } from './outside-keys.ts'
import { findReplacement } from './permission.ts'
import { dropOlderKept, makePrivateSchema } from './private-schemas.ts'
import { recordPublished } from './record-published.ts'
import type { RunSettings } from './run-settings.ts'
import { changeLiveSchema } from './short-transaction.ts'
import { keepRowsOfOthers } from './stale-quarantine.ts'

export interface PublishTask {
  readonly connection: TargetConnection
  readonly plan: Plan
  readonly settings: RunSettings
  readonly privateSchema: string
  /** The table in it that says what is done. */
  readonly progress: string
  readonly liveSchemaExists: boolean
  readonly runId: string
  readonly journal: JournalEntry
  /** What was copied and proven. */
  readonly tables: RunReport['tables']
  /** Told of what came out otherwise than it should, once the tables are live. */
  readonly onNotice?: (...notices: readonly Notice[]) => void
  /** For the next refresh; without it none is left. */
  readonly mark?: Omit<RunMark, 'condition'>
}

/** What a publication changed in the live schema. */
interface Published {
  readonly replacedTables: readonly string[]
  readonly replacedSchema: string | null
  /** Foreign keys of other tables that were bound to the new ones, and are to be looked at by the server. */
  readonly keys: readonly TouchingKey[]
}

const LOCK_TIMEOUT_MS = 2000

/** Names of the tables that were replaced. Throws what `findReplacement` throws, TARGET_BUSY and TARGET_LOST. */
export async function publish(task: PublishTask): Promise<readonly string[]> {
  const { connection, plan } = task
  const words = { schema: plan.schema, doing: 'published' } as const
  const { replacedTables, replacedSchema, keys } = await changeLiveSchema(connection, words, () =>
    publishOnce(task),
  )
  // The tables are live by now: older ones that cannot be dropped at once are left to the next run.
  const options = { lockTimeoutMs: LOCK_TIMEOUT_MS }
  task.onNotice?.(...(await validateKeys(connection, keys, options)))
  await dropOlderKept(connection, plan.schema, replacedSchema, options).catch(() => undefined)
  return replacedTables
}

async function publishOnce(task: PublishTask): Promise<Published> {
  const { connection, settings, privateSchema, runId } = task
  const replaced = await findReplacement(connection, task.plan, settings)
  const { plan } = replaced
  const relations = [...replaced.tables, ...replaced.views]
  const replacing = relations.length > 0
  const readers = settings.carries ? await boundLocks(connection, plan.schema, relations) : []
  const keys = settings.carries ? await readOutsideKeys(connection, plan.schema, replaced.tables) : []
  await requireNewParents(connection, keys, privateSchema)
  await lockRelations(connection, plan.schema, replaced, 'ACCESS EXCLUSIVE', readers)
  const carried = settings.carries ? await travelling(connection, plan, relations) : []
  await keepRowsOfOthers(connection, plan, task.plan, privateSchema, replaced.tables)
  const replacedSchema = replacing
    ? await makePrivateSchema(connection, 'replaced', runId, plan.schema)
    : null
  const statements = publishStatements({
    plan,
    privateSchema,
    progress: task.progress,
    replacedSchema,
    createLiveSchema: !task.liveSchemaExists,
    replacedTables: replaced.tables,
    replacedViews: replaced.views,
    replacedFunctions: replaced.functions,
    owners: await travellingOwners(connection, plan, relations),
    grants: replacing ? await travellingGrants(connection, plan, relations) : [],
    comments: replacing ? await travellingComments(connection, plan, replaced.tables) : [],
  })
  for (const { sql, object } of [...statements, ...carried])
    await connection.execute(sql, { object, doing: 'publishing' })
  await recordPublished(task, replaced, replacedSchema)
  return { replacedTables: replaced.tables, replacedSchema, keys }
}

/** Policies, triggers and what reads the tables. */
function travelling(
  connection: TargetConnection,
  plan: Plan,
  replaced: readonly string[],
): Promise<readonly CarriedStatement[]> {
  const published = [...publishedTables(plan), ...createdViews(plan).map(({ target }) => target)]
  return carriedStatements(connection, plan.schema, replaced, new Set(published))
}

/** Who owned what is replaced owns what replaces it, or an application would be shut out of its tables. */
async function travellingOwners(
  connection: TargetConnection,
  plan: Plan,
  replaced: readonly string[],
): Promise<readonly PostgresSql[]> {
  if (replaced.length === 0) return []
  const published = new Set([...publishedTables(plan), ...createdViews(plan).map(({ target }) => target)])
  const owned = await readOtherOwners(connection, plan.schema, replaced)
  return owned
    .filter(({ table }) => published.has(table))
    .map(found => ownerStatement(found, postgresName(plan.schema, found.table)))
}

/** What others may do with a replaced table they may do with the new one, as far as its columns are there still. */
async function travellingGrants(
  connection: TargetConnection,
  plan: Plan,
  tables: readonly string[],
): Promise<readonly PostgresSql[]> {
  const grants = await readGrants(connection, plan.schema, tables)
  return grants.flatMap(grant => {
    const view = createdViews(plan).find(({ target }) => target === grant.table)
    if (view !== undefined) return viewGrant(grant, view, plan.schema)
    const table = plannedTable(plan, grant.table)
    const column = table?.columns.find(({ target }) => target === grant.column)
    if (grant.table === plan.quarantine?.target && grant.column === null && grant.object !== 'sequence')
      return [grantStatement(grant, postgresName(plan.schema, grant.table))]
    if (table === undefined || (grant.column !== null && column === undefined)) return []
    if (grant.object !== 'sequence') return [grantStatement(grant, postgresName(plan.schema, table.target))]
    if (column?.identity == null) return []
    return [grantStatement(grant, postgresName(plan.schema, column.identity.sequence))]
  })
}

/** A comment of the file itself does not exist, so a replaced table's stays as far as its columns are there still. */
async function travellingComments(
  connection: TargetConnection,
  plan: Plan,
  tables: readonly string[],
): Promise<readonly PostgresSql[]> {
  const comments = await readComments(connection, plan.schema, tables)
  return comments.flatMap(comment => {
    const columns = plannedTable(plan, comment.table)?.columns
    if (columns === undefined) return []
    if (comment.column === null) return [commentStatement(comment, postgresName(plan.schema, comment.table))]
    const isThere = columns.some(({ target }) => target === comment.column)
    return isThere
      ? [commentStatement(comment, postgresName(plan.schema, comment.table, comment.column))]
      : []
  })
}

function viewGrant(grant: Grant, { target, query }: PlannedView, schema: string): readonly PostgresSql[] {
  const isThere = grant.column === null || query?.columns.some(column => column.target === grant.column)
  return isThere ? [grantStatement(grant, postgresName(schema, target))] : []
}
