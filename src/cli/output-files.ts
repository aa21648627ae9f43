// The files a run is asked to write. That they can be written is found out before any work begins, without
// leaving an empty file behind; and never is one of them the source itself.
import { accessSync, closeSync, constants, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Sqlite2pgError } from '../model/errors.ts'
import type { Request } from './request.ts'
import { badValue, usageError } from './usage-error.ts'

interface OutputFile {
  readonly option: '--out' | '--report'
  /** As the user named it. */
  readonly path: string
}

/** The form that the name of a report asks for; null where it asks for none that there is. */
export function reportForm(path: string): 'html' | 'json' | null {
  if (/\.html?$/i.test(path)) return 'html'
  return /\.json$/i.test(path) ? 'json' : null
}

/** Throws OUTPUT_NOT_WRITABLE for the first file that could not be written. */
export function checkOutputFiles(request: Request, directory: string): void {
  const files = outputFiles(request)
  const [first, second] = files
  if (first !== undefined && second !== undefined && isSameFile(first.path, second.path, directory)) {
    throw badValue(second.option, `${first.option} names the same file`, 'Give each a file of its own.')
  }
  for (const file of files) {
    refuseSource(file, request, directory)
    tryToOpen(file, resolve(directory, file.path))
  }
}

/** Writes the whole text. Throws OUTPUT_NOT_WRITABLE. */
export function writeOutputFile(
  option: OutputFile['option'],
  path: string,
  text: string,
  directory: string,
): void {
  try {
    writeFileSync(resolve(directory, path), text)
  } catch (thrown) {
    throw notWritable({ option, path }, thrown)
  }
}

function outputFiles({ verb, settings }: Request): OutputFile[] {
  const files: OutputFile[] = []
  if (settings.out !== undefined && (verb === 'plan' || verb === 'repair'))
    files.push({ option: '--out', path: settings.out })
  if (settings.report !== undefined) files.push({ option: '--report', path: settings.report })
  return files
}

function refuseSource(
  { option, path }: OutputFile,
  { sqlitePath, settings: { certificate } }: Request,
  directory: string,
): void {
  const sources = certificate === undefined ? SIDE_FILES.map(suffix => sqlitePath + suffix) : [certificate]
  if (!sources.some(one => isSameFile(one, path, directory))) return
  const what = certificate === undefined ? 'source' : 'certificate'
  throw usageError(
    'OUTPUT_NOT_WRITABLE',
    `${option}: ${path} is the ${what} itself`,
    `The ${what} is never written: name another file.`,
  )
}

const SIDE_FILES = ['', '-wal', '-shm', '-journal'] as const

/** True for one name, and for two names (a link) of one file. */
function isSameFile(one: string, other: string, directory: string): boolean {
  const paths = [resolve(directory, one), resolve(directory, other)] as const
  if (paths[0] === paths[1]) return true
  const [a, b] = paths.map(path => statSync(path, { throwIfNoEntry: false, bigint: true }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

function tryToOpen(file: OutputFile, path: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there === undefined || there.isFile() || there.isDirectory()) closeSync(openSync(path, 'a'))
    // A pipe or a device: opening it would wait for its reader.
    else accessSync(path, constants.W_OK)
    if (there === undefined) rmSync(path)
  } catch (thrown) {
    throw notWritable(file, thrown)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EACCES: 'writing there is not allowed',
  EPERM: 'writing there is not allowed',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

export function notWritable({ option, path }: OutputFile, thrown: unknown): Sqlite2pgError {
  const code = (thrown as NodeJS.ErrnoException).code ?? String(thrown)
  return usageError(
    'OUTPUT_NOT_WRITABLE',
    `${option}: ${path} cannot be written: ${REASONS[code] ?? code}`,
    'Name a file in a folder that is there and that you may write to.',
  )
}
