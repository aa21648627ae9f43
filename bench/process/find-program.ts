// Whether a program is installed, and which version it is, asked from the program itself.
import { tmpdir } from 'node:os'
import { basename } from 'node:path'
import type { Availability } from '../contender.ts'
import { runMeasured } from './run-measured.ts'

const PATIENCE_SECONDS = 30

/** Asks `file --version`; the first line with a number in it is the version. Throws if the signal is aborted. */
export async function findProgram(
  signal: AbortSignal,
  file: string,
  args: readonly string[] = ['--version'],
): Promise<Availability> {
  const name = basename(file)
  const options = { cwd: tmpdir(), environment: process.env, timeoutSeconds: PATIENCE_SECONDS, signal }
  try {
    const { exitCode, stdout, stderr } = await runMeasured(file, args, options)
    if (exitCode !== 0) return { kind: 'missing', because: `${name} does not tell its version` }
    return { kind: 'available', version: versionIn(`${stdout}\n${stderr}`) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { kind: 'missing', because: `${name} is not installed` }
  }
}

/** Asks several programs that are needed together. */
export async function findPrograms(signal: AbortSignal, ...files: readonly string[]): Promise<Availability> {
  const found = await Promise.all(files.map(file => findProgram(signal, file)))
  const missing = found.flatMap(one => (one.kind === 'missing' ? [one.because] : []))
  if (missing.length > 0) return { kind: 'missing', because: missing.join(', ') }
  const versions = found.flatMap(one => (one.kind === 'available' ? [one.version] : []))
  return { kind: 'available', version: files.map((file, i) => `${file} ${versions[i]}`).join(', ') }
}

function versionIn(text: string): string {
  return /\d+\.\d+[\w.~-]*/.exec(text)?.[0] ?? 'unknown'
}
