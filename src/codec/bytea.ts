// bytea: the end of every chain of types, since it holds any value's bytes. Hexadecimal on the wire.
// https://www.postgresql.org/docs/current/datatype-binary.html
import { postgres, sqlite } from '../sql/text.ts'
import { type Candidate, objectToClasses, type Reading } from './codec.ts'

const bytes: Reading = {
  name: 'bytes',
  injective: false,
  copy: column => sqlite`CASE WHEN ${column} IS NULL THEN '\\N' ELSE '\\\\x' || hex(${column}) END`,
  proof: (column, target) => ({
    sqlite: sqlite`CASE WHEN ${column} IS NOT NULL THEN hex(CAST(${column} AS BLOB)) END`,
    postgres: postgres`upper(encode(${target}, 'hex'))`,
    order: 'text',
  }),
}

/** For columns of blobs: numbers and texts are taken as their bytes. */
export const bytea: Candidate = { family: 'bytea', type: 'bytea', reading: bytes, objection: () => null }

/** `bytea` only where every value is a blob. */
export const byteaOfBlobs: Candidate = {
  ...bytea,
  objection: census => objectToClasses(census, ['integers', 'reals', 'texts']),
}
