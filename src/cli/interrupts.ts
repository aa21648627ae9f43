// Ctrl-C: the first one asks the run to stop, which drops what was built and publishes nothing; the second
// one ends the program at once.
import { EXIT_CODES } from '../model/errors.ts'
import { interruption } from '../run/interruption.ts'
import type { Terminal } from './terminal.ts'

export interface Interrupts {
  readonly signal: AbortSignal
  /** Gives the signals back to whoever had them. */
  release(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Listens until released. `tell` shows one line. */
export function watchInterrupts(terminal: Terminal, tell: (line: string) => void): Interrupts {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      terminal.exit(EXIT_CODES.interrupted)
      return
    }
    tell('Stopping. Press Ctrl-C again to end at once.')
    controller.abort(interruption())
  }
  for (const name of SIGNALS) terminal.signals.on(name, onSignal)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) terminal.signals.off(name, onSignal)
    },
  }
}
