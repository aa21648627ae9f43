// Which triggers keep a virtual table that is left out: they go with it, and are told with it.

import { groupBy, oncePer } from '../../model/once-per.ts'
import type { SourceDatabase, SourceTrigger } from '../../model/source.ts'
import { asciiLower } from '../../sql/ascii-case.ts'
import { tablesKeptBy } from '../../sql/recognize/upkeep-trigger.ts'

/** By the name of the virtual table, in the order of the file; one that keeps several stands under each. */
export const upkeepTriggers = oncePer(
  ({ others, triggers }: SourceDatabase): ReadonlyMap<string, readonly SourceTrigger[]> => {
    const virtuals = new Map(
      others.map(({ name, kind, of }) => [asciiLower(name), kind === 'virtual' ? name : of]),
    )
    const leftOut = new Set(others.flatMap(({ name, kind }) => (kind === 'virtual' ? [name] : [])))
    const virtualOf = (table: string): string | undefined => {
      const name = virtuals.get(asciiLower(table))
      return name !== undefined && leftOut.has(name) ? name : undefined
    }
    const pairs = triggers.flatMap(trigger =>
      tablesKeptBy(trigger.sql, virtualOf).map(table => ({ table, trigger })),
    )
    const groups = groupBy(pairs, ({ table }) => table)
    return new Map([...groups].map(([table, some]) => [table, some.map(({ trigger }) => trigger)]))
  },
)

export function isUpkeep(source: SourceDatabase, trigger: SourceTrigger): boolean {
  return allUpkeep(source).has(trigger)
}

const allUpkeep = oncePer(
  (source: SourceDatabase): ReadonlySet<SourceTrigger> =>
    new Set([...upkeepTriggers(source).values()].flat()),
)
