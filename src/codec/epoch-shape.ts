// What a number most likely counts where a column is declared as a date: the unit of the window it lies in. Only
// counts since 1970 are taken by themselves; the other windows are told as a likely reading.
import type { Shape } from '../model/census.ts'

interface Window {
  readonly shape: Shape
  readonly from: bigint
  readonly to: bigint
}

/** Seconds, milliseconds and microseconds since 1970; then what other programs count. */
const WINDOWS: readonly Window[] = [
  { shape: 'epoch s', from: 1_000_000_000n, to: 2_147_483_647n },
  { shape: 'epoch ms', from: 100_000_000_000n, to: 4_100_000_000_000n },
  { shape: 'epoch us', from: 100_000_000_000_000n, to: 4_100_000_000_000_000n },
  // 1900 to 2100
  { shape: 'julian', from: 2_415_021n, to: 2_488_434n },
  // 2004 to 2032
  { shape: 'coredata', from: 100_000_000n, to: 999_999_999n },
  // 1970 to 2100
  { shape: 'webkit', from: 11_644_473_600_000_000n, to: 15_746_918_400_000_000n },
  { shape: 'ticks', from: 621_355_968_000_000_000n, to: 662_380_416_000_000_000n },
  // 2001 to 2099
  { shape: 'epoch ns', from: 1_000_000_000_000_000_000n, to: 4_100_000_000_000_000_000n },
]

/** The window of a number: 0 goes with any unit, null lies outside of all. */
export function shapeOfEpoch(value: bigint | number): Shape | null {
  if (typeof value === 'number') return shapeOfReal(value)
  if (value === 0n) return 'epoch zero'
  if (isWrittenDate(value)) return 'yyyymmdd'
  return WINDOWS.find(({ from, to }) => value >= from && value <= to)?.shape ?? null
}

function isWrittenDate(value: bigint): boolean {
  const [year, month, day] = [value / 10_000n, (value / 100n) % 100n, value % 100n]
  return year >= 1900n && year <= 2100n && month >= 1n && month <= 12n && day >= 1n && day <= 31n
}

/** Days and seconds have fractions, the smaller units have none. */
function shapeOfReal(value: number): Shape | null {
  if (value >= 2_415_020.5 && value < 2_488_435) return 'julian'
  if (value >= 100_000_000 && value < 1_000_000_000) return 'coredata'
  return value >= 1_000_000_000 && value < 2_147_483_648 ? 'epoch s with fraction' : null
}

/** How each is called in words, and the cast that reads it. */
export const OTHER_EPOCHS = [
  { shape: 'coredata', cast: 'coredata', noun: 'seconds since 2001, as Core Data counts' },
  { shape: 'webkit', cast: 'webkit', noun: 'microseconds since 1601, as WebKit counts' },
  { shape: 'ticks', cast: 'ticks', noun: 'ticks of .NET, 100 nanoseconds since the year 1' },
  { shape: 'epoch ns', cast: 'epoch_ns', noun: 'nanoseconds since 1970' },
  { shape: 'julian', cast: 'julian', noun: 'Julian days' },
  { shape: 'yyyymmdd', cast: 'yyyymmdd', noun: 'dates written as YYYYMMDD' },
  { shape: 'epoch s with fraction', cast: 'epoch_s', noun: 'seconds since 1970 with a fraction' },
] as const satisfies readonly { shape: Shape; cast: string; noun: string }[]
