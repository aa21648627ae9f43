// Whether two texts, one of SQLite and one of PostgreSQL, are the same number: `1.0` and `1`, `1.0e+23` and
// `100000000000000000000000`, `Inf` and `Infinity`. Exact for 64-bit integers and numeric, by bits for doubles.

/** Compares doubles bit for bit, save that the two zeros are one: as a minimum they tie. */
export function sameDouble(left: string, right: string): boolean {
  return toDouble(left) === toDouble(right)
}

function toDouble(text: string): number | string {
  const special = specialNumber(text)
  if (special !== null) return special
  return /\d/.test(text) ? Number(text) : text
}

/** Compares decimal numbers digit for digit, however long they are. */
export function sameDecimal(left: string, right: string): boolean {
  return plainDecimal(left) === plainDecimal(right)
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i

/** A decimal as sign, digits without zeros at the ends, and power of ten; other text as it is. */
function plainDecimal(text: string): string {
  const special = specialNumber(text)
  if (special !== null) return special
  const [matched, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? []
  if (matched === undefined || whole + fraction === '') return text
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)
  return `${sign === '-' ? '-' : ''}${significant}e${power}`
}

function specialNumber(text: string): string | null {
  const [matched, sign] = /^([+-]?)inf(?:inity)?$/i.exec(text) ?? []
  if (matched !== undefined) return sign === '-' ? '-Infinity' : 'Infinity'
  return text === 'NaN' ? text : null
}
