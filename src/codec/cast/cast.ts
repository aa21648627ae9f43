// What a user may ask for instead of the choice of the values: a PostgreSQL type or a reading, and what to do with
// values that would not fit as they are. https://www.postgresql.org/docs/current/datatype.html
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Candidate } from '../codec.ts'
import type { Interest } from '../interest.ts'
import type { CastBase } from './base.ts'
import { findBase, type ServerFacts } from './bases.ts'
import { type CastCount, info, isPresent } from './count.ts'
import {
  type Decoding,
  decodedBy,
  emptyAsNull,
  holdsNul,
  isNotOf,
  provenEmptyAsNull,
  type ValueSql,
} from './values.ts'
import { type CastWish, parseWish, type Suffix } from './wish.ts'

export interface Cast {
  /** Types that mean the same to the user, the plainest first. */
  readonly candidates: readonly Candidate[]
  readonly interest: Interest | null
  /** The value as it is read. */
  readonly value: ValueSql
  /** The same value by another expression, for the proof. */
  readonly provenValue: ValueSql
  /** What is counted and told once the values are known. */
  readonly counts: readonly CastCount[]
  /** It makes NULLs of values, which a NOT NULL column cannot take. */
  readonly makesNulls: boolean
  /** It says how the values are to be read, so that a column at the other end of a foreign key is read so too. */
  readonly isReading: boolean
  /** Time zone that the server must know, or null. */
  readonly zone: string | null
}

export type ReadCast =
  | { readonly ok: true; readonly cast: Cast }
  /** `mayBeType` where the target's server may know the name. */
  | { readonly ok: false; readonly because: string; readonly mayBeType: boolean }

/** The cast that a text such as `numeric(12,2)` or `epoch_ms:truncate` asks for. */
export function readCast(text: string, server: ServerFacts): ReadCast {
  const parsed = parseWish(text)
  if (!parsed.ok) return { ...parsed, mayBeType: false }
  const { wish } = parsed
  const base = findBase(wish, server)
  if (base === null)
    return { ok: false, because: `no cast is called ${wish.base}`, mayBeType: isTypeName(wish.base) }
  const odd = [...wish.suffixes].find(suffix => !GENERAL.includes(suffix) && !base.takes.includes(suffix))
  if (odd !== undefined) return { ok: false, because: `${wish.base} takes no :${odd}`, mayBeType: false }
  if (wish.asTimestamp && !base.takesTimestamp)
    return { ok: false, because: `${wish.base} takes no :timestamp`, mayBeType: false }
  return { ok: true, cast: castOf(wish, base) }
}

/** The cast that needs nothing of a server but its version, or null. */
export function parseCast(text: string, serverVersion: number): Cast | null {
  const read = readCast(text, { version: serverVersion, served: null })
  return read.ok ? read.cast : null
}

const GENERAL: readonly Suffix[] = ['empty_null', 'invalid_null']

function isTypeName(base: string): boolean {
  return /^[a-z_"][\w$ ."]*(\(\d+(,\d+)?\))?( with(out)? time zone)?(\[\d*\])*$/.test(base)
}

/** A base with the suffixes of a wish. */
export function castOf(wish: CastWish, base: CastBase): Cast {
  const has = (suffix: Suffix): boolean => wish.suffixes.has(suffix)
  const decoding = { encoding: base.encoding ?? null, mend: has('replace'), stripNul: has('strip_nul') }
  const isDecoded = decoding.encoding !== null || decoding.mend || decoding.stripNul
  const mend = isDecoded ? decodedBy(decoding) : same
  const fill = has('empty_null') ? emptyAsNull : same
  const convert = base.value ?? same
  const read: ValueSql = column => convert(fill(mend(column)))
  const value = has('invalid_null') ? validOnly(base.candidates, read) : read
  const provenMend = isDecoded && base.provenValue === undefined ? mend : same
  const provenFill = has('empty_null') ? provenEmptyAsNull : same
  const proven: ValueSql = column => (base.provenValue ?? convert)(provenFill(provenMend(column)))
  return {
    candidates: base.candidates,
    interest: base.interest,
    value,
    provenValue: has('invalid_null')
      ? column => sqlite`CASE WHEN ${value(column)} IS NOT NULL THEN ${proven(column)} END`
      : proven,
    counts: countsOf(wish, base, { decoding, mend, fill, read }),
    makesNulls: has('empty_null') || has('invalid_null'),
    isReading: base.isReading,
    zone: wish.zone,
  }
}

const same: ValueSql = column => column

function accepted(candidates: readonly Candidate[], value: SqliteSql): SqliteSql {
  return candidates.map(({ accepts }) => accepts(value)).reduce((all, one) => sqlite`(${all} OR ${one})`)
}

function validOnly(candidates: readonly Candidate[], read: ValueSql): ValueSql {
  return column => sqlite`CASE WHEN ${accepted(candidates, read(column))} THEN ${read(column)} END`
}

interface Steps {
  readonly decoding: Decoding
  readonly mend: ValueSql
  readonly fill: ValueSql
  readonly read: ValueSql
}

function countsOf(
  wish: CastWish,
  base: CastBase,
  { decoding, mend, fill, read }: Steps,
): readonly CastCount[] {
  // What becomes NULL is counted as that alone.
  const counted = ({ when, ...count }: CastCount): CastCount =>
    wish.suffixes.has('invalid_null')
      ? { ...count, when: column => sqlite`(${when(column)} AND ${accepted(base.candidates, read(column))})` }
      : { ...count, when }
  const counts: readonly (CastCount | null)[] = [
    ...base.counts.map(counted),
    decoding.stripNul ? counted(info(holdsNul, 'text loses its NULs', 'texts lose their NULs')) : null,
    decoding.mend
      ? counted(
          info(
            isNotOf(decoding),
            'text gets U+FFFD for what is no character',
            'texts get U+FFFD for what is no character',
          ),
        )
      : null,
    wish.suffixes.has('empty_null')
      ? info(
          column => sqlite`${isPresent(mend(column))} AND NOT ${isPresent(fill(mend(column)))}`,
          'empty text becomes NULL',
          'empty texts become NULL',
        )
      : null,
    wish.suffixes.has('invalid_null')
      ? info(
          column => sqlite`${isPresent(read(column))} AND NOT ${accepted(base.candidates, read(column))}`,
          `value that is no ${wish.base} becomes NULL`,
          `values that are no ${wish.base} become NULL`,
        )
      : null,
  ]
  return counts.filter(count => count !== null)
}
