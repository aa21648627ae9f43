// Settings for the statements that build what publishing will show. They go with each statement, as SET LOCAL in
// the same message: nothing stays in a session that a pooler may give to others, and publishing itself is as careful
// about the disk as the user wants; its commit makes durable all that was written before it.
// https://www.postgresql.org/docs/current/wal-async-commit.html
import { postgres } from '../sql/text.ts'
import type { SessionSetting } from './connect/connection-settings.ts'
import { acceptedSettings } from './connect/session-adoption.ts'
import type { TargetConnection } from './connection.ts'

const MOST_BYTES = 1_073_741_824n
const KIB = 1024n

/** Those that the server takes from this role; `connections` build at once. */
export async function buildSettings(
  connection: TargetConnection,
  sharedBuffersBytes: bigint,
  connections: number,
): Promise<readonly SessionSetting[]> {
  const [row] = await connection.rows<{ bytes: bigint }>(MEMORY, [], { doing: 'asking for its settings' })
  const wanted = memoryFor(sharedBuffersBytes, connections)
  const given = row?.bytes ?? wanted
  return acceptedSettings(connection, [
    { name: 'synchronous_commit', value: 'off' },
    ...(wanted > given ? [{ name: 'maintenance_work_mem', value: `${wanted / KIB}kB` }] : []),
  ])
}

/** shared_buffers is the one sign of the server's size: all connections together take twice that at most. */
export function memoryFor(sharedBuffersBytes: bigint, connections: number): bigint {
  const share = (sharedBuffersBytes * 2n) / BigInt(connections)
  return share > MOST_BYTES ? MOST_BYTES : share
}

const MEMORY = postgres`
  SELECT pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')) AS bytes`
