// What the readings' digests have in common on SQLite's side. https://www.sqlite.org/lang_corefunc.html
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { provenDigits } from '../real.ts'

/** A text as it is, a number by its digits. */
export function textOrDigits(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN ${column} ELSE ${provenDigits(column)} END`
}

/** A number without an exponent and without zeros at its end, as trim_scale() leaves it; other text as it is. */
export function plainNumber(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'integer' THEN ${column} ELSE sqlite2pg_plain_number(${textOrDigits(column)}) END`
}

/** A date-time or time without the zeros that end its fraction, and without the point where none is left. */
export function withoutZeros(text: SqliteSql): SqliteSql {
  return sqlite`rtrim(rtrim(${text}, '0'), '.')`
}
