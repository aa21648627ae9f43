// What people paste as a target: the bare string, or a shell's, an .env file's or a provider's line around it.
// Takes the wrapping off and decides which of libpq's two forms is inside.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
import { badTarget, URL_EXAMPLE } from '../errors/bad-target.ts'
import { parseTargetKeywords } from './keywords.ts'
import { normalizeParameters, type TargetParameters } from './parameters.ts'
import { parseTargetUrl } from './url.ts'

const WRAPPINGS: readonly RegExp[] = [
  /^(?:export\s+)?[A-Z][A-Z0-9_]*\s*=\s*(?=["'`]?(?:jdbc:)?[a-z]+(?:\+\w+)?:\/\/)(.*)$/s,
  /^(?:\$\s+)?psql\s+(.*)$/s,
  /^"(.*)"$/s,
  /^'(.*)'$/s,
  /^`(.*)`$/s,
  /^(.*);$/s,
]

const PLACEHOLDER =
  /\[YOUR[-_ ]?PASSWORD\]|<(?:your[-_ ]?)?password>|\[PASSWORD\]|\{password\}|YOUR[-_]PASSWORD/i
const FOREIGN_SCHEME = /^([a-z][a-z0-9+.-]*):(?:\/\/|(?=\/))/i

function unwrap(text: string): string {
  const trimmed = text.trim()
  const inner = WRAPPINGS.map(wrapping => wrapping.exec(trimmed)?.[1]).find(found => found !== undefined)
  return inner === undefined ? trimmed : unwrap(inner)
}

/** Parameters that a URL or a keyword string names; none for an empty text. */
export function parseTargetText(text: string): TargetParameters | null {
  const bare = unwrap(text)
  if (bare === '') return null
  refusePlaceholder(bare)
  if (/^(?:jdbc:)?(?:postgres|postgresql|pgsql|postgis)(?:\+[\w.-]+)?:\/\//i.test(bare)) {
    return normalizeParameters(parseTargetUrl(bare))
  }
  if (/^\w+\s*=/.test(bare)) return normalizeParameters(parseTargetKeywords(bare))
  throw notPostgres(bare)
}

function refusePlaceholder(bare: string): void {
  const found = PLACEHOLDER.exec(bare)?.[0]
  if (found === undefined) return
  throw badTarget(
    `the target still holds the placeholder ${found}`,
    'Put the real password there (percent-encoded), or leave it out and set PGPASSWORD. Supabase shows and resets it under Project Settings, Database.',
  )
}

function notPostgres(bare: string): Error {
  const scheme = FOREIGN_SCHEME.exec(bare)?.[1]
  if (scheme !== undefined && /^(?:jdbc:)?(?:postgres|pgsql)/i.test(scheme)) {
    return badTarget(`the target begins with ${scheme}: and is not a PostgreSQL URL`)
  }
  if (scheme !== undefined && /^(?:sqlite|file)/i.test(scheme)) {
    return badTarget(`a ${scheme} URL was given where a PostgreSQL URL is needed`, sourceHint())
  }
  if (scheme !== undefined) return badTarget(`a ${scheme} URL was given where a PostgreSQL URL is needed`)
  if (/^-|\s-[hpdU]\b/.test(bare)) {
    return badTarget('psql options were given where a URL is needed', `Write them as ${URL_EXAMPLE}.`)
  }
  if (/\.(?:db|sqlite3?|db3)$/i.test(bare)) {
    return badTarget('the target looks like the name of a SQLite file', sourceHint())
  }
  return badTarget('the target is neither a PostgreSQL URL nor a string of keyword=value pairs')
}

function sourceHint(): string {
  return `The file goes to --sqlite-path; --postgres-url is written as ${URL_EXAMPLE}.`
}
