// What a storm came to, as a table of faults and outcomes and one line for a script to look at.
import type { StormResult } from './run-storm.ts'

export function summaryText({ passed, resumed, failures, counts, leftOut }: StormResult): string {
  const outcomes = [...new Set([...counts.values()].flatMap(each => [...each.keys()]))].sort()
  const rows = [...counts].map(([fault, found]) => [
    fault,
    ...outcomes.map(each => String(found.get(each) ?? '')),
  ])
  const omitted = [...leftOut].map(([fault, count]) => `left out: ${fault}, ${count} runs`)
  const again = failures.map(each => `FAILED seed ${each.seed}: ${each.again}`)
  return [
    ...aligned([['strikes by fault and outcome', ...outcomes], ...rows]),
    '',
    ...omitted,
    `${resumed} went on with what a dead run had left, by --resume`,
    ...again,
    `${passed} passed, ${failures.length} failed`,
  ].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0)))
  return rows.map(row =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
}
