// How a value is written down for the proof: one text on both sides, of which only digests are compared. A rule names
// what PostgreSQL writes, so that a certificate can say it without carrying SQL; docs/proof.md lists them.
import type { SqliteSql } from './sql-text.ts'

export type DigestRule =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'text'
  /** Where no value is so long that a digest would stand for it. */
  | 'short text'
  | 'output'
  | 'bytes'
  | 'short bytes'
  /** Text that is JSON on both sides, and short. */
  | 'json'
  | 'uuid'
  | 'guid'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  /** The wall clock of a zone. */
  | `timestamptz ${string}`
  /** Of a moment, since 1970. */
  | 'microseconds'
  /** Microseconds; months, which are no number of days, as text. */
  | 'interval'
  | 'jsonb'
  /** A number that is kept as text, in whatever way it is written. */
  | 'number in text'
  /** As a list of JSON. */
  | 'array'

export interface Digest {
  readonly rule: DigestRule
  /** SQLite expression of the same text (bytes for `bytes`), NULL for NULL. */
  readonly sqlite: SqliteSql
}
