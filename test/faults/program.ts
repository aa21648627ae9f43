// The built command line as a process of its own, so that it can be killed, interrupted and watched as a user's
// is. Whoever starts it awaits its end.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
}

export interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when standard error holds a match, or with the end of the program. */
  said(pattern: RegExp): Promise<void>
  /** Sends the signal and waits for the end; `durationMs` counts from the signal. */
  stop(signal: NodeJS.Signals): Promise<Ended>
}

export interface ProgramOptions {
  /** Program and arguments that run what follows, such as setpriv. */
  readonly through?: readonly string[]
  readonly directory?: string
}

/** Starts `sqlite2pg …argv`. */
export function startProgram(argv: readonly string[], options: ProgramOptions = {}): Program {
  const [file = process.execPath, ...args] = [...(options.through ?? []), process.execPath, MAIN, ...argv]
  const startedMs = performance.now()
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.directory !== undefined && { cwd: options.directory }),
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', chunk => {
    text.stdout += String(chunk)
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) =>
      resolve({ exitCode, signal, ...text, durationMs: performance.now() - startedMs }),
    )
  })
  const said = (pattern: RegExp) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (pattern.test(text.stderr)) resolve()
      }
      child.stderr.on('data', look)
      look()
      ended.then(
        () => resolve(),
        () => resolve(),
      )
    })
  child.stderr.prependListener('data', chunk => {
    text.stderr += String(chunk)
  })
  const stop = async (signal: NodeJS.Signals): Promise<Ended> => {
    const signalledMs = performance.now()
    child.kill(signal)
    const end = await ended
    return { ...end, durationMs: performance.now() - signalledMs }
  }
  return { child, ended, said, stop }
}

/** Runs `sqlite2pg …argv` to its end. */
export function runProgram(argv: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  return startProgram(argv, options).ended
}
