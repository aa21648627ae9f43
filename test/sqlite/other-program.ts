// Another process that has the database open: it runs JavaScript with `database` at hand, says when it got
// there, and stays until it is stopped or killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface OtherProgram {
  /** Stops it in the middle of whatever it does; its locks stay. */
  pause(): void
  resume(): void
  /** SIGKILL: no clean-up, no checkpoint. */
  kill(): Promise<void>
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** Resolves when `script` calls `ready()`; the process then lives on. */
export async function startOtherProgram(path: string, script: string): Promise<OtherProgram> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(path, script)], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => kill(child))
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', code => reject(new Error(`the other program ended with ${code}`)))
  })
  return { pause: () => child.kill('SIGSTOP'), resume: () => child.kill('SIGCONT'), kill: () => kill(child) }
}

function program(path: string, script: string): string {
  return `import { writeSync } from 'node:fs'
    import Database from 'better-sqlite3'
    const database = new Database(${JSON.stringify(path)})
    const ready = () => writeSync(1, 'ready')
    // Also keeps the handle from being collected, which would close it.
    setInterval(() => database.open, 1000)
    ${script}`
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
