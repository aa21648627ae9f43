// The parts of a key or an index: what PostgreSQL indexes, and how many bytes that takes of a row.
import { KEY_HEADER_BYTES, LONGEST_KEY_BYTES, storedBytesOf } from '../../codec/stored-bytes.ts'
import type { TypeFamily } from '../../model/plan.ts'
import type { SourceKey } from '../../model/source.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Failure } from '../../sql/translate/failures.ts'
import { withPlainStrings } from '../../sql/translate/plain-strings.ts'
import type { Translated } from '../../sql/translate/translation.ts'
import { type DraftColumn, type DraftTable, findColumns, type PlanContext } from '../draft.ts'
import { columnNames } from '../expressions/expressions.ts'

/** PostgreSQL's limit for the columns of a key or an index. https://www.postgresql.org/docs/current/limits.html */
export const MOST_KEY_COLUMNS = 32

export interface KeyPart {
  readonly item: PostgresSql
  /** Short and, but for a chance that nobody meets, different where the values differ; null where there is none. */
  readonly digest: PostgresSql | null
  /** More than this no value takes, as far as the census tells. */
  readonly mostBytes: number
  /** SQLite expression for the bytes of one value. */
  readonly bytes: SqliteSql
  /** Ways in which PostgreSQL fails where SQLite does not. */
  readonly failures: readonly Failure[]
}

/** Length and alignment before a number, a date or the like, and the longest of these. */
const SMALL_BYTES = 32

/** Families whose values are as long as the user likes. */
const LONG_FAMILIES: ReadonlySet<TypeFamily> = new Set(['text', 'bytea', 'numeric', 'json', 'jsonb', 'other'])

export function partsOfKey(
  table: DraftTable,
  key: Pick<SourceKey, 'columns' | 'collations'>,
  context: PlanContext,
): readonly KeyPart[] {
  return findColumns(table, key.columns).map((column, i) =>
    columnPart(column, key.collations[i] ?? 'BINARY', context),
  )
}

/** A column as a part; under NOCASE by what it is in lower case. */
export function columnPart(column: DraftColumn, collation: string, context: PlanContext): KeyPart {
  const { candidate, census, target } = column
  const isFolded = collation === 'NOCASE' && candidate.family === 'text'
  const item = isFolded ? nocaseItem(column) : postgresName(target)
  const canonical = candidate.reading.proof(column.provenValue, postgresName(target)).sqlite
  const value = isFolded ? sqlite`lower(${canonical})` : canonical
  // A text may grow by its conversion, a UTF-16 text too; what it grows to is counted exactly afterwards.
  const inFile = Number(census.texts.maxBytes + census.blobs.maxBytes)
  const longest = LONG_FAMILIES.has(candidate.family) ? inFile * GROWTH : 0
  return {
    ...partOf(item, candidate.family, value, context),
    mostBytes: longest + SMALL_BYTES,
    failures: [],
  }
}

const GROWTH = 3

/** An expression of the file as a part; nothing is known of its length beforehand. */
export function expressionPart(
  item: PostgresSql,
  { family, failures = [] }: Pick<Translated, 'family' | 'failures'>,
  expression: string,
  table: DraftTable,
  context: PlanContext,
): KeyPart {
  const value = sqlite`(${withPlainStrings(expression, columnNames(table))}\n)`
  const canonical = family === 'bytea' ? sqlite`hex(${value})` : sqlite`CAST(${value} AS TEXT)`
  return {
    ...partOf(item, family, canonical, context),
    mostBytes: LONG_FAMILIES.has(family) ? Number.POSITIVE_INFINITY : SMALL_BYTES,
    failures,
  }
}

/** `value` is the canonical text of the value, as the proof has it. */
function partOf(
  item: PostgresSql,
  family: TypeFamily,
  value: SqliteSql,
  { input: { compression } }: PlanContext,
): Omit<KeyPart, 'mostBytes' | 'failures'> {
  const isCompressed = compression === 'pglz'
  switch (family) {
    case 'text':
      return { item, digest: postgres`md5(${item})`, bytes: storedBytesOf(value, isCompressed) }
    case 'bytea':
      return {
        item,
        digest: postgres`md5(${item})`,
        bytes: storedBytesOf(sqlite`unhex(${value})`, isCompressed),
      }
    case 'numeric':
      // Two bytes hold four digits.
      return { item, digest: textDigest(item), bytes: sizeOfText(value, sqlite`/ 2`) }
    case 'json':
    case 'jsonb':
      // A number, a key or a bracket of one character takes at most this.
      return { item, digest: textDigest(item), bytes: sizeOfText(value, sqlite`* 8`) }
    case 'other':
      // Nothing is known of how such a type lies in a row.
      return { item, digest: null, bytes: sizeOfText(value, sqlite`* 4`) }
    default:
      return { item, digest: textDigest(item), bytes: sqlite`${SMALL_BYTES}` }
  }
}

const textDigest = (item: PostgresSql): PostgresSql => postgres`md5((${item})::text)`

function sizeOfText(value: SqliteSql, factor: SqliteSql): SqliteSql {
  return sqlite`coalesce(octet_length(${value}) ${factor}, 0) + ${SMALL_BYTES}`
}

/** `lower(x COLLATE "C")` folds ASCII letters only, exactly as NOCASE does. */
function nocaseItem(column: DraftColumn): PostgresSql {
  return postgres`lower(${postgresName(column.target)} COLLATE "C")`
}

/** True where some row may be too long for a btree. */
export function mayBeTooLong(parts: readonly KeyPart[]): boolean {
  return parts.reduce((sum, part) => sum + part.mostBytes, KEY_HEADER_BYTES) > LONGEST_KEY_BYTES
}

/** SQLite condition: true for a row that is. */
export function isTooLong(parts: readonly KeyPart[]): SqliteSql {
  const sum = parts.map(({ bytes }) => bytes).reduce((all, one) => sqlite`${all} + ${one}`)
  return sqlite`${KEY_HEADER_BYTES} + ${sum} > ${LONGEST_KEY_BYTES}`
}

/** The items with their digests instead of those parts that make a row too long, or null. */
export function digestedItems(parts: readonly KeyPart[]): readonly PostgresSql[] | null {
  const share = (LONGEST_KEY_BYTES - KEY_HEADER_BYTES) / parts.length
  const items = parts.map(({ item, digest, mostBytes }) => (mostBytes > share ? digest : item))
  return items.some(item => item === null) ? null : items.flatMap(item => item ?? [])
}
