// The schemas that runs made for themselves, as the target has them, and the lock that tells a live run from
// a dead one. https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

type Asked = Pick<TargetConnection, 'rows'>

export interface CommentedSchema {
  readonly name: string
  readonly comment: string | null
}

/** Schemas whose names begin as ours do, oldest name first. */
export async function readPrivateSchemas(connection: Asked): Promise<readonly CommentedSchema[]> {
  return connection.rows<CommentedSchema>(postgres`
    SELECT n.nspname::text AS name, pg_catalog.obj_description(n.oid, 'pg_namespace') AS comment
    FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'sqlite2pg\\_%'
    ORDER BY n.nspname COLLATE "C"`)
}

const LOCK_CLASS = 0x53_51_32_50

/** Takes the lock of a live schema for this session; false if another run holds it. */
export async function tryRunLock(connection: Asked, liveSchema: string): Promise<boolean> {
  const [row] = await connection.rows<{ readonly taken: boolean }>(
    postgres`SELECT pg_catalog.pg_try_advisory_lock(${LOCK_CLASS}, pg_catalog.hashtext($1)) AS taken`,
    [liveSchema],
  )
  return row?.taken === true
}

/** Waits for a lock of that name, which ends with the transaction; no live schema may have the name. */
export async function lockForTransaction(connection: Asked, name: string): Promise<void> {
  await connection.rows(
    postgres`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK_CLASS}, pg_catalog.hashtext($1))`,
    [name],
  )
}

export interface RunLockHolder {
  readonly processId: number
  readonly connectedSince: string
}

/** The session whose run is at work on a live schema; null if it has ended meanwhile. */
export async function findRunLockHolder(
  connection: Asked,
  liveSchema: string,
): Promise<RunLockHolder | null> {
  const [row] = await connection.rows<RunLockHolder>(
    postgres`
      SELECT l.pid AS "processId", pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') AS "connectedSince"
      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${LOCK_CLASS} AND l.objsubid = 2
        AND l.objid = (pg_catalog.hashtext($1)::bigint & 4294967295)::oid
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
    [liveSchema],
  )
  return row ?? null
}

/** What outside of a schema depends on something inside, so that dropping it would take other people's objects along. */
export async function countOutsideDependents(connection: Asked, schema: string): Promise<bigint> {
  const [row] = await connection.rows<{ readonly count: bigint }>(
    postgres`
      WITH inside AS (
        SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1),
      holders AS (
        SELECT r.ev_class AS holder FROM inside i
        JOIN pg_catalog.pg_depend d ON d.refobjid = i.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
          AND d.classid = 'pg_catalog.pg_rewrite'::regclass
        JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
        UNION ALL
        SELECT k.conrelid FROM inside i JOIN pg_catalog.pg_constraint k ON k.confrelid = i.oid)
      SELECT count(*) AS count FROM holders WHERE holder NOT IN (SELECT oid FROM inside)`,
    [schema],
  )
  return row?.count ?? 0n
}
