// Where the time went: each step as long as it took on the clock, one after the other.
import type { ReportedStep, RunReport } from '../../model/report.ts'
import { spanBar } from './bar.ts'
import { dataTable, type TableColumn } from './data-table.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { timeText } from './names.ts'
import type { Section } from './section.ts'

/** Work beyond the clock that is worth a column: something ran at once. */
const WORTH_TELLING = 1.05

export function timelineSection({ steps, seconds }: RunReport): Section | null {
  if (steps.length === 0) return null
  const clock = steps.reduce((sum, step) => sum + step.wall, 0)
  const isAbreast = steps.some(step => step.seconds > step.wall * WORTH_TELLING)
  const columns: TableColumn[] = [{ head: 'Step' }, { head: 'On the clock' }, { head: 'Time', align: 'end' }]
  const table = dataTable({
    label: 'Steps with their times',
    columns: isAbreast ? [...columns, { head: 'Work', align: 'end' }] : columns,
    rows: steps.map((step, i) => stepCells(step, startOf(steps, i), clock, isAbreast)),
    foot: [text('Total'), NOTHING, timeText(seconds), ...workTotal(steps, isAbreast)],
  })
  const note = isAbreast
    ? html`<p class="muted">Work is summed over what ran at once, so it can be more than the time.</p>`
    : NOTHING
  return { id: 'timeline', title: 'Where the time went', body: html`${table}${note}` }
}

function startOf(steps: readonly ReportedStep[], index: number): number {
  return steps.slice(0, index).reduce((sum, step) => sum + step.wall, 0)
}

function stepCells(step: ReportedStep, start: number, clock: number, isAbreast: boolean): readonly Html[] {
  const share = (seconds: number): number => (clock > 0 ? Math.round((seconds / clock) * 1000) / 10 : 0)
  const drawn = spanBar(share(start), share(step.wall))
  const work = isAbreast ? [timeText(step.seconds)] : []
  return [text(step.name), drawn, timeText(step.wall), ...work]
}

function workTotal(steps: readonly ReportedStep[], isAbreast: boolean): readonly Html[] {
  return isAbreast ? [timeText(steps.reduce((sum, step) => sum + step.seconds, 0))] : []
}
