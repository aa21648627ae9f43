// bytea: the end of every chain of types, since it holds any value's bytes. Hexadecimal on the wire.
// https://www.postgresql.org/docs/current/datatype-binary.html
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import {
  type Candidate,
  countOf,
  countsOfClasses,
  objectToClasses,
  type Reading,
  valueCount,
} from './codec.ts'
import { isShort } from './digest/source-values.ts'
import { isOfClass } from './judged.ts'
import { isNegativeZero } from './real.ts'

const bytes: Reading = {
  name: 'bytes',
  injective: false,
  copy: (column, census) =>
    sqlite`CASE WHEN ${column} IS NULL THEN '\\N' ELSE '\\\\x' || hex(${sentBytes(column, census)}) END`,
  slices: (column, census) => ({ raw: sentBytes(column, census), write: 'hex' }),
  proof: (column, target) => ({
    sqlite: sqlite`CASE WHEN typeof(${column}) = 'blob' THEN hex(${column}) WHEN ${column} IS NOT NULL THEN hex(${bytesOf(column)}) END`,
    postgres: postgres`upper(encode(${target}, 'hex'))`,
    order: 'text',
  }),
  digest: (column, census) => ({
    rule: isShort(census) ? 'short bytes' : 'bytes',
    sqlite: sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${column} WHEN 'null' THEN NULL ELSE ${bytesOf(column)} END`,
  }),
}

function sentBytes(column: SqliteSql, census: ColumnCensus): SqliteSql {
  return census.blobs.count === valueCount(census) ? column : bytesOf(column)
}

/** Texts and numbers by their UTF-8 bytes, in a UTF-16 database too: `hex('A')` tells which it is. -0.0 keeps its sign. */
export function bytesOf(column: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN ${isNegativeZero(column)} THEN x'2D302E30' WHEN typeof(${column}) = 'blob' OR hex('A') = '41' THEN CAST(${column} AS BLOB) ELSE sqlite2pg_utf8(CAST(${column} AS BLOB), hex('A')) END`
}

/** For columns of blobs: numbers and texts are taken as their bytes. */
export const bytea: Candidate = {
  family: 'bytea',
  type: 'bytea',
  reading: bytes,
  objection: () => null,
  accepts: () => sqlite`1`,
  remark: census =>
    census.blobs.count === valueCount(census)
      ? null
      : `${countsOfClasses(census)}: each arrives as its bytes, those of what SQLite prints or of UTF-8`,
}

/** `bytea` only where every value is a blob. */
export const byteaOfBlobs: Candidate = {
  ...bytea,
  remark: () => null,
  objection: census => objectToClasses(census, ['integers', 'reals', 'texts']),
  accepts: column => isOfClass(column, 'blob'),
}

/** `bytea` of geometries, whose meaning only an extension of PostgreSQL knows. */
export const byteaOfGeometries: Candidate = {
  ...byteaOfBlobs,
  remark: census =>
    census.blobs.count === 0n
      ? null
      : `${countOf(census.blobs.count, 'geometry blob')} ${census.blobs.count === 1n ? 'arrives' : 'arrive'} as bytes; PostGIS reads the well-known binary inside`,
}
