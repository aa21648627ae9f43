// How a local server's start ends badly. PostgreSQL's own last words are in the message: they name the fact.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { EmbeddedServerOptions } from './embedded-server-terms.ts'

export function isPortTaken(log: string, options: EmbeddedServerOptions): boolean {
  return options.port !== undefined && /Address already in use/.test(log)
}

export function didNotStart(log: string, options: EmbeddedServerOptions): Sqlite2pgError {
  const hint = isPortTaken(log, options)
    ? `Port ${options.port} is taken: choose another, or none and a free one is found.`
    : 'Mend what the log names, choose another folder with --embedded=DIR, or name a server of your own with --postgres-url.'
  return new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `the embedded server did not start; its log ends:\n${log}`,
    hint,
  )
}

export function asEmbeddedError(thrown: unknown, options: EmbeddedServerOptions): Sqlite2pgError {
  if (thrown instanceof Sqlite2pgError) return thrown
  if (options.signal?.aborted) {
    const hint = 'Run again: what was begun is taken up or made anew.'
    return new Sqlite2pgError('INTERRUPTED', 'interrupted while the embedded server started', hint, {
      cause: thrown,
    })
  }
  return new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `the embedded server in ${options.dataDirectory} cannot be used: ${(thrown as Error).message}`,
    'Choose another folder with --embedded=DIR, or name a server of your own with --postgres-url.',
    { cause: thrown },
  )
}
