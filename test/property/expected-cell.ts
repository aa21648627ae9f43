// What a cell of the file must be in PostgreSQL, decided from its storage class, its bytes and the type of the
// column alone. Both sides are brought to one spelling; a value the type cannot hold unchanged has none and throws.
import Database from 'better-sqlite3'
import { castCell } from './cast-cell.ts'
import { readCivil } from './civil-time.ts'
import { bitsOf, canonicalDecimal, spellReal } from './decimal.ts'
import { canonicalJson } from './exact-json.ts'

export type Cell =
  | { readonly storageClass: 'null' }
  | { readonly storageClass: 'integer'; readonly value: bigint }
  | { readonly storageClass: 'real'; readonly value: number }
  /** The bytes as UTF-8, whatever encoding the file has. */
  | { readonly storageClass: 'text'; readonly bytes: Buffer }
  | { readonly storageClass: 'blob'; readonly bytes: Buffer }

class Impossible extends Error {}

/** The canonical spelling of a cell in a column of this type (`format_type` without modifier), after the user's cast. */
export function expectedCell(given: Cell, type: string, cast?: string): string | null {
  if (cast === undefined) return expectedAsIs(given, type)
  const cell = castCell(given, cast, type)
  if (cell.storageClass === 'settled') return cell.spelling
  if (cell.storageClass === 'text' && type === 'double precision') {
    const text = textOf(cell)
    return canonicalDecimal(text) === null ? impossible(cell, type) : bitsOf(Number(text))
  }
  return expectedAsIs(cell, type)
}

function expectedAsIs(cell: Cell, type: string): string | null {
  if (cell.storageClass === 'null') return null
  switch (type) {
    case 'bytea':
      return bytesOf(cell).toString('hex')
    case 'text':
    case 'character varying':
    case 'citext':
      return textOf(cell)
    case 'json':
      return jsonOf(cell)
    case 'jsonb':
      return canonicalJson(jsonOf(cell))
    case 'double precision':
      return bitsOf(doubleOf(cell))
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
      return canonicalDecimal(numberText(cell)) ?? impossible(cell, type)
    case 'boolean':
      return truthOf(cell)
    case 'uuid':
      return uuidOf(textOf(cell)) ?? impossible(cell, type)
    case 'timestamp without time zone':
    case 'date':
    case 'time without time zone':
    case 'timestamp with time zone':
      return cell.storageClass === 'integer' && type === 'timestamp with time zone'
        ? epochMicroseconds(cell.value)
        : momentOf(cell.storageClass === 'text' ? textOf(cell) : '', type)
    default:
      throw new Impossible(`the oracle does not know the type ${type}`)
  }
}

/** The same spelling of what the server printed. */
export function foundCell(text: string | null, type: string): string | null {
  if (text === null) return null
  switch (type) {
    case 'bytea':
      return text.slice(2)
    case 'jsonb':
      return canonicalJson(text)
    case 'double precision':
      return bitsOf(Number(text))
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
      return canonicalDecimal(text) ?? text
    case 'uuid':
      return text.replaceAll('-', '')
    case 'timestamp without time zone':
    case 'date':
    case 'time without time zone':
    case 'timestamp with time zone':
      return momentOf(text, type)
    default:
      return text
  }
}

function impossible(cell: Cell, type: string): never {
  const shown =
    'value' in cell ? String(cell.value) : 'bytes' in cell ? `x'${cell.bytes.toString('hex')}'` : 'NULL'
  throw new Impossible(`the ${cell.storageClass} ${shown} is no ${type}`)
}

function bytesOf(cell: Exclude<Cell, { storageClass: 'null' }>): Buffer {
  if ('bytes' in cell) return cell.bytes
  return Buffer.from(cell.storageClass === 'real' ? spellReal(cell.value) : String(cell.value))
}

function textOf(cell: Exclude<Cell, { storageClass: 'null' }>): string {
  const bytes = bytesOf(cell)
  const text = bytes.toString('utf8')
  return bytes.includes(0) || !Buffer.from(text).equals(bytes) ? impossible(cell, 'text') : text
}

/** A blob may be JSON as SQLite writes it in bytes, which only SQLite reads. */
function jsonOf(cell: Exclude<Cell, { storageClass: 'null' }>): string {
  if (cell.storageClass !== 'blob') return textOf(cell)
  const read = READ_JSONB.pluck().get(cell.bytes)
  return typeof read === 'string' ? read : textOf(cell)
}

const READ_JSONB = new Database(':memory:').prepare(
  'SELECT CASE WHEN json_valid(v, 8) THEN json(v) END FROM (SELECT ? AS v)',
)

function doubleOf(cell: Exclude<Cell, { storageClass: 'null' }>): number {
  if (cell.storageClass === 'real') return cell.value
  if (cell.storageClass !== 'integer') return impossible(cell, 'double precision')
  return BigInt(Number(cell.value)) === cell.value ? Number(cell.value) : impossible(cell, 'double precision')
}

function numberText(cell: Exclude<Cell, { storageClass: 'null' }>): string {
  if (cell.storageClass === 'integer') return String(cell.value)
  if (cell.storageClass === 'blob') return impossible(cell, 'number')
  if (cell.storageClass === 'text') return textOf(cell)
  if (Object.is(cell.value, -0)) return impossible(cell, 'number without a signed zero')
  return Number.isFinite(cell.value) ? spellReal(cell.value) : String(cell.value)
}

function truthOf(cell: Exclude<Cell, { storageClass: 'null' }>): string {
  const word = cell.storageClass === 'real' ? String(cell.value) : textOf(cell).toLowerCase()
  if (cell.storageClass !== 'blob' && /^(1|true|t|yes|y|on)$/.test(word)) return 'true'
  if (cell.storageClass !== 'blob' && /^(0|false|f|no|n|off)$/.test(word)) return 'false'
  return impossible(cell, 'boolean')
}

function uuidOf(text: string): string | null {
  const bare = /^\{.*\}$/.test(text) ? text.slice(1, -1) : text
  const isUuid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(bare)
  return isUuid ? bare.replaceAll('-', '').toLowerCase() : null
}

function momentOf(text: string, type: string): string {
  const civil = readCivil(text)
  const fail = (): never => {
    throw new Impossible(`the text ${JSON.stringify(text)} is no ${type}`)
  }
  if (civil === null) return fail()
  const { day, clock, offset } = civil
  switch (type) {
    case 'date':
      return day === null || clock !== null ? fail() : String(day)
    case 'time without time zone':
      return day !== null || clock === null || offset !== null ? fail() : String(clock)
    case 'timestamp without time zone':
      return day === null || offset !== null ? fail() : String(day + (clock ?? 0n))
    default:
      return day === null ? fail() : String(day + (clock ?? 0n) - (offset ?? 0n))
  }
}

/** Seconds, milliseconds or microseconds since 1970 by the windows in which each is the only sensible reading. */
function epochMicroseconds(value: bigint): string {
  if (value === 0n || (value >= 1_000_000_000n && value <= 2_147_483_647n)) return String(value * 1_000_000n)
  if (value >= 100_000_000_000n && value <= 4_100_000_000_000n) return String(value * 1000n)
  if (value >= 100_000_000_000_000n && value <= 4_100_000_000_000_000n) return String(value)
  throw new Impossible(`the integer ${value} is no moment by itself`)
}
