// Makes the run's private schema, and clears away what dead runs have left: while the lock of a live schema
// is ours, no other run can be at work on it.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Sqlite2pgError } from '../model/errors.ts'
import {
  createPrivateSchema,
  type PrivateKind,
  parseMark,
  privateSchemaName,
} from '../plan/target/private-schema.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import {
  countOutsideDependents,
  findRunLockHolder,
  readPrivateSchemas,
  tryRunLock,
} from '../postgres/private-schemas.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'

/** A server notices within a second or two that the client of a killed run is gone. */
const LOCK_PATIENCE_MS = 5000
const LOCK_PAUSE_MS = 200

/** Throws TARGET_BUSY if another run is at work on the schema. */
export async function takeRunLock(
  connection: TargetConnection,
  schema: string,
  patienceMs = LOCK_PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await tryRunLock(connection, schema))) {
    if (performance.now() > deadline) throw await busyError(connection, schema)
    await pause(LOCK_PAUSE_MS)
  }
}

async function busyError(connection: TargetConnection, schema: string): Promise<Sqlite2pgError> {
  const holder = await findRunLockHolder(connection, schema)
  const session =
    holder === null ? '' : ` (server process ${holder.processId}, connected since ${holder.connectedSince})`
  const ending = holder === null ? 'stop it' : `end it with SELECT pg_terminate_backend(${holder.processId})`
  return new Sqlite2pgError(
    'TARGET_BUSY',
    `another run of sqlite2pg is at work on schema ${schema}${session}`,
    `Wait until it has ended, or ${ending}, and run again.`,
  )
}

/** Drops the private schemas that dead runs for this live schema left behind, but for the one that is gone on with; needs the run lock. */
export async function dropLeftovers(
  connection: TargetConnection,
  schema: string,
  kept: string | null = null,
): Promise<void> {
  for (const name of await ownSchemas(connection, schema, 'run'))
    if (name !== kept) await dropSchema(connection, name)
}

/** Schemas of ours that serve this live schema, oldest first. */
async function ownSchemas(
  connection: TargetConnection,
  schema: string,
  kind: PrivateKind,
): Promise<readonly string[]> {
  const schemas = await readPrivateSchemas(connection)
  return schemas
    .filter(({ comment }) => {
      const mark = parseMark(comment)
      return mark !== null && mark.sqlite2pg === kind && mark.schema === schema
    })
    .map(({ name }) => name)
}

/** Sorts by time, so that the newest schema of a kind comes last. */
export function newRunId(): string {
  return `${Date.now().toString(36)}_${randomBytes(3).toString('hex')}`
}

export async function makePrivateSchema(
  connection: TargetConnection,
  kind: PrivateKind,
  runId: string,
  schema: string,
  progress: { readonly name: string; readonly statements: readonly PostgresSql[] } | null = null,
): Promise<string> {
  const name = privateSchemaName(kind, runId)
  const statements = createPrivateSchema(name, {
    sqlite2pg: kind,
    schema,
    startedAt: new Date().toISOString(),
    ...(progress !== null && { progress: progress.name }),
  })
  const all = [...statements, ...(progress?.statements ?? [])]
  // One message is one transaction: a schema without its mark would never be found again.
  await connection.execute(trustPostgres(all.join('; ')), {
    object: name,
    doing: 'making a schema for the run',
  })
  return name
}

/** Each table takes several locks to drop, and a server has room for some thousands in one transaction. */
const TABLES_PER_DROP = 50

/** Tables first, in groups, each group and then the schema in a transaction of its own. */
export async function dropSchema(
  connection: TargetConnection,
  name: string,
  options: { readonly lockTimeoutMs?: number } = {},
): Promise<void> {
  const tables = await connection.rows<{ readonly name: string }>(TABLES_OF_SCHEMA, [name])
  const paths = tables.map(table => postgresName(name, table.name))
  const drops = Array.from({ length: Math.floor(paths.length / TABLES_PER_DROP) }, (_, i) => {
    const group = paths.slice(i * TABLES_PER_DROP, (i + 1) * TABLES_PER_DROP)
    return postgres`DROP TABLE IF EXISTS ${group} CASCADE`
  })
  for (const sql of [...drops, postgres`DROP SCHEMA IF EXISTS ${postgresName(name)} CASCADE`])
    await connection.transaction(
      () => connection.execute(sql, { object: name, doing: 'clearing away' }),
      options,
    )
}

const TABLES_OF_SCHEMA = postgres`
  SELECT c.relname::text AS name FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY c.oid`

/** Drops what a rollback took back, and all but the newest schema of replaced tables; one that other objects depend on stays. */
export async function dropOlderKept(
  connection: TargetConnection,
  schema: string,
  newestReplaced: string | null,
  options: { readonly lockTimeoutMs?: number } = {},
): Promise<void> {
  const undone = await ownSchemas(connection, schema, 'undone')
  const replaced = newestReplaced === null ? [] : await ownSchemas(connection, schema, 'replaced')
  for (const name of [...undone, ...replaced]) {
    if (name === newestReplaced || (await countOutsideDependents(connection, name)) > 0n) continue
    await dropSchema(connection, name, options)
  }
}
