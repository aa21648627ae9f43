// Decimal numbers and doubles as text, digit by digit.

/** Sign, digits and exponent without any zero that says nothing; null for what is no number. */
export function canonicalDecimal(text: string): string | null {
  const [all, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (all === undefined || whole + fraction === '') return infinity(text)
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)
  return `${sign === '-' ? '-' : ''}${significant}e${power}`
}

function infinity(text: string): string | null {
  return text === 'Infinity' || text === '-Infinity' ? text : null
}

/** All 64 bits: -0.0 is not 0.0. */
export function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

/** The fewest digits from 15 on that read back as the same double, spelled as SQLite spells a real. */
export function spellReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const precision = [15, 16, 17].find(digits => Number(value.toPrecision(digits)) === value) ?? 17
  const [mantissa = '', exponent = ''] = Math.abs(value)
    .toExponential(precision - 1)
    .split('e')
  const digits = mantissa.replace('.', '').replace(/0+$/, '')
  const power = Number(exponent)
  const sign = value < 0 ? '-' : ''
  if (power < -4 || power > 16) {
    const size = String(Math.abs(power)).padStart(2, '0')
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}e${power < 0 ? '-' : '+'}${size}`
  }
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0')
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`
}

/** True where a text is this very double written with no more digits than any double needs. */
export function spells(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return text === (value > 0 ? 'Inf' : '-Inf')
  const isReal = /^-?\d+\.(?:0|\d*[1-9])(?:e[+-]\d+)?$/.test(text)
  return (
    isReal &&
    bitsOf(Number(text)) === bitsOf(value) &&
    text.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '').length <= 17
  )
}
