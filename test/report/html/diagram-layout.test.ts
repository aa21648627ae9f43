// Boxes never overlap, what is referred to stands before what refers to it, and no shape of keys is too odd.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Arrow } from '../../../src/report/html/diagram-layers.ts'
import { BOX_HEIGHT, type DiagramLayout, layOut } from '../../../src/report/html/diagram-layout.ts'

const WIDTH = 150
const arrow = (child: string, parent: string): Arrow => ({ child, parent })
const boxOf = ({ boxes }: DiagramLayout, name: string) => boxes.find(box => box.name === name)!

function overlaps({ boxes }: DiagramLayout): readonly string[] {
  return boxes.flatMap((one, i) =>
    boxes
      .slice(i + 1)
      .filter(other => Math.abs(one.x - other.x) < WIDTH && Math.abs(one.y - other.y) < BOX_HEIGHT)
      .map(other => `${one.name} ${other.name}`),
  )
}

function strays({ boxes, width, height }: DiagramLayout): readonly string[] {
  return boxes
    .filter(({ x, y }) => !(x >= 0 && y >= 0 && x + WIDTH <= width && y + BOX_HEIGHT <= height))
    .map(({ name }) => name)
}

test('parents stand left of their children', () => {
  const layout = layOut(['c', 'b', 'a'], [arrow('c', 'b'), arrow('b', 'a'), arrow('c', 'a')], WIDTH)
  expect(layout.boxes.toSorted((one, other) => one.x - other.x).map(box => box.name)).toEqual(['a', 'b', 'c'])
})

test('an arrow over a column has a place to pass it', () => {
  const arrows = [arrow('c', 'b'), arrow('b', 'a'), arrow('c', 'a')]
  const layout = layOut(['a', 'b', 'c'], arrows, WIDTH)
  const [passage] = layout.arrows[2]!.passages
  expect(passage?.x).toBe(boxOf(layout, 'b').x)
  const { y } = boxOf(layout, 'b')
  expect(passage!.y < y || passage!.y > y + BOX_HEIGHT).toBe(true)
})

test('of a cycle one arrow has its head on the right, and a table may refer to itself', () => {
  const arrows = [arrow('a', 'b'), arrow('b', 'c'), arrow('c', 'a'), arrow('a', 'a')]
  const layout = layOut(['a', 'b', 'c'], arrows, WIDTH)
  expect(layout.arrows.filter(({ left, child, parent }) => left === child && child !== parent)).toHaveLength(
    1,
  )
  expect(overlaps(layout)).toEqual([])
})

test('forty tables that refer to one stand in several columns', () => {
  const names = ['hub', ...Array.from({ length: 40 }, (_, i) => `t${i}`)]
  const layout = layOut(
    names,
    names.slice(1).map(name => arrow(name, 'hub')),
    WIDTH,
  )
  expect(new Set(layout.boxes.map(box => box.x)).size).toBeGreaterThan(4)
  expect(layout.height).toBeLessThan(1500)
})

test('one table has a picture too, and none is no fault', () => {
  expect(layOut(['a'], [], WIDTH).boxes).toHaveLength(1)
  expect(layOut([], [], WIDTH).boxes).toEqual([])
})

test('whatever refers to whatever, every box is there once, inside, and overlaps none', () => {
  const name = fc.nat({ max: 39 }).map(i => `t${i}`)
  const names = Array.from({ length: 40 }, (_, i) => `t${i}`)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 80 }), pairs => {
      const layout = layOut(
        names,
        pairs.map(([child, parent]) => arrow(child, parent)),
        WIDTH,
      )
      expect(layout.boxes.map(box => box.name).sort()).toEqual(names.toSorted())
      expect([...overlaps(layout), ...strays(layout)]).toEqual([])
    }),
    { numRuns: 60 },
  )
})
