// How far two numbers are apart, as a type that cannot hold all digits makes them: exactly for decimals, as doubles for
// doubles.
import { type Decimal, decimalOf, writeDecimal } from '../../../codec/exact-decimal.ts'
import type { DigestRule } from '../../../model/digest.ts'
import { isNumber } from './column-texts.ts'

export type NumberError = Decimal | number

/** Null where one of them is no number, or NULL. Doubles are given by their bytes, in hexadecimal. */
export function numberError(
  rule: DigestRule,
  source: string | null,
  target: string | null,
): NumberError | null {
  if (source === null || target === null || !isNumber(rule)) return null
  return rule === 'double' ? doubleError(source, target) : decimalError(source, target)
}

const BYTES = /^[0-9a-f]{16}$/

function doubleError(source: string, target: string): number | null {
  if (!BYTES.test(source) || !BYTES.test(target)) return null
  const read = (bytes: string): number => Buffer.from(bytes, 'hex').readDoubleBE()
  const error = Math.abs(read(source) - read(target))
  return Number.isNaN(error) ? null : error
}

function decimalError(source: string, target: string): Decimal | null {
  const [one, other] = [decimalOf(source), decimalOf(target)]
  if (one === null || other === null) return null
  const scale = Math.max(one.scale, other.scale)
  const digits = scaled(one, scale) - scaled(other, scale)
  return { digits: digits < 0n ? -digits : digits, scale }
}

function scaled({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale)
}

export function largerError(one: NumberError | null, other: NumberError | null): NumberError | null {
  if (one === null || other === null) return one ?? other
  if (typeof one === 'number' || typeof other === 'number') return Number(one) > Number(other) ? one : other
  const scale = Math.max(one.scale, other.scale)
  return scaled(one, scale) > scaled(other, scale) ? one : other
}

/** Digits that say how large an error of doubles is. */
const TOLD_DIGITS = 3

export function writeError(error: NumberError | null): string | null {
  if (error === null) return null
  if (typeof error === 'number') return String(Number(error.toPrecision(TOLD_DIGITS)))
  return error.scale === 0 ? writeDecimal(error) : writeDecimal(error).replace(/\.?0+$/, '')
}
