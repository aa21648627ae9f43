// The target of --embedded: a server is started for the run and stopped after it. How to look around is
// told without showing the password: it lies in a file of the server's folder.

import { join } from 'node:path'
import type { Target } from '../model/options.ts'
import { shellWord } from '../model/shell-word.ts'
import { visibleText } from '../report/visible-text.ts'
import type { EmbeddedServer } from '../run/serve.ts'
import type { Session } from './session.ts'

/** Runs with the session's target and returns the exit code; an embedded server lives as long as the run. */
export async function withTarget(
  session: Session,
  run: (target: Target) => Promise<number>,
): Promise<number> {
  const { target } = session.request
  if (target.kind === 'url') {
    return run({ ...(target.url !== undefined && { url: target.url }), environment: target.environment })
  }
  const { serve } = await import('../run/serve.ts')
  const server = await serve({ dataDirectory: target.directory, signal: session.signal })
  session.progress.tell(serverLine(server))
  try {
    // PG* variables are about some other server: none of them may bend the connection to this one.
    const exitCode = await run({ url: server.url, environment: {} })
    if (session.request.verb === 'migrate' && exitCode === 0)
      session.progress.tell(afterwardsLine(server, session))
    return exitCode
  } finally {
    await server.stop()
  }
}

function afterwardsLine(server: EmbeddedServer, { request }: Session): string {
  if (!server.startedHere) return `To look around: ${connectLine(server)}`
  const { embedded } = request.settings
  const folder = typeof embedded === 'string' ? ` --embedded ${visibleText(embedded)}` : ''
  return `The server stops now. To look around, keep it up with: sqlite2pg serve${folder}`
}

/** Where the server is, without its password. */
export function serverLine(server: EmbeddedServer): string {
  return `Embedded PostgreSQL ${server.serverVersion} at ${urlWithoutPassword(server)}, data in ${visibleText(server.dataDirectory)}`
}

/** A line for the shell that connects, the password taken from its file. */
export function connectLine(server: EmbeddedServer): string {
  const password = join(server.dataDirectory, 'cluster', 'password')
  return `PGPASSWORD="$(cat ${shellWord(visibleText(password))})" psql ${urlWithoutPassword(server)}`
}

function urlWithoutPassword(server: EmbeddedServer): string {
  const url = new URL(server.url)
  url.password = ''
  return url.href
}
