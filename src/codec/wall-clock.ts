// The wall clock of a time zone, by the time zone database that JavaScript brings along. A clock that is set back
// shows an hour twice, one that is set forward leaves an hour out: both are told, never guessed silently.
import { floorDivide, MICROSECONDS_PER_DAY, MICROSECONDS_PER_SECOND, microsecondsOf } from './moment.ts'

/** The instants at which a zone's clocks show a wall-clock time, earliest first: none, one or two. */
export function instantsOfWallClock(wall: bigint, zone: string): readonly bigint[] {
  if (zone === 'UTC') return [wall]
  const offsets = [wall - MICROSECONDS_PER_DAY, wall + MICROSECONDS_PER_DAY].flatMap(
    near => offsetAt(near, zone) ?? [],
  )
  const instants = [...new Set(offsets)].map(offset => wall - offset)
  return instants.filter(instant => wallClockAt(instant, zone) === wall).sort((a, b) => (a < b ? -1 : 1))
}

/** What a zone's clocks show at an instant, as microseconds; null where JavaScript's dates end. */
export function wallClockAt(instant: bigint, zone: string): bigint | null {
  if (zone === 'UTC') return instant
  const offset = offsetAt(instant, zone)
  return offset === null ? null : instant + offset
}

const LAST_MILLISECOND = 8_640_000_000_000_000n

function offsetAt(instant: bigint, zone: string): bigint | null {
  const seconds = floorDivide(instant, MICROSECONDS_PER_SECOND)
  const milliseconds = seconds * 1000n
  if (milliseconds > LAST_MILLISECOND || milliseconds < -LAST_MILLISECOND) return null
  const shown = formatOf(zone).formatToParts(Number(milliseconds))
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    shown.find(each => each.type === type)?.value ?? ''
  const year = part('era') === 'BC' ? 1 - Number(part('year')) : Number(part('year'))
  const date = `${year}-${part('month')}-${part('day')}`
  const time = `${part('hour')}:${part('minute')}:${part('second')}`
  return microsecondsOf({ date, time, offset: null }) - seconds * MICROSECONDS_PER_SECOND
}

/** Making a format takes long, and there are as many as there are zones in the casts. */
const FORMATS = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone)
  if (known !== undefined) return known
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
  })
  FORMATS.set(zone, format)
  return format
}
