// Everything that one run of the bench found out: what is printed, written as JSON and drawn.
import type { JudgedBar } from './judge-bars.ts'
import type { Machine } from './machine.ts'
import type { FoundContender, Measurement, Part, QueryTiming } from './measurement.ts'
import type { Summary } from './summary.ts'

export interface BenchResults {
  readonly formatVersion: 1
  readonly startedAt: string
  readonly seconds: number
  readonly parts: readonly Part[]
  readonly rounds: number
  readonly machine: Machine
  readonly server: { readonly version: string; readonly settings: Readonly<Record<string, string>> }
  readonly contenders: readonly FoundContender[]
  readonly sizes: readonly {
    readonly name: string
    readonly description: string
    readonly sqliteBytes: number
  }[]
  readonly measurements: readonly Measurement[]
  readonly queries: readonly QueryTiming[]
  readonly summary: Summary
  readonly bars: readonly JudgedBar[]
  /** What ended a part early, a sentence each. */
  readonly problems: readonly string[]
}
