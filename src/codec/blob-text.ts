// Texts and JSON that an application stored as blobs. Only columns in which such blobs occur are read this way.
// https://www.sqlite.org/jsonb.html
import type { ColumnCensus } from '../model/census.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { isBlobChangedBySqlite } from './utf16.ts'

/** SQLite expression: the text whose UTF-8 the blob is; in a UTF-16 database a cast would read it otherwise. */
function utf8Text(column: SqliteSql): SqliteSql {
  return sqlite`CASE hex('A') WHEN '41' THEN CAST(${column} AS TEXT) ELSE CAST(sqlite2pg_text_bytes(${column}, hex('A')) AS TEXT) END`
}

/** SQLite expression: true for a blob that is UTF-8 without NUL. */
export function isUtf8Blob(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'blob' AND sqlite2pg_is_clean(${column}, '41'))`
}

/** SQLite expression: the value, a blob by the text it holds. */
export function textOrBlobText(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${utf8Text(column)} ELSE ${column} END`
}

/** SQLite expression: true for a blob in SQLite's own JSONB form; one that could be a text as well is read as JSONB. */
export function isSqliteJsonb(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'blob' AND json_valid(${column}, 8) AND NOT ${isBlobChangedBySqlite(column)})`
}

/** SQLite expression: the JSON text of a blob, be it SQLite's JSONB or a text; NULL where it is neither. */
export function jsonOfBlob(column: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN ${isSqliteJsonb(column)} THEN json(${column}) WHEN ${isUtf8Blob(column)} THEN ${utf8Text(column)} END`
}

/** The value for JSON: a blob by its JSON text, where the column has any. */
export function jsonText(column: SqliteSql, census: ColumnCensus): SqliteSql {
  return census.blobs.count === 0n ? column : jsonOrBlobJson(column)
}

export function jsonOrBlobJson(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${jsonOfBlob(column)} ELSE ${column} END`
}
