// What a cast that the user asks for makes of a cell before it is judged, by rules of the oracle's own: counts of a unit
// become instants by arithmetic on decimals, bytes are decoded, texts are cut. What it does not take stays as it is.
import { canonicalDecimal, spellReal } from './decimal.ts'
import type { Cell } from './expected-cell.ts'

/** The cell as it is judged, or its canonical spelling where the cast alone decides it. */
export type CastCell = Cell | { readonly storageClass: 'settled'; readonly spelling: string }

export function castCell(cell: Cell, cast: string, type: string): CastCell {
  const [base = '', ...rest] = cast.split(':')
  const suffixes = new Set(rest)
  if (cell.storageClass === 'null') return cell
  if (suffixes.has('empty_null') && cell.storageClass === 'text' && cell.bytes.length === 0)
    return { storageClass: 'null' }
  const counting = COUNTINGS[base]
  if (counting !== undefined) return instantOf(cell, counting, suffixes.has('truncate')) ?? cell
  if (base === 'yyyymmdd') return dashed(cell)
  if (base === 'uuid' || base === 'guid') return digitsOf(cell, base === 'guid')
  if (suffixes.has('truncate')) return cut(cell, base, type)
  if (base === 'date') return dayOf(cell)
  return decoded(cell, base, suffixes)
}

/** Units of `1 / perMicrosecond` microseconds, or of `microseconds` each, since `origin`. */
interface Counting {
  readonly microseconds: bigint
  readonly perMicrosecond: bigint
  readonly origin: bigint
}

const counting = (microseconds: bigint, origin = 0n, perMicrosecond = 1n): Counting => ({
  microseconds,
  perMicrosecond,
  origin,
})

const COUNTINGS: Readonly<Record<string, Counting>> = {
  epoch_s: counting(1_000_000n),
  epoch_ms: counting(1000n),
  epoch_us: counting(1n),
  epoch_ns: counting(1n, 0n, 1000n),
  coredata: counting(1_000_000n, 978_307_200_000_000n),
  webkit: counting(1n, -11_644_473_600_000_000n),
  ticks: counting(1n, -62_135_596_800_000_000n, 10n),
}

function instantOf(
  cell: Cell,
  { microseconds, perMicrosecond, origin }: Counting,
  isCut: boolean,
): CastCell | null {
  const [, sign, digits = '', exponent = ''] = /^(-?)(\d+)e(-?\d+)$/.exec(decimalOf(cell) ?? '') ?? []
  if (digits === '') return decimalOf(cell) === '0' ? settled(origin) : null
  const power = BigInt(exponent)
  const divisor = power < 0n ? perMicrosecond * 10n ** -power : perMicrosecond
  const product = BigInt(`${sign}${digits}`) * microseconds * (power > 0n ? 10n ** power : 1n)
  if (product % divisor !== 0n && !isCut) return null
  return settled(product / divisor + origin)
}

const settled = (microseconds: bigint): CastCell => ({
  storageClass: 'settled',
  spelling: String(microseconds),
})

function decimalOf(cell: Cell): string | null {
  switch (cell.storageClass) {
    case 'integer':
      return canonicalDecimal(String(cell.value))
    case 'real':
      return canonicalDecimal(spellReal(cell.value))
    case 'text':
      return canonicalDecimal(cell.bytes.toString())
    default:
      return null
  }
}

const text = (value: string): Cell => ({ storageClass: 'text', bytes: Buffer.from(value) })

/** A date-time at midnight says no more than its date. */
function dayOf(cell: Cell): Cell {
  const written = cell.storageClass === 'text' ? cell.bytes.toString() : ''
  const [, day] = /^(-?\d{4,6}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?$/.exec(written) ?? []
  return day === undefined ? cell : text(day)
}

function dashed(cell: Cell): Cell {
  const written =
    cell.storageClass === 'integer' ? String(cell.value) : 'bytes' in cell ? String(cell.bytes) : ''
  return /^\d{8}$/.test(written) ? text(written.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')) : cell
}

function digitsOf(cell: Cell, isTurned: boolean): CastCell {
  if (cell.storageClass !== 'blob' || cell.bytes.length !== 16) return cell
  const order = isTurned ? [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] : [...cell.bytes.keys()]
  const bytes = order.map(i => cell.bytes[i] ?? 0)
  return { storageClass: 'settled', spelling: Buffer.from(bytes).toString('hex') }
}

/** Digits of a number beyond its scale, of a second beyond microseconds, the time of day of a date. */
function cut(cell: Cell, base: string, type: string): CastCell {
  if (type === 'date' || type.startsWith('time')) {
    if (cell.storageClass !== 'text') return cell
    const written = cell.bytes.toString()
    return text(
      type === 'date'
        ? written.replace(/^(-?\d{4,6}-\d\d-\d\d)[T ]\d.*$/s, '$1')
        : written.replace(/(\.\d{6})\d+/, '$1'),
    )
  }
  const scale = Number(/,\s*(\d+)\)$/.exec(base)?.[1] ?? 0)
  const [, sign, digits = '', exponent = ''] = /^(-?)(\d+)e(-?\d+)$/.exec(decimalOf(cell) ?? '') ?? []
  const dropped = -Number(exponent) - scale
  if (digits === '' || dropped <= 0) return cell
  const kept = digits.slice(0, Math.max(0, digits.length - dropped)) || '0'
  return {
    storageClass: 'settled',
    spelling: canonicalDecimal(`${sign}${kept}e${-scale}`) ?? '',
  }
}

/** What the bytes 80 to 9F are; a dot for the five that are nothing. https://www.unicode.org/Public/MAPPINGS */
const CP1252 = [...'€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ']

/** Null where a byte is no character. */
function readCp1252(bytes: Buffer): string | null {
  const characters = [...bytes].map(byte =>
    byte < 0x80 || byte > 0x9f ? String.fromCharCode(byte) : CP1252[byte - 0x80],
  )
  return characters.some((character, i) => character === '.' && bytes[i] !== 0x2e)
    ? null
    : characters.join('')
}

function decoded(cell: Cell, base: string, suffixes: ReadonlySet<string>): Cell {
  if (cell.storageClass !== 'text' && cell.storageClass !== 'blob') return cell
  const { bytes } = cell
  const strip = (value: string): Cell => text(suffixes.has('strip_nul') ? value.replaceAll('\0', '') : value)
  if (base === 'latin1') return strip(bytes.toString('latin1'))
  const asCp1252 = base === 'cp1252' ? readCp1252(bytes) : null
  if (asCp1252 !== null) return strip(asCp1252)
  if (suffixes.has('replace')) return strip(bytes.toString('utf8'))
  return suffixes.has('strip_nul') ? { ...cell, bytes: Buffer.from(bytes.filter(byte => byte !== 0)) } : cell
}
