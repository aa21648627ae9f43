// The tables of the races: one for each part and size.
import { alignRows, type Cell, rightCell } from '../../src/report/aligned-table.ts'
import { bytesText } from '../../src/report/quantity-text.ts'
import type { BenchResults } from '../results.ts'
import type { Spread } from '../statistics.ts'
import type { SummaryLine, SummaryMemory } from '../summary.ts'

const LAYOUT = { width: Number.POSITIVE_INFINITY, indent: 2 }
const HEAD = [
  'contender',
  'figure',
  rightCell('median s'),
  rightCell('min'),
  rightCell('max'),
  rightCell('peak memory'),
  rightCell('ratio'),
  rightCell('min'),
  rightCell('max'),
  'beside',
] as const

/** A section for each part and size, in the order in which they ran. */
export function racesText({ summary, sizes }: BenchResults): readonly (readonly string[])[] {
  const titles = [...new Set(summary.contenders.map(title))]
  return titles.map(name => {
    const contenders = summary.contenders.filter(one => title(one) === name)
    const lines = summary.lines.filter(line => title(line) === name)
    const size = sizes.find(one => one.name === contenders[0]?.size)
    const about = size === undefined ? '' : `: ${size.description}, ${bytesText(size.sqliteBytes)}`
    const rows = contenders.flatMap(one => rowsOf(one, lines))
    const failures = contenders.flatMap(one => one.failures.map(text => `  ${one.contender}: ${text}`))
    return [`${name}${about}`, ...alignRows([HEAD, ...rows], LAYOUT), ...failures]
  })
}

function title({ part, size }: { readonly part: string; readonly size: string }): string {
  return `${part}, ${size}`
}

function rowsOf(
  contender: SummaryMemory,
  all: readonly SummaryLine[],
): readonly (readonly (Cell | string)[])[] {
  const lines = all.filter(line => line.contender === contender.contender)
  if (lines.length === 0) return [[contender.contender, 'failed']]
  return lines.map((line, i) => [
    i === 0 ? line.contender : '',
    line.figure,
    ...spreadCells(line.seconds, 3),
    rightCell(i === 0 && contender.peakMemoryBytes ? bytesText(contender.peakMemoryBytes.median) : ''),
    ...(line.ratio === null ? ['', '', ''] : spreadCells(line.ratio, 2)),
    line.ratio === null ? '' : (line.reference ?? ''),
  ])
}

function spreadCells({ median, least, most }: Spread, digits: number): readonly Cell[] {
  return [median, least, most].map(value => rightCell(value.toFixed(digits)))
}
