// One spelling for a value on both sides, for each PostgreSQL type: what a cell of the file must have become,
// and what the server printed. NULL is null; everything else is text.

export interface Cell {
  readonly storageClass: 'null' | 'integer' | 'real' | 'text' | 'blob'
  readonly value: null | bigint | number | string | Buffer
}

/** What a cell of the file must look like in a column of this type. */
export function canonicalSource({ storageClass, value }: Cell, type: string): string | null {
  if (value === null) return null
  if (type === 'bytea') return `\\x${bytesOf(value).toString('hex')}`
  if (storageClass === 'integer' && type === 'timestamp with time zone')
    return epochMicroseconds(value as bigint)
  if (storageClass === 'real' && ['text', 'character varying', 'json'].includes(type))
    return sqliteText(value as number)
  if (Buffer.isBuffer(value)) return `blob ${value.toString('hex')}`
  if (typeof value !== 'number') return canonicalTarget(String(value), type)
  return type === 'numeric' ? decimal(sqliteText(value)) : double(value)
}

/** What the server printed, freed from the choices a printer has. */
export function canonicalTarget(text: string | null, type: string): string | null {
  if (text === null) return null
  switch (type) {
    case 'double precision':
      return double(Number(text))
    case 'numeric':
      return decimal(text)
    case 'boolean':
      return String(/^(1|t|true|y|yes|on)$/i.test(text))
    case 'uuid':
      return text.toLowerCase().replace(/[{}-]/g, '')
    case 'jsonb':
      return sortedJson(JSON.parse(text))
    case 'date':
      return countedThroughZero(text)
    case 'timestamp without time zone':
      return naive(text)
    case 'timestamp with time zone':
      return instant(text)
    case 'time without time zone':
      return text.length === 5 ? `${text}:00.000000` : microseconds(text)
    default:
      return text
  }
}

function bytesOf(value: bigint | number | string | Buffer): Buffer {
  if (Buffer.isBuffer(value)) return value
  return Buffer.from(typeof value === 'number' ? sqliteText(value) : String(value))
}

/** A real as SQLite prints it: shortest digits, a point always, an exponent below 1e-4 and from 1e17 on. */
function sqliteText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf'
  const shortest = [15, 16, 17].map(digits => Number(value.toPrecision(digits)) === value)
  const digits = 14 + shortest.indexOf(true)
  const [rounded = '', exponent = ''] = Math.abs(value).toExponential(digits).split('e')
  const mantissa = rounded.replace(/\.?0+$/, '')
  const sign = value < 0 ? '-' : ''
  const power = Number(exponent)
  if (power >= -4 && power < 17) return sign + plainDecimal(mantissa.replace('.', ''), power)
  const twoDigits = String(Math.abs(power)).padStart(2, '0')
  return `${sign}${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${power < 0 ? '-' : '+'}${twoDigits}`
}

function plainDecimal(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`
  const whole = digits.padEnd(power + 1, '0')
  return `${whole.slice(0, power + 1)}.${whole.slice(power + 1) || '0'}`
}

/** All 64 bits: -0.0 is not 0.0. */
function double(value: number): string {
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(value)
  return `${value} ${bits.toString('hex')}`
}

/** Digits and exponent without any zeros that say nothing. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  if (whole === '') return text.replace(/^(-?)Inf$/, '$1Infinity')
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

function naive(text: string): string {
  const [, day = '', clock = '00:00'] =
    /^(-?\d{4,}-\d\d-\d\d)(?:[ T](.+))?$/.exec(countedThroughZero(text)) ?? []
  return day === '' ? text : `${day} ${microseconds(clock.length === 5 ? `${clock}:00` : clock)}`
}

/** 45 BC is the year -44 where years are counted through 0, as SQLite and ISO 8601 do. */
function countedThroughZero(text: string): string {
  const [, year = '', rest = ''] = /^(\d+)(-.*) BC$/.exec(text) ?? []
  if (year === '') return text
  const counted = Number(year) - 1
  return `${counted === 0 ? '' : '-'}${String(counted).padStart(4, '0')}${rest}`
}

function microseconds(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(6, '0').slice(0, 6)}`
}

/** Microseconds since 1970; naive text is UTC. */
function instant(text: string): string {
  const [, day = '', clock = '00:00', fraction = '', zone = 'Z'] =
    /^(-?\d{4,}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))? ?(Z|[+-]\d\d(?::?\d\d)?)?(?: UTC)?)?$/.exec(
      countedThroughZero(text),
    ) ?? []
  if (day === '') throw new Error(`no instant: ${text}`)
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  const seconds = BigInt(Date.parse(`${extendedYear(day)}T${clock}${offset}`)) * 1000n
  return String(seconds + BigInt(fraction.padEnd(6, '0').slice(0, 6) || '0'))
}

/** JavaScript reads years outside of 0 to 9999 with a sign and six digits. */
function extendedYear(day: string): string {
  const [, sign = '', year = '', rest = ''] = /^(-?)(\d+)(-.*)$/.exec(day) ?? []
  return year.length === 4 && sign === '' ? day : `${sign || '+'}${year.padStart(6, '0')}${rest}`
}

/** Only the windows of the guide: seconds, milliseconds, microseconds. */
function epochMicroseconds(value: bigint): string {
  if (value <= 2_147_483_647n) return String(value * 1_000_000n)
  return String(value < 100_000_000_000_000n ? value * 1000n : value)
}
