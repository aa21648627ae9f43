// Numbers, whatever they are kept as, for the numeric types of a target: 1, 1.0 and '1' are one number, '007' is none.
// Two ways to write one double are one, but a decimal with more digits than a double keeps is lost in it.
// https://www.postgresql.org/docs/current/datatype-numeric.html
import { writeDecimal } from '../exact-decimal.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { UNREADABLE } from './unreadable.ts'

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:e([+-]?\d{1,5}))?$/i

/** A number's digits without an exponent and without zeros at the end, or null. */
export function plainDigits(value: JudgedValue): string | null {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return infinity(value)
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(textOf(value)) ?? []
  if (matched === undefined) return null
  const written = fraction.replace(/0+$/, '')
  const digits = BigInt(`${whole}${written}`)
  const scale = written.length - Number(exponent)
  const plain = scale > 0 ? decimal(digits, scale) : String(digits * 10n ** BigInt(-scale))
  return digits === 0n ? '0' : `${sign}${plain}`
}

/** Nobody writes numbers of more digits; what holds as many is not read. */
const MOST_CHARACTERS = 1000

function textOf(value: JudgedValue): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.length <= MOST_CHARACTERS ? value : ''
}

function infinity(value: number): string {
  return value > 0 ? 'Infinity' : '-Infinity'
}

function decimal(digits: bigint, scale: number): string {
  return writeDecimal({ digits, scale }).replace(/\.?0+$/, '')
}

/** For integers and decimals. */
export function readNumber(value: JudgedValue): string {
  return plainDigits(value) ?? UNREADABLE
}

/** The eight bytes of a double, of a number that is exactly one or the shortest digits of one. */
export function readDouble(value: JudgedValue): string {
  const digits = plainDigits(value)
  if (digits === null) return UNREADABLE
  const double = typeof value === 'bigint' ? exactDouble(value) : Number(value)
  if (double === null || plainDigits(double) !== digits) return UNREADABLE
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(double)
  return bits.toString('hex')
}

function exactDouble(value: bigint): number | null {
  return BigInt(Number(value)) === value ? Number(value) : null
}
