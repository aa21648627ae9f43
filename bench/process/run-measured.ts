// Runs a process to its end and measures it: the time from start to end, and the most memory it and its
// children held at a time. Promises: a process that takes too long or is no longer wanted ends with its children.
import { type ChildProcess, spawn } from 'node:child_process'
import { measuresMemory, readTreeMemory } from './process-tree.ts'

export interface ProcessOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly timeoutSeconds: number
  readonly signal: AbortSignal
}

export interface ProcessOutcome {
  readonly seconds: number
  /** Null if a signal ended it. */
  readonly exitCode: number | null
  readonly timedOut: boolean
  readonly stdout: string
  readonly stderr: string
  /** Null where the system does not tell it. */
  readonly peakMemoryBytes: number | null
}

// Often at first: a process may be over before a slow watch has seen it grow. Rarely later: to look costs time.
const FIRST_SAMPLE_MS = 2
const SLOWEST_SAMPLE_MS = 50

/** Runs the program. Throws if it cannot be started, and the signal's reason if it was aborted. */
export async function runMeasured(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessOutcome> {
  const { cwd, environment, timeoutSeconds, signal } = options
  signal.throwIfAborted()
  const started = performance.now()
  // A group of its own, so that a pipeline can be ended whole.
  const child = spawn(file, [...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const guard = guardChild(child, timeoutSeconds, signal)
  const memory = sampleMemory(child)
  try {
    const [stdout, stderr, exitCode] = await Promise.all([
      collect(child.stdout),
      collect(child.stderr),
      ended(child),
    ])
    const seconds = (performance.now() - started) / 1000
    signal.throwIfAborted()
    return { seconds, exitCode, timedOut: guard.timedOut(), stdout, stderr, peakMemoryBytes: memory.peak() }
  } finally {
    memory.stop()
    guard.stop()
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code))
  })
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

function guardChild(child: ChildProcess, timeoutSeconds: number, signal: AbortSignal) {
  let timedOut = false
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
  }
  const timer = setTimeout(() => {
    timedOut = true
    end()
  }, timeoutSeconds * 1000)
  signal.addEventListener('abort', end, { once: true })
  return {
    timedOut: () => timedOut,
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    },
  }
}

function sampleMemory(child: ChildProcess) {
  const { pid } = child
  if (pid === undefined || !measuresMemory) return { peak: () => null, stop: () => {} }
  let peakBytes = 0
  let waitMs = FIRST_SAMPLE_MS
  let timer: NodeJS.Timeout
  const look = (): void => {
    const { residentBytes, highestBytes } = readTreeMemory(pid)
    peakBytes = Math.max(peakBytes, residentBytes, highestBytes)
    waitMs = Math.min(waitMs * 1.2, SLOWEST_SAMPLE_MS)
    timer = setTimeout(look, waitMs)
  }
  look()
  return { peak: () => peakBytes, stop: () => clearTimeout(timer) }
}
