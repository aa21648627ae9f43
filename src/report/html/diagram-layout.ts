// Where everything of a diagram stands: boxes that never overlap, and the points an arrow goes through.
import { columnsOf, endsOf, type Item, itemKey, meanOf, neighboursOf } from './diagram-columns.ts'
import { type Arrow, layersOf } from './diagram-layers.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Its upper left corner. */
export interface PlacedBox extends Point {
  readonly name: string
}

export interface PlacedArrow extends Arrow {
  /** The box it leaves to the left, and the one it comes to: of an arrow that closes a cycle, parent and child. */
  readonly right: string
  readonly left: string
  /** From right to left; each is a stretch as wide as a box, told by its left end. */
  readonly passages: readonly Point[]
}

export interface DiagramLayout {
  readonly boxWidth: number
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly arrows: readonly PlacedArrow[]
}

/** Of every box, in pixels; how wide it is, its names decide. */
export const BOX_HEIGHT = 46

const COLUMN_GAP = 48
/** Room from top to bottom that each kind of item has to itself. */
const EXTENT = { table: BOX_HEIGHT + 16, passage: 12 }
/** Room for loops on the right and strokes all around. */
const MARGIN = { left: 2, right: 34, y: 2 }
const SWEEPS = 8

/** Columns from left to right, what is referred to before what refers to it. */
export function layOut(names: readonly string[], arrows: readonly Arrow[], boxWidth: number): DiagramLayout {
  const most = Math.max(6, Math.ceil(Math.sqrt(names.length) * 1.3))
  const { columns, links } = columnsOf(layersOf(names, arrows, most), arrows)
  const left = (column: number): number => MARGIN.left + column * (boxWidth + COLUMN_GAP)
  const middles = settle(columns, neighboursOf(links))
  const boxes = columns.flatMap((column, i) =>
    column.filter(item => item.kind === 'table').map(item => boxOf(item, i, left(i), middles)),
  )
  const bottom = columns.flatMap((column, i) =>
    column.map(item => (middles.get(itemKey(item, i)) ?? 0) + extentOf(item) / 2),
  )
  return {
    boxWidth,
    width: left(columns.length) - COLUMN_GAP + MARGIN.right,
    height: Math.max(0, ...bottom) + MARGIN.y,
    boxes,
    arrows: arrows.map(arrow => placedArrow(arrow, columns, left, middles)),
  }
}

function boxOf(item: Item, column: number, x: number, middles: ReadonlyMap<string, number>): PlacedBox {
  const y = (middles.get(itemKey(item, column)) ?? 0) - BOX_HEIGHT / 2
  return { name: item.name, x, y }
}

function placedArrow(
  arrow: Arrow,
  columns: readonly (readonly Item[])[],
  left: (column: number) => number,
  middles: ReadonlyMap<string, number>,
): PlacedArrow {
  const find = (name: string): number =>
    columns.findIndex(column => column.some(item => item.kind === 'table' && item.name === name))
  const ends = endsOf(arrow, find)
  const [start, end] = [find(ends.right), find(ends.left)]
  const between = Array.from({ length: Math.max(0, start - end - 1) }, (_, i) => start - 1 - i)
  const passages = between.map(column => ({
    x: left(column),
    y: middles.get(itemKey({ name: ends.left, kind: ends.kind }, column)) ?? 0,
  }))
  return { ...arrow, right: ends.right, left: ends.left, passages }
}

function extentOf({ kind }: Item): number {
  return kind === 'table' ? EXTENT.table : EXTENT.passage
}

/** The middle of each item: near the mean of its neighbours, in the order of its column, never overlapping. */
function settle(
  columns: readonly (readonly Item[])[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const middles = new Map<string, number>()
  for (const [i, column] of columns.entries())
    place(
      column,
      i,
      column.map(() => 0),
      middles,
    )
  for (let round = 0; round < SWEEPS; round++) {
    for (const i of round % 2 === 0 ? columns.keys() : [...columns.keys()].reverse()) {
      const column = columns[i] ?? []
      const wishes = column.map(item => meanOf(neighbours.get(itemKey(item, i)), middles, itemKey(item, i)))
      place(column, i, wishes, middles)
    }
  }
  const top = Math.min(
    ...columns.flatMap((column, i) =>
      column.map(item => (middles.get(itemKey(item, i)) ?? 0) - extentOf(item) / 2),
    ),
  )
  return new Map([...middles].map(([key, middle]) => [key, Math.round((middle - top + MARGIN.y) * 10) / 10]))
}

/** Down from the first, then the column as a whole to where its items want to be. */
function place(
  column: readonly Item[],
  index: number,
  wishes: readonly number[],
  middles: Map<string, number>,
): void {
  let bottom = Number.NEGATIVE_INFINITY
  const placed = column.map((item, i) => {
    const half = extentOf(item) / 2
    const middle = Math.max(wishes[i] ?? 0, bottom + half)
    bottom = middle + half
    return middle
  })
  const drift =
    placed.reduce((sum, middle, i) => sum + (wishes[i] ?? 0) - middle, 0) / Math.max(1, placed.length)
  for (const [i, item] of column.entries()) middles.set(itemKey(item, index), (placed[i] ?? 0) + drift)
}
