// The record of a run's committed work, as the target has it.
import type { Amount, Piece } from '../plan/target/progress.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

type Asked = Pick<TargetConnection, 'rows'>

export interface RecordedPiece extends Piece, Amount {}

/** Everything that is committed; `table` is the path of the record. */
export function readPieces(connection: Asked, table: PostgresSql): Promise<readonly RecordedPiece[]> {
  return connection.rows<RecordedPiece>(
    postgres`SELECT kind, object, part, rows, bytes FROM ${table} WHERE kind <> 'terms'`,
    [],
    { doing: 'looking what is done' },
  )
}

/** What the run was begun with; null where it is not on record. */
export async function readTerms(connection: Asked, table: PostgresSql): Promise<string | null> {
  const [row] = await connection.rows<{ readonly terms: string | null }>(
    postgres`SELECT terms FROM ${table} WHERE kind = 'terms'`,
  )
  return row?.terms ?? null
}

/** Rows that are there, and other pieces. */
export interface PieceCounts {
  readonly rows: bigint
  readonly statements: bigint
}

export async function countPieces(connection: Asked, table: PostgresSql): Promise<PieceCounts> {
  const [counts] = await connection.rows<PieceCounts>(
    postgres`SELECT coalesce(sum(rows), 0)::bigint AS rows, count(*) FILTER (WHERE kind = 'statement') AS statements FROM ${table}`,
  )
  return counts ?? { rows: 0n, statements: 0n }
}

/** Of a session: the number of its backend, and when that began, since numbers are used again. */
export interface SessionMark {
  readonly processId: number
  readonly begun: string
}

export async function readSessionMark(connection: Asked): Promise<SessionMark | null> {
  const [mark] = await connection.rows<SessionMark>(postgres`
    SELECT pid AS "processId", backend_start::text AS begun
    FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()`)
  return mark ?? null
}

/** Ends a session of ours that the server keeps although its client is gone; does nothing if it has ended. */
export async function endSession(connection: Asked, { processId, begun }: SessionMark): Promise<void> {
  await connection.rows(
    postgres`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE pid = $1 AND backend_start::text = $2 AND pid <> pg_catalog.pg_backend_pid()`,
    [processId, begun],
  )
}

/** Ends sessions of this role and this program that hold on to tables of a private schema. */
export async function endHolders(connection: Asked, privateSchema: string): Promise<void> {
  await connection.rows(
    postgres`
      SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a
      WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.usename = current_user
        AND a.application_name = pg_catalog.current_setting('application_name')
        AND EXISTS (
          SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE l.pid = a.pid AND l.granted AND n.nspname = $1
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))`,
    [privateSchema],
  )
}
