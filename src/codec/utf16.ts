// Texts of UTF-16 databases: SQLite computes in UTF-8 there, and on the way back turns U+FFFE and U+FFFF into U+FFFD.
// So no text with one of them may be the result of a function; bytes may, and a cast makes them text again.
// https://sqlite.org/src/file/src/utf.c
import { type SqliteSql, sqlite } from '../sql/text.ts'

/** Encodings of a SQLite database by what `hex('A')` gives there; all others are UTF-8. */
export const UTF16_BY_LETTER: ReadonlyMap<string, 'utf-16le' | 'utf-16be'> = new Map([
  ['4100', 'utf-16le'],
  ['0041', 'utf-16be'],
])

/** SQLite expression: true for a text that a function of SQLite's would change; never in a UTF-8 database. */
export function isChangedBySqlite(column: SqliteSql): SqliteSql {
  return sqlite`(hex('A') <> '41' AND sqlite2pg_has_noncharacter(CAST(${column} AS BLOB), hex('A')))`
}

/** SQLite expression: the same of a blob that is UTF-8. */
export function isBlobChangedBySqlite(column: SqliteSql): SqliteSql {
  return sqlite`(hex('A') <> '41' AND sqlite2pg_has_noncharacter(${column}, '41'))`
}

/** True of bytes whose text holds U+FFFE or U+FFFF. */
export function hasNonCharacter(bytes: Uint8Array, letter: string): boolean {
  const text = new TextDecoder(UTF16_BY_LETTER.get(letter) ?? 'utf-8', { ignoreBOM: true }).decode(bytes)
  return /[\ufffe\uffff]/.test(text)
}

/** A text in the encoding of the database, for a CAST to make text of. */
export function encodedFor(letter: string, text: string): Uint8Array {
  const encoding = UTF16_BY_LETTER.get(letter)
  if (encoding === undefined) return Buffer.from(text)
  const units = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? units : units.swap16()
}
