// The chart is SVG that parses, whatever its texts are.
import { expect, test } from 'vitest'
import { type ChartBar, drawBarChart } from '../../bench/present/bar-chart.ts'
import { elementsOf } from './parse-xml.ts'

const bar: ChartBar = { label: 'ours', value: 2, least: 1, most: 4, text: '2 s', emphasis: true }

test('each bar is a rectangle in proportion, with its label, value and range', () => {
  const half = { ...bar, label: 'peer', value: 4, least: 4, text: '4 s', emphasis: false }
  const svg = drawBarChart({ title: 'T', description: 'D', groups: [{ title: 'G', bars: [bar, half] }] })
  const elements = elementsOf(svg)
  const widths = elements
    .filter(one => one.attributes['class']?.includes('bar'))
    .map(one => one.attributes['width'])
  expect(widths.map(Number)).toEqual([240, 480])
  expect(elements.filter(one => one.name === 'line')).toHaveLength(1)
  expect(elements.filter(one => one.name === 'text').map(one => one.text)).toEqual(
    expect.arrayContaining(['T', 'D', 'G', 'ours', '2 s', 'peer', '4 s']),
  )
  expect(svg).toContain('prefers-color-scheme: dark')
})

test('markup in a text stays text, and nothing but zeros can be drawn', () => {
  const odd = { ...bar, label: '<a & "b">', value: 0, least: 0, most: 0 }
  const svg = drawBarChart({ title: 'a < b', description: '', groups: [{ title: '', bars: [odd] }] })
  expect(elementsOf(svg).map(one => one.text)).toContain('<a & "b">')
  expect(svg).not.toContain('NaN')
})
