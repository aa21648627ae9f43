// uuid from its three spellings: 36 characters, 32 hexadecimal digits, braces. Lower-casing changes text
// comparison, so it is said. https://www.postgresql.org/docs/current/datatype-uuid.html
import type { ColumnCensus, Shape } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import { type Candidate, countOf, exampleOf, type Reading, shareOf, valueCount } from './codec.ts'
import { hasShape } from './judged.ts'

const uuids: Reading = {
  name: 'UUID text',
  injective: false,
  copy: column => sqlite`coalesce(${column}, '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`lower(replace(trim(${column}, '{}'), '-', ''))`,
    postgres: postgres`replace(${target}::text, '-', '')`,
    order: 'text',
  }),
  digest: column => ({ rule: 'uuid', sqlite: sqlite`lower(replace(trim(${column}, '{}'), '-', ''))` }),
}

export const uuid: Candidate = {
  family: 'uuid',
  type: 'uuid',
  reading: uuids,
  objection: census => {
    const others = valueCount(census) - plain(census) - other(census)
    return others === 0n
      ? null
      : `${shareOf(census, others, 'is no UUID', 'are no UUIDs')}${exampleOf(census)}${asBytes(census)}`
  },
  accepts: column => hasShape('uuid', column, ['uuid', 'uuid other']),
  remark: census =>
    other(census) === 0n
      ? null
      : `${countOf(other(census), 'value')} in another form (upper case, 32 digits or braces): PostgreSQL writes UUIDs in its own`,
}

/** Nobody but the application knows the order of the bytes. */
function asBytes({ blobs }: ColumnCensus): string {
  const { count, maxBytes } = blobs
  return count > 0n && maxBytes === 16n
    ? '; --cast TABLE.COLUMN=uuid reads 16 bytes in their order, =guid as Windows writes them'
    : ''
}

const plain = (census: ColumnCensus): bigint => census.shapes.uuid ?? 0n
const other = (census: ColumnCensus): bigint => census.shapes['uuid other'] ?? 0n

const DIGIT = '[0-9a-f]'
const PATTERN = trustSqlite([8, 4, 4, 4, 12].map(length => DIGIT.repeat(length)).join('-'))

/** SQLite expression: true for a UUID written as PostgreSQL writes it. */
export function isPlainUuid(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'text' AND length(${column}) = 36 AND ${column} GLOB '${PATTERN}')`
}

/** The shape of a text as a UUID, null for any other. */
export function shapeOfUuid(text: string): Shape | null {
  if (!isUuidText(text)) return null
  return text.length === 36 && text === text.toLowerCase() ? 'uuid' : 'uuid other'
}

/** True for a text PostgreSQL reads as a UUID in one of the three spellings. */
export function isUuidText(text: string): boolean {
  const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text
  return /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(bare)
}
