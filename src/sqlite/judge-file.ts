// The file is judged by its own bytes before SQLite opens it: SQLite would create a missing file, and says
// "file is not a database" for ten different troubles. Nothing is created or changed here.
import { type BigIntStats, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { Sqlite2pgError } from '../model/errors.ts'
import { corruptError } from './corruption.ts'
import { type FileHeader, HEADER_SIZE_BYTES, isSqliteFile, parseFileHeader } from './file-header.ts'
import { foreignFileError } from './foreign-file.ts'
import { HeldFile } from './held-file.ts'
import { sourceError } from './source-error.ts'

/** A file that begins as a SQLite 3 database; `held` belongs to the caller. */
export interface JudgedFile {
  /** Absolute and free of symbolic links: SQLite looks for side files beside the real file. */
  readonly realPath: string
  readonly sizeBytes: bigint
  readonly header: FileHeader
  readonly held: HeldFile
}

/** Throws the source error that fits a file which cannot be a whole SQLite 3 database. */
export function judgeFile(path: string): JudgedFile {
  const { realPath, stats } = lookUp(path)
  if (!stats.isFile()) throw notAFileError(path, stats)
  const held = hold(path, realPath)
  try {
    return { realPath, sizeBytes: held.sizeBytes, header: judgeStart(path, held), held }
  } catch (error) {
    held.release()
    throw error
  }
}

function lookUp(path: string): { realPath: string; stats: BigIntStats } {
  try {
    const realPath = realpathSync(resolve(path))
    return { realPath, stats: statSync(realPath, { bigint: true }) }
  } catch (error) {
    throw isAbsence(error) ? missingError(path) : sourceError(error, { path })
  }
}

function hold(path: string, realPath: string): HeldFile {
  try {
    return new HeldFile(realPath)
  } catch (error) {
    throw sourceError(error, { path })
  }
}

const START_SIZE_BYTES = 4096

function judgeStart(path: string, held: HeldFile): FileHeader {
  if (held.sizeBytes === 0n) throw emptyError(path)
  const start = held.read(0, START_SIZE_BYTES)
  if (!isSqliteFile(start)) throw foreignFileError(path, start)
  const header = parseFileHeader(start)
  if (header) return header
  const fact = start.length < HEADER_SIZE_BYTES ? `ends after ${start.length} bytes` : 'has a damaged header'
  throw corruptError(path, `it begins as a SQLite 3 database but ${fact}`, null)
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function emptyError(path: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'SOURCE_EMPTY',
    `${path} is empty (0 bytes): it holds no table`,
    'Start the application once so that it creates its tables, or pass --sqlite-path with the file it really uses.',
  )
}

function notAFileError(path: string, stats: BigIntStats): Sqlite2pgError {
  const kind = stats.isDirectory() ? 'a directory' : 'a pipe, a socket or a device'
  const hint = stats.isDirectory()
    ? databasesIn(path)
    : 'Pass --sqlite-path with the path of the database file.'
  return new Sqlite2pgError('SOURCE_NOT_A_FILE', `${path} is ${kind}, not a SQLite file`, hint)
}

function missingError(path: string): Sqlite2pgError {
  const link = linkTarget(path)
  if (link !== null) {
    return new Sqlite2pgError(
      'SOURCE_MISSING',
      `${path} is a link to ${link}, which does not exist`,
      'Mend the link, or pass --sqlite-path with the path of the database file.',
    )
  }
  return new Sqlite2pgError('SOURCE_MISSING', `${path} does not exist`, databasesIn(dirname(resolve(path))))
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

const LOOKS_LIKE_A_DATABASE = /\.(?:db|db3|sqlite|sqlite3|s3db|sl3)$/i
const NAMES_SHOWN = 5

/** A hint that names what could have been meant. */
function databasesIn(directory: string): string {
  const names = fileNames(directory)
    ?.filter(name => LOOKS_LIKE_A_DATABASE.test(name))
    .sort()
  const pass = 'Pass --sqlite-path with the path of the database file.'
  if (!names) return `${pass} The directory ${directory} does not exist or cannot be read.`
  if (names.length === 0) return `${pass} There is no *.db or *.sqlite file in ${directory}.`
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
  return `${pass} In ${basename(directory) || directory} there is: ${names.slice(0, NAMES_SHOWN).join(', ')}${more}.`
}

function fileNames(directory: string): readonly string[] | null {
  try {
    return readdirSync(directory)
  } catch {
    return null
  }
}
