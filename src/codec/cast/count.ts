// What a cast did to values, counted and told: never silently, even where the user asked for it.
import { sqlite } from '../../sql/text.ts'
import type { ValueSql } from './values.ts'

export interface CastCount {
  readonly severity: 'info' | 'warning'
  /** SQLite condition over the raw value. */
  readonly when: ValueSql
  says(count: bigint): string
}

/** SQLite takes a declared NOT NULL for granted and does not look: typeof() does. */
export const isPresent: ValueSql = column => sqlite`typeof(${column}) <> 'null'`

export function info(when: ValueSql, one: string, many: string): CastCount {
  return { severity: 'info', when, says: count => `${count} ${count === 1n ? one : many}` }
}
