// Reads postmaster.pid, the file in which a running server says who it is. It outlives a killed server, and its
// pid may be another program's by now: then PostgreSQL itself would refuse to start, so the file is removed
// here, after the kernel has said that no process is attached to the old server's memory any more.
// https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface PostmasterLock {
  readonly pid: number
  readonly port: number
  /** `starting`, `ready` or `stopping`; empty while the server has not said. */
  readonly status: string
  readonly sharedMemoryId: string
}

/** What postmaster.pid says; null without one. */
export async function readLock(data: string): Promise<PostmasterLock | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  return {
    pid: Number(lines[0]),
    port: Number(lines[3] ?? 0),
    status: (lines[7] ?? '').trim(),
    sharedMemoryId: (lines[6] ?? '').trim().split(/\s+/)[1] ?? '',
  }
}

/** Whether the lock's holder lives. A lock that is certainly nobody's is removed. */
export async function isHeld(data: string, lock: PostmasterLock): Promise<boolean> {
  if (!exists(lock.pid)) return false
  // Elsewhere than on Linux PostgreSQL decides alone.
  if (process.platform !== 'linux') return true
  if (await isLivePostgres(lock.pid)) return true
  if (await isAttached(lock.sharedMemoryId)) return true
  await rm(join(data, 'postmaster.pid'), { force: true })
  return false
}

function exists(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// "4205 (postgres) S …"; Z and X are processes that have ended, proc_pid_stat(5).
async function isLivePostgres(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /^\d+ \(postgres\) [^ZX]/.test(stat)
}

// Columns: key shmid perms size cpid lpid nattch …, sysvipc(7).
async function isAttached(sharedMemoryId: string): Promise<boolean> {
  const table = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => '')
  const rows = table.split('\n').map(line => line.trim().split(/\s+/))
  return rows.some(row => row[1] === sharedMemoryId && Number(row[6]) > 0)
}
