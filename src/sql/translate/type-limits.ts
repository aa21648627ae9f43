// Whether a value fits the limits written into a PostgreSQL type.
// https://www.postgresql.org/docs/current/datatype-numeric.html

export function fitsInteger(value: bigint, type: string): boolean {
  const bits = bitsOf(type)
  return BigInt.asIntN(bits, value) === value
}

function bitsOf(type: string): number {
  if (/^(smallint|int2)$/i.test(type)) return 16
  return /^(integer|int|int4)$/i.test(type) ? 32 : 64
}

const DECIMAL = /^-?0*(\d*)(?:\.(\d*?)0*)?$/

/** `numeric(p,s)` holds p digits, s of them behind the point; without arguments any number fits. */
export function fitsNumeric(decimal: string, type: string): boolean {
  const limits = /\((\d+)\s*(?:,\s*(\d+))?\)/.exec(type)
  if (limits === null) return true
  const [precision, scale] = [Number(limits[1]), Number(limits[2] ?? 0)]
  const digits = DECIMAL.exec(decimal)
  return digits !== null && (digits[1] ?? '').length <= precision - scale && (digits[2] ?? '').length <= scale
}

/** `varchar(n)` counts characters, not UTF-16 units. */
export function fitsVarchar(text: string, type: string): boolean {
  const limit = /\((\d+)\)/.exec(type)
  return limit === null || [...text].length <= Number(limit[1])
}
