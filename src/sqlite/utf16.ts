// UTF-8 bytes of UTF-16 text, as a function for SQL: in a UTF-16 database SQLite's own casts and hex() yield UTF-16,
// and its decoder hides what is no whole character. Half a surrogate pair keeps its three bytes.
// https://www.sqlite.org/pragma.html#pragma_encoding
import type Database from 'better-sqlite3'

/** `sqlite2pg_utf8(CAST(text AS BLOB), hex('A'))`; the second argument tells the database's encoding. */
export function defineUtf8(database: Database.Database): void {
  database.function('sqlite2pg_utf8', { deterministic: true }, (bytes: unknown, letter: unknown) =>
    bytes instanceof Uint8Array ? utf8Bytes(bytes, letter === '4100') : null,
  )
}

function utf8Bytes(bytes: Uint8Array, littleEndian: boolean): Buffer {
  const units = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  const text = (littleEndian ? units : units.swap16()).toString('utf16le')
  return text.isWellFormed() ? Buffer.from(text) : Buffer.concat(Array.from(text, characterBytes))
}

function characterBytes(character: string): Buffer {
  const point = character.codePointAt(0) ?? 0
  if (point < 0xd800 || point > 0xdfff) return Buffer.from(character)
  return Buffer.from([0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)])
}
