// What is known where an error comes through the door, so that its message can name object and fact.

import { Sqlite2pgError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import type { ConnectionSettings, TargetHost } from '../connect/connection-settings.ts'
import { hostAndPort } from '../target/masked-url.ts'

export interface ErrorContext {
  readonly settings: Pick<ConnectionSettings, 'hosts' | 'user' | 'database' | 'maskedUrl'>
  /** The host in question; without it, the first. */
  readonly host?: TargetHost | undefined
  /** What the statement was about, e.g. `tasks.user_id`. */
  readonly object?: string | undefined
  /** What was being done, e.g. `creating table tasks`. */
  readonly doing?: string | undefined
  /** True once the server had let us in: a broken connection is then a lost one. */
  readonly connected?: boolean | undefined
  /** True if we ourselves are breaking off. */
  readonly aborted?: boolean | undefined
}

/** `db.example:5432`, or the socket's directory. */
export function serverName({ settings, host }: ErrorContext): string {
  const place = host ?? settings.hosts[0]
  if (place === undefined) return settings.maskedUrl
  return place.host.startsWith('/') ? `${place.host}/.s.PGSQL.${place.port}` : hostAndPort(place)
}

/** Options that make PostgreSQL's own programs go to the same server. */
export function serverOptions({ settings, host }: ErrorContext): string {
  const place = host ?? settings.hosts[0]
  return place === undefined ? '' : `--host=${shellWord(place.host)} --port=${place.port}`
}

/** `creating table tasks: ` or nothing. */
export function prefix({ doing, object }: ErrorContext): string {
  if (doing === undefined && object === undefined) return ''
  if (doing === undefined || object === undefined || doing.split(' ').includes(object))
    return `${doing ?? object}: `
  return `${object} (${doing}): `
}

export function interrupted(cause?: unknown): Sqlite2pgError {
  return new Sqlite2pgError('INTERRUPTED', 'interrupted', 'Nothing was published. Run again when you like.', {
    cause,
  })
}
