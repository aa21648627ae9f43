// Poolers speak in their own words, mostly under one SQLSTATE (08P01), before and after they have let us in.
// The words are those of PgBouncer and Supavisor. https://www.pgbouncer.org/config.html
import type { DatabaseError } from 'pg'
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'
import { maskPasswords } from '../target/mask-passwords.ts'
import { type ErrorContext, prefix, serverName } from './error-context.ts'

type Refusal = readonly [code: ErrorCode, message: string, hint: string]

interface Saying {
  readonly words: RegExp
  readonly means: (context: ErrorContext, said: string) => Refusal
}

const FULL_HINT =
  'End other sessions that go through it, or raise its limits (default_pool_size, max_client_conn of PgBouncer), or use the URL of the server itself (direct connection).'

const SAYINGS: readonly Saying[] = [
  {
    words: /authentication failed/i,
    means: (context, said) => [
      'TARGET_AUTHENTICATION',
      `the pooler at ${serverName(context)} refused user "${context.settings.user}": ${said}`,
      'Check user and password; in a URL, percent-encode special characters (@ is %40). The pooler has a list of users of its own (auth_file or auth_query of PgBouncer), whose passwords must be those of the server.',
    ],
  },
  {
    words: /no such database|database "[^"]*" does not exist/i,
    means: context => [
      'TARGET_NO_DATABASE',
      `the pooler at ${serverName(context)} has no database "${context.settings.database}"`,
      'Add it to the pooler, or use the URL of the server itself.',
    ],
  },
  {
    words: /no such user|tenant or user not found/i,
    means: context => [
      'TARGET_NO_ROLE',
      `the pooler at ${serverName(context)} does not know user "${context.settings.user}"`,
      "Copy the URL again from the provider: Supabase's pooler wants the user as postgres.PROJECT and the region's own host.",
    ],
  },
  {
    words: /unsupported startup parameter/i,
    means: (context, said) => [
      'TARGET_POOLER',
      `the pooler at ${serverName(context)} refuses a startup parameter: ${said}`,
      'Leave it out of the URL, or use the URL of the server itself (direct connection or session mode).',
    ],
  },
  {
    words: /statement pooling mode/i,
    means: context => [
      'TARGET_POOLER',
      `the pooler at ${serverName(context)} works in statement mode, which allows no transaction`,
      directUrlHint(context.settings.maskedUrl),
    ],
  },
  {
    words: /query_wait_timeout|no more connections allowed|max clients reached|max_client_conn/i,
    means: (context, said) => [
      'TARGET_REFUSED',
      `${prefix(context)}the pooler at ${serverName(context)} has no connection left: ${said}`,
      FULL_HINT,
    ],
  },
  {
    words: /pgbouncer cannot connect to server|server login (?:has been )?fail|server_login_retry/i,
    means: (context, said) => [
      'TARGET_REFUSED',
      `${prefix(context)}the pooler at ${serverName(context)} cannot reach its server: ${said}`,
      "Look into the pooler's log; the URL of the server itself (direct connection) goes around it.",
    ],
  },
]

/** Which URL goes around a pooler that cannot be used, or uses it in another mode. */
export function directUrlHint(maskedUrl: string): string {
  if (/\.neon\.tech/.test(maskedUrl)) return 'Use the direct URL: the same host without "-pooler".'
  if (/\.supabase\./.test(maskedUrl))
    return 'Use the session pooler (port 5432 instead of 6543) or the direct connection.'
  if (/\.postgres\.database\.azure\.com/.test(maskedUrl))
    return 'Use the server itself: the same host, port 5432 instead of 6432.'
  return 'Use the URL of the server itself (direct connection), or the session mode of the pooler.'
}

/** What a pooler says, as an error of ours; null if these are not a pooler's words. */
export function poolerError(error: DatabaseError, context: ErrorContext): Sqlite2pgError | null {
  const said = maskPasswords(error.message)
  const saying = SAYINGS.find(({ words }) => words.test(said))
  return saying === undefined ? null : new Sqlite2pgError(...saying.means(context, said), { cause: error })
}

/** A pooler lets in at once, and keeps the first question waiting until a connection to the server is free. */
export function noFirstAnswer(context: ErrorContext, timeoutMs: number | null): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_TIMEOUT',
    `${serverName(context)} let us in and then gave no answer for ${Math.round((timeoutMs ?? 0) / 1000)} s`,
    `A pooler there may have no connection to the server left. ${FULL_HINT} connect_timeout in the URL waits for more seconds.`,
  )
}
