// Values as a cast reads them, as SQLite expressions: what converts exactly is converted, anything else stays as it is
// and is then judged, and shown, as what it is. Each comes twice, the second for the proof, in other words.
import { sqliteString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import { bytesOf } from '../bytea.ts'
import { isIntegerText } from '../integer-text.ts'
import { isNegativeZero, provenDigits } from '../real.ts'
import type { TextEncodingName } from './texts.ts'

export type ValueSql = (column: SqliteSql) => SqliteSql

/** Integers written as text, and reals without a fraction up to 2^53. */
export const asInteger: ValueSql = column =>
  sqlite`CASE WHEN ${isIntegerText(column)} OR (typeof(${column}) = 'real' AND abs(${column}) <= 9007199254740992 AND CAST(${column} AS INTEGER) = ${column} AND NOT ${isNegativeZero(column)}) THEN CAST(${column} AS INTEGER) ELSE ${column} END`

/** Numbers written as text with the digits that read back as the same double. */
export const asDouble: ValueSql = column =>
  sqlite`CASE WHEN ${isDoubleText(column)} THEN CAST(${column} AS REAL) ELSE ${column} END`

function isDoubleText(column: SqliteSql): SqliteSql {
  const value = sqlite`CAST(${column} AS REAL)`
  return sqlite`(typeof(${column}) = 'text' AND (${provenDigits(value)} = ${column} COLLATE BINARY OR (${isIntegerText(column)} AND abs(CAST(${column} AS INTEGER)) <= 9007199254740992)))`
}

export const provenDouble: ValueSql = column =>
  sqlite`CASE typeof(${column}) WHEN 'text' THEN ${column} + 0.0 ELSE ${column} END`

/** Digits below a scale cut off; `integer` keeps none. */
export const cutTo =
  (scale: number): ValueSql =>
  column =>
    sqlite`CASE WHEN typeof(${column}) IN ('real', 'text') THEN coalesce(sqlite2pg_cut(${scale}, ${column}), ${column}) ELSE ${column} END`

/** Sixteen bytes in the order of their digits. */
export const asUuid: ValueSql = column =>
  sqlite`CASE WHEN ${isSixteenBytes(column)} THEN lower(${dashed(sqlite`hex(${column})`)}) ELSE ${column} END`

/** Sixteen bytes as Windows keeps them: the first three groups begin with their last byte. */
export const asGuid: ValueSql = column =>
  sqlite`CASE WHEN ${isSixteenBytes(column)} THEN lower(${dashed(turned(sqlite`hex(${column})`))}) ELSE ${column} END`

function isSixteenBytes(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'blob' AND octet_length(${column}) = 16)`
}

function dashed(digits: SqliteSql): SqliteSql {
  const group = (from: number, length: number): SqliteSql => sqlite`substr(${digits}, ${from}, ${length})`
  return sqlite`${group(1, 8)} || '-' || ${group(9, 4)} || '-' || ${group(13, 4)} || '-' || ${group(17, 4)} || '-' || ${group(21, 12)}`
}

/** Positions of the bytes of the first three groups, in the order of the other way of writing. */
const TURNED = [7, 5, 3, 1, 11, 9, 15, 13] as const

function turned(digits: SqliteSql): SqliteSql {
  const bytes = TURNED.map(from => sqlite`substr(${digits}, ${from}, 2)`)
  return sqlite`(${[...bytes, sqlite`substr(${digits}, 17)`].reduce((all, one) => sqlite`${all} || ${one}`)})`
}

/** The hexadecimal digits of a value of the file, or of a uuid there, in the order of `asUuid` or `asGuid`. */
export function provenUuid(column: SqliteSql, isTurned: boolean): SqliteSql {
  const written = sqlite`upper(replace(trim(${column}, '{}'), '-', ''))`
  const text = isTurned ? turned(written) : written
  return sqlite`CASE typeof(${column}) WHEN 'blob' THEN hex(${column}) WHEN 'text' THEN ${text} END`
}

export function digitsOfUuid(target: PostgresSql, isTurned: boolean): PostgresSql {
  const digits = postgres`upper(encode(uuid_send(${target}), 'hex'))`
  if (!isTurned) return digits
  const bytes = TURNED.map(from => postgres`substr(${digits}, ${from}, 2)`)
  return [...bytes, postgres`substr(${digits}, 17)`].reduce((all, one) => postgres`${all} || ${one}`)
}

export interface Decoding {
  /** Of the bytes; null where they are UTF-8, as they should be. */
  readonly encoding: TextEncodingName | null
  /** U+FFFD for what is no character. */
  readonly mend: boolean
  readonly stripNul: boolean
}

/** Texts, and blobs, decoded and mended; what is not of the encoding stays as it is. */
export function decodedBy(decoding: Decoding): ValueSql {
  return column =>
    sqlite`CASE WHEN ${hasBytes(column)} THEN coalesce(${decoded(decoding, column)}, ${column}) ELSE ${column} END`
}

/** True for texts and blobs that would have to be mended. */
export function isNotOf(decoding: Decoding): ValueSql {
  return column => sqlite`(${hasBytes(column)} AND ${decoded({ ...decoding, mend: false }, column)} IS NULL)`
}

export const holdsNul: ValueSql = column =>
  sqlite`(${hasBytes(column)} AND instr(${bytesOf(column)}, x'00') > 0)`

function hasBytes(column: SqliteSql): SqliteSql {
  return sqlite`typeof(${column}) IN ('text', 'blob')`
}

function decoded({ encoding, mend, stripNul }: Decoding, column: SqliteSql): SqliteSql {
  const spec = sqliteString([encoding ?? '', mend ? 'mend' : '', stripNul ? 'strip' : '', ''].join('|'))
  return sqlite`CAST(sqlite2pg_decode(${spec} || hex('A'), ${bytesOf(column)}) AS TEXT)`
}

/** An empty text as NULL. An empty blob is none. */
export const emptyAsNull: ValueSql = column =>
  sqlite`CASE WHEN typeof(${column}) = 'text' AND octet_length(${column}) = 0 THEN NULL ELSE ${column} END`

export const provenEmptyAsNull: ValueSql = column => sqlite`iif(quote(${column}) = '''''', NULL, ${column})`
