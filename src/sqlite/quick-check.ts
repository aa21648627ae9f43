// Asks SQLite whether the structure of the file is sound, before anything else is believed. Rows that break a
// CHECK, NOT NULL or type of their own table are no damage: the plan deals with them.
// https://www.sqlite.org/pragma.html#pragma_quick_check
import { Sqlite2pgError } from '../model/errors.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { corruptError } from './corruption.ts'
import type { SourceReader } from './reader.ts'

const MESSAGES_KEPT = 10

/** SQLite stops after 100 messages unless told otherwise, and those about rows may come first. */
const QUICK_CHECK = sqlite`PRAGMA quick_check(2147483647)`

/**
 * Throws SOURCE_CORRUPT with the first ten messages and the tables that still read. Given `tables`, only these
 * are looked at, so that damage elsewhere does not stop a run that leaves it out.
 */
export function quickCheck(reader: SourceReader, path: string, tables?: readonly string[]): void {
  const messages = tables === undefined ? checkFile(reader) : checkTables(reader, tables)
  if (messages.length === 0) return
  const facts = messages.map(message => message.replace(/^\*{3}.*\*{3}\n/, '').replaceAll('\n', '; '))
  throw corruptError(path, facts.join('; '), reader.readPath)
}

/** Where an index or a full-text table needs a collation or a tokenizer that only the application has, the tables are checked alone. */
function checkFile(reader: SourceReader): readonly string[] {
  if (reader.schemaFault !== null) return [reader.schemaFault]
  return damageMessages(reader, QUICK_CHECK) ?? checkTables(reader, reader.values<string>(TABLE_NAMES))
}

const TABLE_NAMES = sqlite`SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`

/**
 * What SQLite finds wrong with a table when it compares its indexes with its rows, or null; null too where it cannot,
 * for want of a collation or a function of the application. https://www.sqlite.org/pragma.html#pragma_integrity_check
 */
export function findIndexDamage(reader: SourceReader, table: string): string | null {
  return damageMessages(reader, sqlite`PRAGMA integrity_check(${sqliteName(table)})`)?.[0] ?? null
}

/** A table that cannot be checked for such a reason is left to the census, which reads every row of it. */
function checkTables(reader: SourceReader, tables: readonly string[]): readonly string[] {
  const messages: string[] = []
  for (const table of tables) {
    messages.push(...(damageMessages(reader, sqlite`PRAGMA quick_check(${sqliteName(table)})`) ?? []))
    if (messages.length >= MESSAGES_KEPT) break
  }
  return messages.slice(0, MESSAGES_KEPT)
}

/** Null where SQLite cannot carry the check out although the file is readable. */
function damageMessages(reader: SourceReader, pragma: SqliteSql): readonly string[] | null {
  const messages: string[] = []
  try {
    for (const [message] of reader.iterateRaw<[string]>(pragma)) {
      if (isDamage(message)) messages.push(message)
      if (messages.length === MESSAGES_KEPT) break
    }
    return messages
  } catch (error) {
    if (error instanceof Sqlite2pgError) throw error
    return null
  }
}

/** `NULL value in t.c`, `TEXT value in t.c`, `non-INTEGER value in t.c`, `CHECK constraint failed in t`, and full-text indexes. */
const ABOUT_ROWS =
  /^(?:\S+ value (?:missing from|in) |CHECK constraint failed in |unable to validate |malformed inverted index )/

const isDamage = (message: string): boolean => message !== 'ok' && !ABOUT_ROWS.test(message)
