// One server process, started and stopped by us. It lives as long as we do: a small shell beside it holds one
// end of a pipe and asks it to shut down (fast: SIGINT) when our end closes, which the kernel does even
// after SIGKILL. It has a session of its own, so Ctrl-C at our terminal reaches us and not the server.
// https://www.postgresql.org/docs/current/server-shutdown.html
import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLock } from './postmaster-lock.ts'
import { spawnOptions } from './run-program.ts'
import type { Seat } from './seat.ts'
import { commandAs } from './server-account.ts'
import { openAnew, type ServerHome } from './server-home.ts'

const POLL_MS = 10
const READY_WITHIN_MS = 120_000
const STOP_WITHIN_MS = 60_000

// The watcher is a grandchild, not a child that the server would not know. A line on the pipe means that the
// server has ended by itself; the end of the pipe, that we have.
const WATCHED = `exec 3<&0 </dev/null
( { read -r _ <&3 || kill -INT $$; } >/dev/null 2>&1 & )
exec 3<&-
exec "$@"`

export interface Postmaster {
  /** Resolves when the server accepts connections, or has ended instead. */
  ready(signal?: AbortSignal): Promise<'ready' | 'ended' | 'late'>
  /** Ends every session and the server; resolves when it is gone. May be called again. */
  stop(): Promise<void>
}

/** Starts `postgres` on the data of `home`. */
export async function startPostmaster(
  seat: Seat,
  home: ServerHome,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [join(seat.binDirectory, 'postgres'), '-D', home.data, ...assignments]
  const command = commandAs(seat.runsAs, '/bin/sh', ['-c', WATCHED, 'sqlite2pg', ...server])
  const log = await openAnew(home.log)
  try {
    const stdio = ['pipe', log.fd, log.fd] as const
    return watch(
      spawn(command.file, command.args, { ...spawnOptions(command), detached: true, stdio: [...stdio] }),
      home,
    )
  } finally {
    await log.close()
  }
}

function watch(child: ChildProcess, home: ServerHome): Postmaster {
  let hasEnded = false
  const ended = new Promise<void>(resolve => {
    const end = () => {
      hasEnded = true
      child.stdin?.end('ended\n')
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  letGo(child)
  let stopping: Promise<void> | undefined
  return {
    ready: signal => untilReady(home, child, () => hasEnded, signal),
    stop: () => {
      stopping ??= hasEnded ? ended : shutDown(child, ended)
      return stopping
    },
  }
}

// A server that nobody stops must not keep our process from ending; its end closes the pipe.
function letGo(child: ChildProcess): void {
  child.unref()
  child.stdin?.on('error', () => {})
  if (child.stdin instanceof Socket) child.stdin.unref()
}

async function untilReady(
  home: ServerHome,
  child: ChildProcess,
  hasEnded: () => boolean,
  signal?: AbortSignal,
): Promise<'ready' | 'ended' | 'late'> {
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS; waitedMs += POLL_MS) {
    if (hasEnded()) return 'ended'
    signal?.throwIfAborted()
    const lock = await readLock(home.data)
    if (lock?.pid === child.pid && lock?.status === 'ready') return 'ready'
    await sleep(POLL_MS)
  }
  return 'late'
}

async function shutDown(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.ref()
  child.stdin?.end()
  const late = new AbortController()
  const timer = sleep(STOP_WITHIN_MS, 'late', { signal: late.signal }).catch(() => 'ended')
  if ((await Promise.race([ended, timer])) === 'late') child.kill('SIGQUIT')
  late.abort()
  await ended
}
