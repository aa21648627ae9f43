// Texts that are a 64-bit integer just as both databases write it: `1` and `-20`, but not `01`, `+1` or `1.0`.
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { Interest } from './interest.ts'

/** SQLite expression: true for such a text. */
export function isIntegerText(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'text' AND CAST(CAST(${column} AS INTEGER) AS TEXT) = ${column} COLLATE BINARY)`
}

export const integerTextInterest: Interest = {
  name: 'integer text',
  usual: { shape: 'integer text', test: isIntegerText, implies: null },
  otherwise: null,
}
