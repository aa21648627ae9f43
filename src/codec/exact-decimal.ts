// A number as SQLite holds it or as its text says, as an exact decimal: what a double stands for is the shortest
// decimal that reads back as the same double, as everywhere in this program.

export interface Decimal {
  readonly digits: bigint
  /** Digits after the point. */
  readonly scale: number
}

const PLAIN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/
const SHORTEST = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** Null for a text that is no plain number, and for infinities. */
export function decimalOf(value: bigint | number | string): Decimal | null {
  if (typeof value === 'bigint') return { digits: value, scale: 0 }
  const match = (typeof value === 'number' ? SHORTEST : PLAIN).exec(String(value))
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The decimal with at most `scale` digits after the point; the rest is cut off, towards zero. */
export function cutDecimal({ digits, scale }: Decimal, most: number): Decimal {
  return scale <= most ? { digits, scale } : { digits: digits / 10n ** BigInt(scale - most), scale: most }
}

export function writeDecimal({ digits, scale }: Decimal): string {
  if (scale === 0) return String(digits)
  const [sign, shown] = digits < 0n ? ['-', String(-digits)] : ['', String(digits)]
  const padded = shown.padStart(scale + 1, '0')
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

/** True if both stand for one number. */
export function isSameDecimal(a: Decimal, b: Decimal): boolean {
  return a.digits * 10n ** BigInt(b.scale) === b.digits * 10n ** BigInt(a.scale)
}
