// Collations that only the application has, such as Anki's `unicase`. SQLite refuses to read a table WITHOUT ROWID
// whose own order, or whose index, is by one of them. In a private copy they are called RTRIM, which SQLite has and
// which nothing of ours sorts or compares by, so that the order they left behind is trusted nowhere.
// https://www.sqlite.org/withoutrowid.html
import { copyFileSync, statSync, utimesSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Sqlite2pgError } from '../model/errors.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { type Token, tokenize } from '../sql/parse/tokenize.ts'
import { sqliteName } from '../sql/quote.ts'
import { sqlite } from '../sql/text.ts'
import { readPastMalformed } from './malformed-schema.ts'
import { type PrivateCopy, rollBackCopy } from './private-copy.ts'
import type { SourceReader } from './reader.ts'

/** Tables that cannot be read for want of a collation. */
export function tablesWithoutCollation(reader: SourceReader): readonly string[] {
  reader.begin()
  try {
    const tables = reader.values<string>(WITHOUT_ROWID).filter(table => !isReadable(reader, table))
    if (tables.length === 0) return []
    const texts = reader.values<string>(sqlite`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL`)
    return texts.some(sql => missingNames(sql).length > 0) ? tables : []
  } finally {
    reader.end()
  }
}

/** Those of SQLite itself; its own list names the missing ones too, once a schema has spoken of them. */
const KNOWN: ReadonlySet<string> = new Set(['binary', 'nocase', 'rtrim'])
const WITHOUT_ROWID = sqlite`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 1`

function isReadable(reader: SourceReader, table: string): boolean {
  try {
    reader.raw(sqlite`SELECT * FROM ${sqliteName(table)} NOT INDEXED LIMIT 0`)
    return true
  } catch (error) {
    if (error instanceof Sqlite2pgError) throw error
    return false
  }
}

/** Also keeps the copy as it was, for whoever asks how the schema is written. */
export function substituteCollations(copy: PrivateCopy, path: string): PrivateCopy {
  // Takes the log and the journal in, so that the file alone is all of it.
  rollBackCopy(copy, path)
  const asWrittenPath = `${copy.path}.as-written`
  copyFileSync(copy.path, asWrittenPath)
  const { atime, mtime } = statSync(copy.path)
  renameCollations(copy.path)
  utimesSync(copy.path, atime, mtime)
  return { ...copy, asWrittenPath }
}

interface SchemaRow {
  readonly rowid: number
  readonly sql: string
}

function renameCollations(path: string): void {
  const database = new Database(path, { fileMustExist: true })
  try {
    readPastMalformed(database)
    database.pragma('trusted_schema = OFF')
    const rows = database
      .prepare("SELECT rowid, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL")
      .all() as SchemaRow[]
    const update = database.prepare('UPDATE sqlite_schema SET sql = ? WHERE rowid = ?')
    for (const { rowid, sql } of rows) {
      const renamed = renameIn(sql, missingNames(sql))
      if (renamed !== sql) update.run(renamed, rowid)
    }
  } finally {
    database.close()
  }
}

/** The names after COLLATE that SQLite does not have. */
function missingNames(sql: string): readonly Token[] {
  const tokens = tokenize(sql)
  return tokens.filter((token, at) => {
    const before = tokens[at - 1]
    const follows = before?.kind === 'word' && asciiLower(before.text) === 'collate'
    return follows && ['word', 'quoted', 'string'].includes(token.kind) && !KNOWN.has(asciiLower(token.value))
  })
}

function renameIn(sql: string, names: readonly Token[]): string {
  return names.reduceRight((text, { start, end }) => `${text.slice(0, start)}RTRIM${text.slice(end)}`, sql)
}
