// Moments as counts of microseconds in the proleptic Gregorian calendar, by arithmetic of our own: no Date, no
// server, no library has a say in what a text means.
// https://howardhinnant.github.io/date_algorithms.html#days_from_civil

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function isLeap(year: bigint): boolean {
  return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n)
}

/** Days since 1970-01-01; null for a day that does not exist. Year 0 is 1 BC. */
function daysOf(year: bigint, month: number, day: number): bigint | null {
  const length = MONTH_DAYS[month - 1]
  if (length === undefined || day < 1 || day > length + (month === 2 && isLeap(year) ? 1 : 0)) return null
  const shifted = month <= 2 ? year - 1n : year
  const era = (shifted >= 0n ? shifted : shifted - 399n) / 400n
  const yearOfEra = shifted - era * 400n
  const dayOfYear = BigInt(Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1)
  return era * 146_097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719_468n
}

export interface CivilText {
  /** Microseconds since 1970 of the day's midnight; null for a time of day alone. */
  readonly day: bigint | null
  /** Microseconds since midnight; null for a date alone. */
  readonly clock: bigint | null
  /** Microseconds east of UTC; null for naive text. */
  readonly offset: bigint | null
}

const SHAPE =
  /^(?:(-?\d{4,6})-(\d\d)-(\d\d))?(?:[ T]?)(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?(?::\d\d)?)(?: UTC)?)?( BC)?$/

/** A date, a time of day or both, strictly; null for anything else and for what is finer than a microsecond. */
export function readCivil(text: string): CivilText | null {
  const [all, year, month, day, hour, minute, second = '00', fraction = '', zone, bc] = SHAPE.exec(text) ?? []
  if (all === undefined || text === '' || (year === undefined && hour === undefined)) return null
  if (hour === undefined ? zone !== undefined || /[ T]$/.test(text) : year === undefined && !/^\d/.test(text))
    return null
  if (hour !== undefined && year !== undefined && !/^-?\d{4,6}-\d\d-\d\d[ T]\d/.test(text)) return null
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) return null
  if (/[^0]/.test(fraction.slice(6))) return null
  const astronomical = year === undefined ? null : bc === undefined ? BigInt(year) : 1n - BigInt(year)
  const days = astronomical === null ? null : daysOf(astronomical, Number(month), Number(day))
  if (astronomical !== null && days === null) return null
  const seconds = (Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60 + Number(second)
  return {
    day: days === null ? null : days * 86_400_000_000n,
    clock:
      hour === undefined ? null : BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)),
    offset: zone === undefined ? null : offsetOf(zone),
  }
}

function offsetOf(zone: string): bigint {
  if (zone === 'Z') return 0n
  const digits = zone.slice(1).replaceAll(':', '').padEnd(6, '0')
  const seconds =
    (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60 + Number(digits.slice(4))
  return BigInt(zone.startsWith('-') ? -seconds : seconds) * 1_000_000n
}
