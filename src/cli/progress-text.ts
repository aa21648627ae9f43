// What progress looks like in words, from the events of a run and the time. Pure, so that its arithmetic
// can be tested without a clock.
import type { RunEvent, Step } from '../model/event.ts'
import { bytesText, countText, durationText, quantityText } from '../report/quantity-text.ts'
import { visibleText } from '../report/visible-text.ts'

export type ProgressEvent = Extract<RunEvent, { type: 'progress' }>

/** A step that is under way; `latest` is its last progress event. */
export interface RunningStep {
  readonly step: Step
  readonly detail: string
  readonly startedAtMs: number
  readonly latest: ProgressEvent | null
}

/** Time after which a rate means something. */
const SETTLED_SECONDS = 0.5

/** One line about a step under way: what, how far, how fast, how long yet. */
export function runningText(running: RunningStep, nowMs: number): string {
  const { step, detail, latest } = running
  if (latest === null) return joined([step, visibleText(detail)])
  const seconds = (nowMs - running.startedAtMs) / 1000
  return joined([step, visibleText(latest.object), doneText(latest), ...speedTexts(latest, seconds)])
}

/** One line about a step that is over. */
export function finishedText(running: RunningStep, durationMs: number): string {
  const { step, latest } = running
  const took = durationText(durationMs / 1000)
  if (latest === null) return `${step}: ${took}`
  const bytes = latest.bytes > 0n ? `, ${bytesText(latest.bytes)}` : ''
  if (latest.unit !== 'rows') return `${step}: ${unitsText(latest.total, latest.unit)} in ${took}`
  const rate = rowsPerSecond(latest.done, durationMs / 1000)
  return `${step}: ${unitsText(latest.done, 'rows')}${bytes} in ${joined([took, ...rate])}`
}

function doneText({ done, total, unit }: ProgressEvent): string {
  return total > 0n ? `${countText(done)} of ${unitsText(total, unit)}` : unitsText(done, unit)
}

function unitsText(count: bigint, unit: ProgressEvent['unit']): string {
  return quantityText(count, unit.replace(/s$/, ''))
}

function speedTexts(latest: ProgressEvent, seconds: number): string[] {
  if (seconds < SETTLED_SECONDS) return []
  const bytes =
    latest.bytes > 0n ? [bytesText(latest.bytes), `${bytesText(Number(latest.bytes) / seconds)}/s`] : []
  const rows = latest.unit === 'rows' ? rowsPerSecond(latest.done, seconds) : []
  return [...bytes, ...rows, ...leftText(latest, seconds)]
}

function rowsPerSecond(rows: bigint, seconds: number): string[] {
  return rows > 0n && seconds >= 0.001 ? [`${countText(Math.round(Number(rows) / seconds))} rows/s`] : []
}

/** Only of rows: one of three tables done says nothing about the other two. */
function leftText(latest: ProgressEvent, seconds: number): string[] {
  if (latest.unit !== 'rows') return []
  const byBytes = latest.totalBytes > 0n && latest.bytes > 0n
  const share = byBytes
    ? Number(latest.bytes) / Number(latest.totalBytes)
    : Number(latest.done) / Number(latest.total)
  if (!(share > 0.01) || share >= 1) return []
  const secondsLeft = Math.round((seconds * (1 - share)) / share)
  return secondsLeft < 1 ? [] : [`${durationText(secondsLeft)} left`]
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' · ')
}
