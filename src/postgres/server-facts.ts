// Everything `doctor` tells about a server and a run must know before it begins, read and not guessed.
// https://www.postgresql.org/docs/current/functions-info.html
import { Sqlite2pgError } from '../model/errors.ts'
import { postgres } from '../sql/text.ts'
import { detectPooler, type PoolerMode } from './connect/pooler-probe.ts'
import type { WireEncryption } from './connect/wire-client.ts'
import type { TargetConnection } from './connection.ts'
import { freeDiskBytes } from './free-disk.ts'
import { type ServerProduct, serverProduct } from './server-product.ts'

export interface ServerFacts {
  readonly maskedUrl: string
  readonly product: ServerProduct
  readonly version: string
  readonly versionNumber: number
  readonly currentUser: string
  readonly superuser: boolean
  readonly database: string
  /** As pg_encoding_to_char() writes it: `UTF8`, `SQL_ASCII`, `LATIN1`. */
  readonly encoding: string
  readonly collation: string
  readonly tls: WireEncryption | null
  readonly standby: boolean
  /** Transactions are read-only unless they ask otherwise. */
  readonly readOnly: boolean
  readonly pooler: PoolerMode
  readonly schema: string
  readonly schemaExists: boolean
  readonly canCreateInSchema: boolean
  readonly canCreateSchemas: boolean
  /** Locks all sessions can hold together. */
  readonly maxLocks: bigint
  readonly maxConnections: number
  readonly databaseSizeBytes: bigint
  readonly freeDiskBytes: bigint | null
  readonly walLevel: string
  readonly sharedBuffersBytes: bigint
  /** How long values are compressed where a column does not say: `pglz` or `lz4`. */
  readonly compression: string
  readonly extensions: readonly string[]
}

interface FactsRow {
  readonly current_user: string
  readonly superuser: boolean
  readonly database: string
  readonly encoding: string
  readonly collation: string
  readonly standby: boolean
  readonly read_only: boolean
  readonly schema_exists: boolean
  readonly can_create_in_schema: boolean
  readonly can_create_schemas: boolean
  readonly max_locks: bigint
  readonly max_connections: number
  readonly database_size: bigint
  readonly wal_level: string
  readonly shared_buffers: bigint
  readonly compression: string | null
  readonly extensions: readonly string[]
}

/** Looks at the server; changes nothing. Fails with TARGET_VERSION if it is not PostgreSQL enough to be asked. */
export async function inspectServer(connection: TargetConnection, schema: string): Promise<ServerFacts> {
  const [about] = await connection.rows<{ version: string }>(postgres`SELECT version() AS version`)
  const product = serverProduct(about?.version ?? '')
  const row = await factsRow(connection, schema, product)
  return {
    maskedUrl: connection.maskedUrl,
    product,
    version: connection.serverVersion,
    versionNumber: connection.serverVersionNumber,
    ...factsOf(row),
    tls: connection.tls,
    schema,
    pooler: await detectPooler(connection),
    freeDiskBytes: await freeDiskBytes(connection),
  }
}

async function factsRow(
  connection: TargetConnection,
  schema: string,
  product: ServerProduct,
): Promise<FactsRow> {
  try {
    const [row] = await connection.rows<FactsRow>(FACTS, [schema], { doing: 'looking at the server' })
    if (row !== undefined) return row
  } catch (error) {
    if (product === 'PostgreSQL') throw error
  }
  throw notPostgres(product, connection.serverVersion)
}

export function notPostgres(product: ServerProduct, version: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_VERSION',
    `the server is ${product} ${version}, which speaks PostgreSQL's protocol but cannot build, fill and publish tables in one transaction`,
    'Name a PostgreSQL server of version 13 or later.',
  )
}

function factsOf(row: FactsRow) {
  return {
    currentUser: row.current_user,
    superuser: row.superuser,
    database: row.database,
    encoding: row.encoding,
    collation: row.collation,
    standby: row.standby,
    readOnly: row.read_only,
    schemaExists: row.schema_exists,
    canCreateInSchema: row.can_create_in_schema,
    canCreateSchemas: row.can_create_schemas,
    maxLocks: row.max_locks,
    maxConnections: row.max_connections,
    databaseSizeBytes: row.database_size,
    walLevel: row.wal_level,
    sharedBuffersBytes: row.shared_buffers,
    // Before PostgreSQL 14 there is only one way.
    compression: row.compression ?? 'pglz',
    extensions: row.extensions,
  }
}

const FACTS = postgres`
  SELECT current_user::text AS current_user,
         (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS superuser,
         d.datname::text AS database,
         pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding,
         d.datcollate::text AS collation,
         pg_catalog.pg_is_in_recovery() AS standby,
         current_setting('transaction_read_only')::bool AS read_only,
         n.oid IS NOT NULL AS schema_exists,
         coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE')
              AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false) AS can_create_in_schema,
         pg_catalog.has_database_privilege(d.oid, 'CREATE') AS can_create_schemas,
         current_setting('max_locks_per_transaction')::bigint
           * (current_setting('max_connections')::bigint
            + current_setting('max_prepared_transactions')::bigint) AS max_locks,
         current_setting('max_connections')::int AS max_connections,
         pg_catalog.pg_database_size(d.oid) AS database_size,
         current_setting('wal_level') AS wal_level,
         pg_catalog.pg_size_bytes(current_setting('shared_buffers')) AS shared_buffers,
         current_setting('default_toast_compression', true) AS compression,
         ARRAY(SELECT extname::text FROM pg_catalog.pg_extension ORDER BY extname) AS extensions
  FROM pg_catalog.pg_database d
  LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1
  WHERE d.datname = current_database()`
