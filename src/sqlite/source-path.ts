// What a person may write for the source file, as a plain path: the URL spellings of SQLAlchemy and Prisma
// are understood, anything else is a path as it stands (blanks, ?, # and % are ordinary characters).
// https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#connect-strings, https://www.sqlite.org/uri.html
import { homedir } from 'node:os'

/** `sqlite:///todo.db` → `todo.db`, `sqlite:////srv/todo.db` → `/srv/todo.db`, `file:./dev.db` → `./dev.db`, `~/a.db` → below `home`. */
export function sourcePath(text: string, home: string = homedir()): string {
  const sqlite = /^sqlite3?(?:\+\w+)?:(?!:)(.*)$/is.exec(text)?.[1]
  if (sqlite !== undefined) return expandHome(withoutAuthority(withoutQuery(sqlite), 3), home)
  const file = /^file:(.*)$/is.exec(text)?.[1]
  if (file !== undefined) return expandHome(decoded(withoutAuthority(withoutQuery(file), 2)), home)
  return expandHome(text, home)
}

/** Drops `//` and, as SQLAlchemy does, the slash that ends an empty host; `file:///x` keeps it, being absolute. */
function withoutAuthority(rest: string, slashes: 2 | 3): string {
  const path = rest.replace(/^\/\/localhost(?=\/)/i, '//')
  if (!path.startsWith('//')) return path
  const local = slashes === 3 && path.startsWith('///') ? path.slice(3) : path.slice(2)
  return /^\/[a-z]:[\\/]/i.test(local) ? local.slice(1) : local
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '')

/** Percent escapes of a `file:` URL; one that is no escape leaves the text as it is. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function expandHome(path: string, home: string): string {
  return /^~(?=$|[\\/])/.test(path) ? home + path.slice(1) : path
}
