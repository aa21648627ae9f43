// Which bars the charts show: the load part, the growth and the queries, a file each.
import { durationText } from '../../src/report/quantity-text.ts'
import { OURS } from '../contenders/sqlite2pg.ts'
import type { QueryTiming } from '../measurement.ts'
import type { BenchResults } from '../results.ts'
import { spreadOf } from '../statistics.ts'
import type { SummaryLine } from '../summary.ts'
import { type BarGroup, type ChartBar, drawBarChart } from './bar-chart.ts'

/** File name and SVG of each part that has something to show. */
export function drawCharts(results: BenchResults): readonly (readonly [string, string])[] {
  const { processor, cores } = results.machine
  const under = `Medians; ${processor}, ${cores} cores; PostgreSQL ${results.server.version}`
  const charts = [
    { file: 'load.svg', title: 'Loading, seconds', groups: loadGroups(results) },
    {
      file: 'growth.svg',
      title: 'Whole migrate with full proof as the data grow, seconds',
      groups: growthGroups(results),
    },
    { file: 'queries.svg', title: "The guide's queries, milliseconds", groups: queryGroups(results.queries) },
  ]
  return charts
    .filter(({ groups }) => groups.length > 0)
    .map(({ file, title, groups }) => [file, drawBarChart({ title, description: under, groups })] as const)
}

const LOAD_TITLES = {
  whole: 'the whole process',
  load: 'tables, rows, keys, indexes, foreign keys, sequences',
  rows: 'rows only',
} as const

function loadGroups({ summary, sizes }: BenchResults): readonly BarGroup[] {
  return sizes.flatMap(({ name, description }) =>
    (['whole', 'load', 'rows'] as const).flatMap(figure => {
      const lines = summary.lines.filter(
        line => line.part === 'load' && line.size === name && line.figure === figure,
      )
      const title = `${description}: ${LOAD_TITLES[figure]}`
      return lines.length === 0 ? [] : [{ title, bars: lines.map(lineBar) }]
    }),
  )
}

function growthGroups({ summary }: BenchResults): readonly BarGroup[] {
  const lines = summary.lines.filter(line => line.part === 'growth' && line.figure === 'whole')
  const sizes = [...new Set(lines.map(line => line.size))]
  return sizes.map(size => ({ title: size, bars: lines.filter(line => line.size === size).map(lineBar) }))
}

function lineBar({ contender, seconds }: SummaryLine): ChartBar {
  const { median, least, most } = seconds
  return {
    label: contender,
    value: median,
    least,
    most,
    text: durationText(median),
    emphasis: contender.startsWith(OURS),
  }
}

function queryGroups(timings: readonly QueryTiming[]): readonly BarGroup[] {
  const queries = [...new Set(timings.map(timing => timing.query))]
  return queries.map(query => ({
    title: query,
    bars: timings.filter(timing => timing.query === query).flatMap(queryBar),
  }))
}

// The slowest of two hundred would squeeze all bars: a query's bar has no range.
function queryBar({ place, milliseconds }: QueryTiming): readonly ChartBar[] {
  const spread = spreadOf(milliseconds)
  if (spread === null) return []
  const { median } = spread
  const text = `${median.toFixed(2)} ms`
  return [{ label: place, value: median, least: median, most: median, text, emphasis: place !== 'SQLite' }]
}
