// `sqlite2pg serve`: keeps the embedded server up until Ctrl-C, which is its ordinary end (exit code 0).
import { setTimeout as pause } from 'node:timers/promises'
import { embeddedDirectory } from '../choose-target.ts'
import { connectLine, serverLine } from '../embedded-target.ts'
import type { Session } from '../session.ts'

/** Returns the exit code. Throws EMBEDDED_UNAVAILABLE, EMBEDDED_FAILED, INTERRUPTED. */
export async function runServe({ request, terminal, signal }: Session): Promise<number> {
  const { serve } = await import('../../run/serve.ts')
  const server = await serve({
    dataDirectory: embeddedDirectory(request.settings, terminal.directory),
    signal,
  })
  const ending = server.startedHere
    ? 'It runs until Ctrl-C.'
    : 'Another process started it and keeps it; it ends with that process.'
  terminal.stdout.write(`${[serverLine(server), connectLine(server), ending].join('\n')}\n`)
  if (server.startedHere) await untilAborted(signal)
  await server.stop()
  return 0
}

const LONGEST_PAUSE_MS = 2 ** 31 - 1

/** A timer, for neither a signal nor a server in the background keeps a process alive. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await pause(LONGEST_PAUSE_MS, undefined, { signal }).catch(() => {})
}
