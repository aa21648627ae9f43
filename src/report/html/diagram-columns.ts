// The order within the columns of a diagram: tables stand near those they are linked with, and an arrow over
// several columns gets a place to pass in each, shared by all arrows to the same table.
import type { Arrow } from './diagram-layers.ts'

/** A table, or where the arrows that end at a table on the left pass a column, `from` it or `to` it. */
export interface Item {
  readonly name: string
  readonly kind: 'table' | 'to' | 'from'
}

/** From an item of one column to an item of the column before it. */
export interface Link {
  readonly from: string
  readonly to: string
}

export interface Columns {
  /** From top to bottom. */
  readonly columns: readonly (readonly Item[])[]
  readonly links: readonly Link[]
}

const SWEEPS = 6

/** What an item is called in links; a passage is one of a column. */
export function itemKey({ name, kind }: Item, column: number): string {
  return JSON.stringify(kind === 'table' ? [name] : [name, kind, column])
}

/** An arrow by its ends in the picture: of a cycle, one arrow has its head on the right. */
export function endsOf(
  { child, parent }: Arrow,
  columnOf: (name: string) => number,
): { readonly right: string; readonly left: string; readonly kind: 'to' | 'from' } {
  const isBack = columnOf(child) < columnOf(parent)
  return isBack ? { right: parent, left: child, kind: 'from' } : { right: child, left: parent, kind: 'to' }
}

export function columnsOf(layers: readonly (readonly string[])[], arrows: readonly Arrow[]): Columns {
  const columnOf = new Map(layers.flatMap((layer, i) => layer.map(name => [name, i] as const)))
  const columns: Item[][] = layers.map(layer => layer.map(name => ({ name, kind: 'table' })))
  const links: Link[] = []
  const known = new Set<string>()
  for (const arrow of arrows) {
    const { right, left, kind } = endsOf(arrow, name => columnOf.get(name) ?? 0)
    const [start, end] = [columnOf.get(right) ?? 0, columnOf.get(left) ?? 0]
    let from = itemKey({ name: right, kind: 'table' }, start)
    for (let column = start - 1; column >= end; column--) {
      const item: Item = { name: left, kind: column > end ? kind : 'table' }
      const to = itemKey(item, column)
      links.push({ from, to })
      if (item.kind !== 'table' && !known.has(to)) columns[column]?.push(item)
      known.add(to)
      from = to
    }
  }
  return { columns: sweep(columns, links), links }
}

/** Each item at the mean place of its neighbours, from left to right and back again. */
function sweep(columns: readonly (readonly Item[])[], links: readonly Link[]): readonly (readonly Item[])[] {
  const neighbours = neighboursOf(links)
  const ordered = columns.map(column => [...column])
  const places = new Map<string, number>()
  const note = (column: readonly Item[], i: number): void => {
    for (const [place, item] of column.entries()) places.set(itemKey(item, i), (place + 0.5) / column.length)
  }
  for (const [i, column] of ordered.entries()) note(column, i)
  for (let round = 0; round < SWEEPS; round++) {
    for (const i of round % 2 === 0 ? ordered.keys() : [...ordered.keys()].reverse()) {
      const wish = (item: Item): number => meanOf(neighbours.get(itemKey(item, i)), places, itemKey(item, i))
      const column = (ordered[i] ?? []).toSorted((a, b) => wish(a) - wish(b))
      ordered[i] = column
      note(column, i)
    }
  }
  return ordered
}

export function neighboursOf(links: readonly Link[]): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>()
  const add = (one: string, other: string): void => {
    const some = neighbours.get(one)
    if (some === undefined) neighbours.set(one, [other])
    else some.push(other)
  }
  for (const { from, to } of links) {
    add(from, to)
    add(to, from)
  }
  return neighbours
}

/** The mean place of some, or the own place of an item that has none. */
export function meanOf(
  some: readonly string[] | undefined,
  places: ReadonlyMap<string, number>,
  own: string,
): number {
  if (some === undefined || some.length === 0) return places.get(own) ?? 0
  return some.reduce((sum, key) => sum + (places.get(key) ?? 0), 0) / some.length
}
