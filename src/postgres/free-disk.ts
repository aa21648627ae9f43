// Room left where the server keeps its data: known only if the server runs on this machine and tells its
// directory. Its postmaster.pid, or a Unix socket, proves that the directory is that server's.
// https://www.postgresql.org/docs/current/storage-file-layout.html
import { readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

interface DirectoryRow {
  readonly directory: string
  readonly started: bigint
  readonly through_socket: boolean
}

/** Clock of postmaster.pid and of pg_postmaster_start_time() are read moments apart. */
const START_TOLERANCE_SECONDS = 5n

/** Free bytes for the server's data, or null if nobody can know. */
export async function freeDiskBytes(connection: TargetConnection): Promise<bigint | null> {
  try {
    const [row] = await connection.rows<DirectoryRow>(DIRECTORY)
    if (row === undefined) return null
    if (!row.through_socket && !(await isDirectoryOf(row))) return null
    const { bavail, bsize } = await statfs(row.directory, { bigint: true })
    return bavail * bsize
  } catch {
    return null
  }
}

async function isDirectoryOf({ directory, started }: DirectoryRow): Promise<boolean> {
  const lines = (await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')
  const difference = BigInt(lines[2]?.trim() ?? '0') - started
  return difference >= -START_TOLERANCE_SECONDS && difference <= START_TOLERANCE_SECONDS
}

const DIRECTORY = postgres`
  SELECT setting AS directory,
         extract(epoch FROM pg_catalog.pg_postmaster_start_time())::bigint AS started,
         pg_catalog.inet_server_addr() IS NULL AS through_socket
  FROM pg_catalog.pg_settings WHERE name = 'data_directory'`
