// What is shown while a run works: a moving line, plain lines, or nothing. Events as the library sends them.
import { expect, test } from 'vitest'
import { createProgress } from '../../src/cli/progress.ts'
import { finishedText, type ProgressEvent, runningText } from '../../src/cli/progress-text.ts'
import type { Settings } from '../../src/cli/settings.ts'
import { type CommandLineOptions, recordingTerminal } from './command-line.ts'

const rowsEvent = (done: bigint): ProgressEvent => ({
  type: 'progress',
  step: 'rows',
  object: 'tasks',
  done,
  total: 100_000n,
  unit: 'rows',
  bytes: done * 100n,
  totalBytes: 10_000_000n,
})

function play(settings: Settings, options: CommandLineOptions = {}): string {
  const recorded = recordingTerminal('/', options)
  const progress = createProgress(settings, recorded.terminal)
  progress.onEvent({ type: 'step started', step: 'rows', detail: '3 tables' })
  for (let done = 0n; done < 100_000n; done += 1000n) {
    recorded.passTime(100)
    progress.onEvent(rowsEvent(done))
  }
  progress.onEvent({ type: 'step finished', step: 'rows', durationMs: 10_000 })
  progress.tell('a line')
  progress.stop()
  return recorded.stderr()
}

test('a line under way says what, how far, how fast and how long yet', () => {
  const running = { step: 'rows', detail: '', startedAtMs: 0, latest: rowsEvent(25_000n) } as const
  expect(runningText(running, 5000)).toBe(
    'rows · tasks · 25,000 of 100,000 rows · 2.5 MB · 500 kB/s · 5,000 rows/s · 15.0 s left',
  )
  expect(runningText(running, 100)).toBe('rows · tasks · 25,000 of 100,000 rows')
  expect(finishedText(running, 2000)).toBe('rows: 25,000 rows, 2.5 MB in 2.00 s · 12,500 rows/s')
})

test('in a pipe there is a line every three seconds at most, and one for the finished step', () => {
  const lines = play({}).trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[3]).toMatch(/^rows: 99,000 rows, 9\.9 MB in 10\.0 s/)
  expect(lines.join('')).not.toContain('\u001b')
})

test('--quiet and --json show nothing, --no-progress only what is told', () => {
  expect(play({ quiet: true })).toBe('')
  expect(play({ json: true })).toBe('')
  expect(play({ noProgress: true })).toBe('a line\n')
})

test('on a terminal one line moves, without colours where none are wanted', () => {
  const coloured = play({}, { isTTY: true })
  expect(coloured).toMatch(/rows · tasks · [\d,]+ of 100,000 rows/)
  expect(play({ noColor: true }, { isTTY: true })).not.toContain('\u001b[36m')
  expect(play({}, { isTTY: true, environment: { NO_COLOR: '1' } })).not.toContain('\u001b[36m')
})

test('a dumb terminal gets plain lines', () => {
  expect(play({}, { isTTY: true, environment: { TERM: 'dumb' } })).not.toContain('\u001b')
})
