// What a cast did to values, counted and told: never silently, even where the user asked for it.
import type { ValueSql } from './cast-values.ts'

export interface CastCount {
  readonly severity: 'info' | 'warning'
  /** SQLite condition over the raw value. */
  readonly when: ValueSql
  says(count: bigint): string
}

export function info(when: ValueSql, one: string, many: string): CastCount {
  return { severity: 'info', when, says: count => `${count} ${count === 1n ? one : many}` }
}
