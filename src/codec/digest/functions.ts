// Functions that the digests' SQL calls inside SQLite. Pure and deterministic; sqlite/ defines them at every reader.
import { hash } from 'node:crypto'
import { writeDecimal } from '../exact-decimal.ts'
import type { JudgedValue, JudgingFunction } from '../judging-functions.ts'
import { computeJsonb } from './jsonb-value.ts'
import { provenText } from './proven-text.ts'
import { DIGEST_DIGITS } from './row-text.ts'

export const DIGEST_FUNCTIONS: readonly JudgingFunction[] = [
  { name: 'sqlite2pg_double', compute: doubleBits },
  { name: 'sqlite2pg_plain_number', compute: text => (typeof text === 'string' ? plainNumber(text) : text) },
  { name: 'sqlite2pg_years', compute: text => (typeof text === 'string' ? postgresYears(text) : text) },
  { name: 'sqlite2pg_jsonb', compute: computeJsonb },
  { name: 'sqlite2pg_sha256', compute: bytes => (bytes instanceof Uint8Array ? sha256(bytes) : null) },
  {
    name: 'sqlite2pg_row_digest',
    compute: (key, row) => (row instanceof Uint8Array ? rowDigest(key, row) : null),
  },
  {
    name: 'sqlite2pg_proven_text',
    compute: (spec, bytes) => (bytes instanceof Uint8Array ? provenText(String(spec), bytes) : null),
  },
]

const BITS = Buffer.alloc(8)

/** The eight bytes of a double as hexadecimal digits; of a number that is no double, its digits. */
function doubleBits(value: JudgedValue): JudgedValue {
  if (typeof value === 'bigint' && BigInt(Number(value)) !== value) return String(value)
  if (typeof value !== 'number' && typeof value !== 'bigint') return value
  BITS.writeDoubleBE(Number(value))
  return BITS.toString('hex')
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i

/** What is no number comes back as it is; PostgreSQL's word for infinity is longer than SQLite's. */
function plainNumber(text: string): string {
  if (/^-?inf$/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity'
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (matched === undefined || whole + fraction === '') return text
  const written = fraction.replace(/0+$/, '')
  const digits = BigInt(`${whole}${written}`)
  const scale = written.length - Number(exponent)
  const plain =
    scale < 0 ? writeDecimal({ digits: digits * 10n ** BigInt(-scale), scale: 0 }) : trimmed(digits, scale)
  return sign === '-' && digits !== 0n ? `-${plain}` : plain
}

function trimmed(digits: bigint, scale: number): string {
  const plain = writeDecimal({ digits, scale })
  return scale === 0 ? plain : plain.replace(/\.?0+$/, '')
}

/** SQLite counts the year 0, and a minus sign before it; PostgreSQL begins with the year 1 BC. */
function postgresYears(text: string): string {
  const [matched, sign = '', year = '', rest = ''] = /^(-?)(\d+)(-.*)$/.exec(text) ?? []
  if (matched === undefined || (sign === '' && Number(year) > 0)) return text
  return `${String(Number(year) + 1).padStart(4, '0')}${rest} BC`
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

/** The digests of the key and of the row, one after the other; without a key the row's stands for it. */
function rowDigest(key: JudgedValue, row: Uint8Array): string {
  const ofRow = sha256(row).slice(0, DIGEST_DIGITS)
  return (key instanceof Uint8Array ? sha256(key).slice(0, DIGEST_DIGITS) : ofRow) + ofRow
}
