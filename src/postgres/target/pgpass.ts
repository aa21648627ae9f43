// The password file: `host:port:database:user:password` a line, first match wins, `*` matches anything,
// a backslash takes `:` or `\` literally. A file that others can read is not used, as in libpq.
// https://www.postgresql.org/docs/current/libpq-pgpass.html
import { readFileSync, statSync } from 'node:fs'

export interface PasswordQuery {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/** What a password file is good for: its lines, or the reason why it is not used. */
export interface PasswordFile {
  readonly lines: readonly string[]
  readonly remark: string | null
}

const EMPTY: PasswordFile = { lines: [], remark: null }

/** Reads a password file; one that is missing or unreadable counts as empty. */
export function readPasswordFile(path: string): PasswordFile {
  try {
    const facts = statSync(path)
    if (!facts.isFile()) return { lines: [], remark: `the password file ${path} is not a plain file` }
    if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) return tooOpen(path)
    return { lines: readFileSync(path, 'utf8').split(/\r?\n/), remark: null }
  } catch {
    return EMPTY
  }
}

function tooOpen(path: string): PasswordFile {
  return {
    lines: [],
    remark: `the password file ${path} was not used because others can read it (chmod 0600 ${path})`,
  }
}

/** The password of the first line that matches, or null. */
export function findPassword(file: PasswordFile, query: PasswordQuery): string | null {
  const wanted = [
    query.host.startsWith('/') ? 'localhost' : query.host,
    `${query.port}`,
    query.database,
    query.user,
  ]
  for (const line of file.lines) {
    const fields = line.startsWith('#') ? [] : splitFields(line)
    const password = fields[4]
    if (password !== undefined && password !== '' && wanted.every((value, i) => matches(fields[i], value))) {
      return unescaped(password)
    }
  }
  return null
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1')

const splitFields = (line: string): readonly string[] =>
  [...line.matchAll(/((?:[^:\\]|\\.|\\$)*)(?::|$)/gs)].map(found => found[1] ?? '')

function matches(field: string | undefined, value: string): boolean {
  return field === '*' || (field !== undefined && unescaped(field) === value)
}
