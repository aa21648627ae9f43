// Shows the events of a run on standard error: one moving line on a terminal, plain lines in a pipe (at
// most one in three seconds, and one for each finished step), or nothing.
import ora, { type Ora } from 'ora'
import type { OnEvent, RunEvent, Step } from '../model/event.ts'
import { clipText } from '../report/display-width.ts'
import { visibleText } from '../report/visible-text.ts'
import { finishedText, type RunningStep, runningText } from './progress-text.ts'
import type { Settings } from './settings.ts'
import { isScreen, type Terminal } from './terminal.ts'

export interface Progress {
  readonly onEvent: OnEvent
  /** A line of its own, kept on the screen. */
  tell(line: string): void
  /** Clears the moving line; nothing is shown after it. */
  stop(): void
}

interface Display {
  running(step: RunningStep): void
  finished(step: RunningStep, durationMs: number): void
  tell(line: string): void
  stop(): void
}

const BETWEEN_LINES_MS = 3000

/** Progress as the settings and the terminal want it. */
export function createProgress(settings: Settings, terminal: Terminal): Progress {
  const display = chooseDisplay(settings, terminal)
  const steps = new Map<Step, RunningStep>()
  return {
    onEvent: event => {
      if (event.type !== 'message') follow(event, steps, display, terminal.now())
      else if (event.level === 'info') display.tell(visibleText(event.text))
      else if (settings.verbose)
        terminal.stderr.write(`${event.text.split('\n').map(visibleText).join('\n')}\n`)
    },
    tell: line => display.tell(line),
    stop: () => display.stop(),
  }
}

function chooseDisplay(settings: Settings, terminal: Terminal): Display {
  if (settings.quiet || settings.json) return silent
  if (settings.noProgress) return { ...silent, tell: line => void terminal.stderr.write(`${line}\n`) }
  return canMoveLine(terminal) ? movingLine(settings, terminal) : plainLines(terminal)
}

/** A terminal that says it is 0 columns wide (in a container, under `script`) would be cleared without end. */
function canMoveLine(terminal: Terminal): boolean {
  return isScreen(terminal.stderr, terminal) && terminal.stderr.columns !== 0
}

function follow(
  event: Exclude<RunEvent, { type: 'message' }>,
  steps: Map<Step, RunningStep>,
  display: Display,
  nowMs: number,
): void {
  switch (event.type) {
    case 'step started':
      update(steps, display, {
        step: event.step,
        detail: event.detail,
        startedAtMs: nowMs,
        latest: null,
      })
      break
    case 'progress': {
      const { step } = event
      const running = steps.get(step) ?? { step, detail: '', startedAtMs: nowMs, latest: null }
      update(steps, display, { ...running, latest: event })
      break
    }
    case 'step finished': {
      const running = steps.get(event.step)
      if (running !== undefined) display.finished(running, event.durationMs)
      steps.delete(event.step)
      break
    }
    case 'notice':
      break
  }
}

function update(steps: Map<Step, RunningStep>, display: Display, running: RunningStep): void {
  steps.set(running.step, running)
  display.running(running)
}

const silent: Display = { running: () => {}, finished: () => {}, tell: () => {}, stop: () => {} }

function plainLines(terminal: Terminal): Display {
  const write = (line: string): void => void terminal.stderr.write(`${line}\n`)
  let quietUntilMs = 0
  return {
    running: step => {
      const nowMs = terminal.now()
      if (step.latest === null) quietUntilMs = Math.max(quietUntilMs, nowMs + BETWEEN_LINES_MS)
      if (nowMs < quietUntilMs) return
      quietUntilMs = nowMs + BETWEEN_LINES_MS
      write(runningText(step, nowMs))
    },
    finished: (step, durationMs) => write(finishedText(step, durationMs)),
    tell: write,
    stop: () => {},
  }
}

function movingLine(settings: Settings, terminal: Terminal): Display {
  const colour = !settings.noColor && !terminal.environment['NO_COLOR']
  let spinner: Ora | null = null
  const start = (): Ora =>
    ora({
      stream: terminal.stderr,
      isEnabled: true,
      discardStdin: false,
      ...(!colour && { color: false }),
    }).start()
  return {
    running: step => {
      spinner ??= start()
      spinner.text = clipText(runningText(step, terminal.now()), (terminal.stderr.columns ?? 80) - 3)
    },
    finished: () => {},
    tell: line => {
      spinner?.clear()
      terminal.stderr.write(`${line}\n`)
    },
    stop: () => {
      spinner?.stop()
      spinner = null
    },
  }
}
