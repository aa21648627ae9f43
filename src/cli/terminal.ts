// Everything the command line touches outside itself, in one record: streams, environment, clock, signals.
// `processTerminal` is the real one; a test gives streams of its own.
import picocolors from 'picocolors'
import type { TextStyle } from '../report/text-style.ts'
import { endProcess } from './end-process.ts'

export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The working directory, absolute; '' if it was removed. */
  readonly directory: string
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>
  /** Milliseconds since the epoch. */
  now(): number
  exit(code: number): void
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    directory: workingDirectory(),
    signals: process,
    now: () => Date.now(),
    exit: endProcess,
  }
}

function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}

/** Colours and width for one stream. https://no-color.org */
export function styleFor(stream: OutputStream, terminal: Terminal, noColor: boolean): TextStyle {
  const { NO_COLOR } = terminal.environment
  const coloured = isScreen(stream, terminal) && !noColor && (NO_COLOR ?? '') === ''
  const width = stream.isTTY ? Math.max(40, stream.columns || 80) : Number.POSITIVE_INFINITY
  return { width, paint: picocolors.createColors(coloured) }
}

/** True for a terminal that understands cursor movement and colours. */
export function isScreen(stream: OutputStream, terminal: Terminal): boolean {
  return stream.isTTY === true && terminal.environment['TERM'] !== 'dumb'
}
