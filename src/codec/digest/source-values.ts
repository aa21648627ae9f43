// What the readings' digests have in common on SQLite's side. https://www.sqlite.org/lang_corefunc.html
import type { ColumnCensus } from '../../model/census.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { provenDigits } from '../real.ts'

/** Bytes of a value up to which it stands in the text of its row itself. */
export const LONGEST_WRITTEN_BYTES = 4096

/** Whether the source has no value that is longer; where nobody knows, it may have. */
export function isShort(census: ColumnCensus | null): boolean {
  if (census === null) return false
  const limit = BigInt(LONGEST_WRITTEN_BYTES)
  return census.texts.maxBytes <= limit && census.blobs.maxBytes <= limit
}

/** A text as it is, a number by its digits. */
export function textOrDigits(column: SqliteSql, census: ColumnCensus | null): SqliteSql {
  if (census !== null && census.reals.count === 0n) return column
  return sqlite`CASE typeof(${column}) WHEN 'real' THEN ${provenDigits(column)} ELSE ${column} END`
}

/** A number without an exponent and without zeros at its end, as trim_scale() leaves it; other text as it is. */
export function plainNumber(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'integer' THEN ${column} ELSE sqlite2pg_plain_number(${textOrDigits(column, null)}) END`
}

/** A date-time or time without the zeros that end its fraction, and without the point where none is left. */
export function withoutZeros(text: SqliteSql): SqliteSql {
  return sqlite`rtrim(rtrim(${text}, '0'), '.')`
}

/** A date or date-time whose years before 1 are written as PostgreSQL writes them; `column` is what it was made of. */
export function inPostgresYears(column: SqliteSql, text: SqliteSql): SqliteSql {
  const isUsual = sqlite`substr(${column}, 1, 4) BETWEEN '0002' AND '9998' AND substr(${column}, 5, 1) = '-'`
  return sqlite`CASE WHEN ${isUsual} THEN ${text} ELSE sqlite2pg_years(${text}) END`
}
