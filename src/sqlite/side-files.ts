// The files SQLite keeps beside a database: log, index of the log, rollback journal. Which of them are there
// decides how the database can be read without leaving a trace. https://www.sqlite.org/tempfiles.html
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export type SideFileSuffix = '-wal' | '-shm' | '-journal'

export interface SideFiles {
  /** Sizes; null where the file is not there. */
  readonly logBytes: bigint | null
  readonly indexBytes: bigint | null
  /** A rollback journal of an unfinished transaction, going on or given up. */
  readonly hasJournal: boolean
}

export function lookAtSideFiles(realPath: string): SideFiles {
  return {
    logBytes: sizeOf(`${realPath}-wal`),
    indexBytes: sizeOf(`${realPath}-shm`),
    hasJournal: hasContent(`${realPath}-journal`),
  }
}

function sizeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.size ?? null
}

const JOURNAL_HEADER_BYTES = 28

/** PERSIST leaves a finished journal with a header of zeros; its magic alone is zero also before the first sync. */
function hasContent(journalPath: string): boolean {
  if (!sizeOf(journalPath) || !allows(journalPath, constants.R_OK)) return false
  const descriptor = openSync(journalPath, 'r')
  const header = Buffer.alloc(JOURNAL_HEADER_BYTES)
  try {
    readSync(descriptor, header, 0, JOURNAL_HEADER_BYTES, 0)
    return header.some(byte => byte !== 0)
  } finally {
    closeSync(descriptor)
  }
}

/** Null where SQLite can read the file where it is, or why it would create files there or fail. */
export function whyNotInPlace(realPath: string, sides: SideFiles, mode: 'wal' | 'delete'): string | null {
  // A log is read by SQLite whatever the header says.
  if (mode === 'delete' && sides.logBytes === null) return null
  if (sides.logBytes === null) return 'it is in WAL mode and its -wal is not there'
  if (sides.indexBytes === null) return 'it is in WAL mode and its -shm is not there'
  if (!allows(dirname(realPath), constants.W_OK))
    return 'it is in WAL mode and its directory cannot be written'
  if (!allows(`${realPath}-shm`, constants.R_OK | constants.W_OK))
    return 'it is in WAL mode and its -shm cannot be shared'
  return null
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
