// The built program as a process of its own: in a fresh folder, with an environment that holds nothing of
// this machine's user, so that what it reads is what the test gave it.
import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Made by `npm run build`, which `npm test` runs first. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export type Files = Readonly<Record<string, string | Uint8Array>>

export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Called with standard error so far. */
  readonly onProgress?: (stderr: string) => void
}

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const folders: string[] = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A new folder with these files, gone when the tests are over. */
export function makeFolder(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sqlite2pg-program-')))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

/** Runs `sqlite2pg …argv` in `folder`, which is its home as well. */
export async function runProgram(
  folder: string,
  argv: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [MAIN, ...argv], {
    cwd: folder,
    env: { PATH, HOME: folder, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => {
    stdout += String(chunk)
  })
  child.stderr.on('data', chunk => {
    stderr += String(chunk)
    options.onProgress?.(stderr)
  })
  const exitCode = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { exitCode, stdout, stderr }
}
