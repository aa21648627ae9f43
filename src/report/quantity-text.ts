// Numbers as people read them: 1,234,567 rows, 12.3 MB, 1 m 05 s.

/** `1,234,567`. */
export function countText(count: bigint | number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 row`, `1,234 rows`, `2 indexes`. */
export function quantityText(count: bigint | number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 || count === 1n ? singular : plural}`
}

const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `512 B`, `12.3 MB`; a kB is 1000 B. */
export function bytesText(bytes: bigint | number): string {
  let amount = Number(bytes)
  if (amount < 1000) return `${Math.round(amount)} B`
  for (const unit of BYTE_UNITS) {
    amount /= 1000
    if (amount < 999.95 || unit === 'PB') return `${amount.toFixed(amount < 100 ? 1 : 0)} ${unit}`
  }
  return `${amount} PB`
}

/** `0.04 s`, `7.3 s`, `1 m 05 s`, `2 h 03 m`. */
export function durationText(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${twoDigits(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} m`
}

/** Rows a second, or '' where the time is too short to say. */
export function rateText(rows: bigint, seconds: number): string {
  return seconds < 0.001 || rows === 0n ? '' : countText(Math.round(Number(rows) / seconds))
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
