// Runs one short program to its end and gives back what it said. The environment is ours alone: a PGDATA or
// PGPORT of the caller's must not steer a server, LC_ALL=C keeps messages in English, and TZ spares initdb
// a walk through every time zone.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** A program with its arguments, and whom to become before it starts (only root can become someone else). */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

export type ProgramResult =
  | { readonly kind: 'succeeded'; readonly output: string }
  | { readonly kind: 'failed'; readonly because: string }

export const SERVER_ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const

/** How every program is started: never in the caller's directory, which another account may not enter. */
export function spawnOptions(command: Command): {
  cwd: string
  env: Record<string, string>
  uid?: number
  gid?: number
} {
  const { uid, gid } = command
  return {
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  }
}

/** Runs `command`; a program that cannot be started is a failure like any other. */
export async function runProgram(command: Command, signal?: AbortSignal): Promise<ProgramResult> {
  try {
    const options = { ...spawnOptions(command), ...(signal && { signal }) }
    return await resultOf(
      spawn(command.file, command.args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }),
    )
  } catch (error) {
    // Node throws some of the kernel's refusals instead of reporting them as an event.
    return { kind: 'failed', because: (error as Error).message }
  }
}

async function resultOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<ProgramResult> {
  const ended = new Promise<string | null>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', (code, killedBy) => resolve(code === 0 ? null : `exit ${code ?? killedBy}`))
  })
  const [because, output, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  if (because === null) return { kind: 'succeeded', output }
  return { kind: 'failed', because: complaint.trim() || because }
}
