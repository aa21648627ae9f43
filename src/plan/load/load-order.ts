// In which order tables are loaded so that each row finds its parent, and which foreign keys stand in the way of any
// order. A key of a table to itself does not: it is checked once all rows of the table are there.
import type { LoadedKey } from './load-keys.ts'

export interface LoadOrder {
  /** Target names, parents first. */
  readonly tables: readonly string[]
  /** Keys in circles of tables, as many as it takes to open them. */
  readonly inTheWay: ReadonlySet<LoadedKey>
}

/** The keys for whose parents a table waits. */
type Waits = (table: string) => readonly LoadedKey[]

export function orderLoad(tables: readonly string[], keys: readonly LoadedKey[]): LoadOrder {
  const between = keys.filter(({ table, ends }) => ends !== null && ends.parent.target !== table)
  const waiting = new Set(tables)
  const ordered: string[] = []
  const inTheWay = new Set<LoadedKey>()
  const waitsFor: Waits = table =>
    between.filter(key => key.table === table && waiting.has(parentOf(key)) && !inTheWay.has(key))
  while (waiting.size > 0) {
    const next =
      [...waiting].find(table => waitsFor(table).length === 0) ?? easiestOfCircle([...waiting], waitsFor)
    for (const key of waitsFor(next)) inTheWay.add(key)
    waiting.delete(next)
    ordered.push(next)
  }
  return { tables: ordered, inTheWay }
}

const parentOf = ({ ends }: LoadedKey): string => ends?.parent.target ?? ''

/** Where every table waits, some wait for themselves: of these the one with the fewest keys to take away. */
function easiestOfCircle(waiting: readonly string[], waitsFor: Waits): string {
  const circular = waiting.filter(table => reaches(table, waitsFor))
  const sorted = circular.sort((a, b) => waitsFor(a).length - waitsFor(b).length)
  return sorted[0] ?? waiting[0] ?? ''
}

/** Whether a table comes back to itself along the tables that it waits for. */
function reaches(start: string, waitsFor: Waits): boolean {
  const seen = new Set<string>()
  const open = waitsFor(start).map(parentOf)
  for (const table of open) {
    if (table === start) return true
    if (seen.has(table)) continue
    seen.add(table)
    open.push(...waitsFor(table).map(parentOf))
  }
  return false
}
