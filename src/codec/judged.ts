// SQL that judges one value by a function of ours, for what SQL alone cannot tell: odd spellings, JSON, valid
// UTF-8. The functions are in judging-functions.ts; every reader of a source knows them.
import type { Shape } from '../model/census.ts'
import { sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'

/** Names of the interests whose parsers SQL may call. */
export type JudgedInterest = 'boolean' | 'date-time' | 'uuid' | 'json' | 'jsonb' | 'json in a blob'

/** SQLite expression: the shape of a value by the interest's parser, NULL for any other value and for blobs. */
export function judgedShape(interest: JudgedInterest, column: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_shape(${sqliteString(interest)}, ${column})`
}

/** SQLite expression: true for a value that has one of the shapes. */
export function hasShape(interest: JudgedInterest, column: SqliteSql, shapes: readonly Shape[]): SqliteSql {
  return sqlite`coalesce(${judgedShape(interest, column)} IN (${shapes.map(sqliteString)}), 0)`
}

/** SQLite expression: true for a value whose text PostgreSQL can hold, which is without NUL and valid UTF-8. */
export function isCleanText(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN sqlite2pg_is_clean(CAST(${column} AS BLOB), hex('A')) WHEN 'blob' THEN 0 ELSE 1 END`
}

/** SQLite expression: true for a value of one of the storage classes. */
export function isOfClass(
  column: SqliteSql,
  ...classes: readonly ('integer' | 'real' | 'text' | 'blob')[]
): SqliteSql {
  return sqlite`(typeof(${column}) IN (${classes.map(sqliteString)}))`
}
