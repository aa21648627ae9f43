// What a diagram shows: tables, and an arrow from each table to the tables it refers to.
import type { ReportedForeignKey, ReportedTable, RunReport } from '../../model/report.ts'

export interface DiagramArrow {
  readonly child: string
  readonly parent: string
  /** The worst of the keys between the two. */
  readonly state: ReportedForeignKey['state']
  readonly keys: readonly ReportedForeignKey[]
}

export interface DiagramGraph {
  /** Tables that refer or are referred to. */
  readonly linked: readonly ReportedTable[]
  /** Tables that stand alone. */
  readonly alone: readonly ReportedTable[]
  /** Linked tables that are not drawn, for there are too many. */
  readonly hidden: number
  readonly arrows: readonly DiagramArrow[]
}

/** More boxes than that are no picture. */
const MOST_TABLES = 200

const WORST_FIRST: readonly ReportedForeignKey['state'][] = ['left out', 'not valid', 'valid']

/** Keys to tables that are not part of the report are left out here; the list of keys has them. */
export function diagramGraph({ tables, foreignKeys }: RunReport): DiagramGraph {
  const all = arrowsOf(tables, foreignKeys)
  const counts = linkCounts(all)
  const linked = tables.filter(({ target }) => counts.has(target))
  const weight = ({ target }: ReportedTable): number => counts.get(target) ?? 0
  const drawn = linked.toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST_TABLES)
  const names = new Set(drawn.map(({ target }) => target))
  return {
    linked: linked.filter(({ target }) => names.has(target)),
    alone: tables.filter(({ target }) => !counts.has(target)),
    hidden: linked.length - drawn.length,
    arrows: all.filter(({ child, parent }) => names.has(child) && names.has(parent)),
  }
}

function arrowsOf(
  tables: readonly ReportedTable[],
  keys: readonly ReportedForeignKey[],
): readonly DiagramArrow[] {
  const names = new Set(tables.map(({ target }) => target))
  const pairs = new Map<string, ReportedForeignKey[]>()
  for (const key of keys.filter(({ table, parent }) => names.has(table) && names.has(parent))) {
    const pair = JSON.stringify([key.table, key.parent])
    pairs.set(pair, [...(pairs.get(pair) ?? []), key])
  }
  return [...pairs.values()].flatMap(some => {
    const [first] = some
    return first === undefined
      ? []
      : [{ child: first.table, parent: first.parent, state: worst(some), keys: some }]
  })
}

function worst(keys: readonly ReportedForeignKey[]): ReportedForeignKey['state'] {
  return WORST_FIRST.find(state => keys.some(key => key.state === state)) ?? 'valid'
}

function linkCounts(arrows: readonly DiagramArrow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of arrows.flatMap(({ child, parent }) => [child, parent]))
    counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
