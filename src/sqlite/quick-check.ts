// Asks SQLite whether the structure of the file is sound, before anything else is believed. Rows that break a
// CHECK, NOT NULL or type of their own table are no damage: the plan deals with them.
// https://www.sqlite.org/pragma.html#pragma_quick_check
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
  const pragmas = tables?.map(table => sqlite`PRAGMA quick_check(${sqliteName(table)})`) ?? [QUICK_CHECK]
  const messages = damageMessages(reader, pragmas)
  if (messages.length === 0) return
  const facts = messages.map(message => message.replace(/^\*{3}.*\*{3}\n/, '').replaceAll('\n', '; '))
  throw corruptError(path, facts.join('; '), reader.readPath)
}

function damageMessages(reader: SourceReader, pragmas: readonly SqliteSql[]): readonly string[] {
  const messages: string[] = []
  for (const pragma of pragmas) {
    for (const [message] of reader.iterateRaw<[string]>(pragma)) {
      if (isDamage(message)) messages.push(message)
      if (messages.length === MESSAGES_KEPT) return messages
    }
  }
  return messages
}

/** `NULL value in t.c`, `TEXT value in t.c`, `non-INTEGER value in t.c`, `CHECK constraint failed in t`, and full-text indexes. */
const ABOUT_ROWS =
  /^(?:\S+ value (?:missing from|in) |CHECK constraint failed in |unable to validate |malformed inverted index )/

const isDamage = (message: string): boolean => message !== 'ok' && !ABOUT_ROWS.test(message)
