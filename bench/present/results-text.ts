// The results as text: what ran on what, the tables, the bars.
import { alignRows, rightCell } from '../../src/report/aligned-table.ts'
import { bytesText, durationText } from '../../src/report/quantity-text.ts'
import type { JudgedBar } from '../judge-bars.ts'
import { wasBusy } from '../machine.ts'
import type { FoundContender } from '../measurement.ts'
import type { BenchResults } from '../results.ts'
import { queriesText } from './queries-text.ts'
import { racesText } from './races-text.ts'

const LAYOUT = { width: Number.POSITIVE_INFINITY, indent: 2 }

/** The whole page, with a line break at its end. */
export function resultsText(results: BenchResults): string {
  const sections = [
    headText(results),
    contendersText(results.contenders, results),
    ...racesText(results),
    ...queriesText(results.queries),
    barsText(results.bars),
    ...(results.problems.length === 0 ? [] : [['Problems', ...results.problems.map(text => `  ${text}`)]]),
  ]
  return `\n${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function headText({ machine, server, startedAt, seconds, rounds }: BenchResults): readonly string[] {
  const { processor, cores, memoryBytes, system, node, sqlite, commit } = machine
  const settings = Object.entries(server.settings).map(([name, value]) => `${name}=${value}`)
  const notes = [
    ...(wasBusy(machine)
      ? [`Busy: ${machine.loadBefore.toFixed(1)} processes wanted a core before it began.`]
      : []),
    ...(machine.measuresMemory
      ? []
      : ['Peak memory is not measured on this system; it is read from /proc on Linux.']),
  ]
  return [
    `Bench of ${startedAt}, ${durationText(seconds)}, rounds ${rounds}${commit === null ? '' : `, commit ${commit}`}`,
    `${processor}, ${cores} cores, ${bytesText(memoryBytes)} of memory, ${system}`,
    `Node.js ${node}, SQLite ${sqlite}, PostgreSQL ${[server.version, ...settings].join(' ')}`,
    ...notes,
  ]
}

function contendersText(contenders: readonly FoundContender[], { parts }: BenchResults): readonly string[] {
  const wanted = contenders.filter(one => one.parts.some(part => parts.includes(part)))
  const rows = wanted.map(({ name, version, missing, does }) => [
    name,
    missing === null ? String(version) : 'missing',
    missing === null ? does : missing,
  ])
  return ['Contenders', ...alignRows(rows, LAYOUT)]
}

function barsText(bars: readonly JudgedBar[]): readonly string[] {
  const rows = bars.map(({ bar, verdict, spread, because }) => [
    verdict,
    bar.name,
    rightCell(spread === null ? '' : amount(spread.median, bar.unit)),
    rightCell(`≤ ${amount(bar.limit, bar.unit)}`),
    spread === null ? because : `${amount(spread.least, bar.unit)} – ${amount(spread.most, bar.unit)}`,
  ])
  return ['Bars (median of the rounds, limit, least and most)', ...alignRows(rows, LAYOUT)]
}

function amount(value: number, unit: JudgedBar['bar']['unit']): string {
  switch (unit) {
    case 'times':
      return value.toFixed(2)
    case 'seconds':
      return `${value.toFixed(2)} s`
    case 'bytes':
      return bytesText(value)
  }
}
