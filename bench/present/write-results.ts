// Puts the results where --out says: data for programs, text for people, charts for pages.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchResults } from '../results.ts'
import { drawCharts } from './draw-charts.ts'
import { resultsText } from './results-text.ts'

/** Writes bench.json, bench.txt and a chart for each part that ran; gives their paths. */
export function writeResults(results: BenchResults, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  const files = new Map([
    ['bench.json', `${JSON.stringify(results, null, 2)}\n`],
    ['bench.txt', resultsText(results).trimStart()],
    ...drawCharts(results),
  ])
  return [...files].map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
