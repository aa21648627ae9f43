// The first 100 bytes of a SQLite 3 file, read by ourselves so that a file can be judged before SQLite,
// which may create or roll back files, opens it. https://www.sqlite.org/fileformat2.html#the_database_header

/** Facts of the header that the rest asks for. */
export interface FileHeader {
  readonly pageSizeBytes: number
  readonly journalMode: 'wal' | 'delete'
  readonly changeCounter: number
  /** Pages the file should have, or null where an old SQLite wrote the file last and kept no count. */
  readonly pageCount: number | null
  readonly schemaCookie: number
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
  readonly userVersion: number
  readonly applicationId: number
}

export const HEADER_SIZE_BYTES = 100

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')

/** True for anything that begins like a SQLite 3 file, whole or not. */
export function isSqliteFile(start: Buffer): boolean {
  return start.subarray(0, MAGIC.length).equals(MAGIC)
}

/** The header, or null where the bytes after the magic cannot be one. */
export function parseFileHeader(start: Buffer): FileHeader | null {
  if (!isSqliteFile(start) || start.length < HEADER_SIZE_BYTES) return null
  const pageSizeBytes = pageSize(start.readUInt16BE(16))
  if (pageSizeBytes === null) return null
  return {
    pageSizeBytes,
    journalMode: start[18] === 2 || start[19] === 2 ? 'wal' : 'delete',
    changeCounter: start.readUInt32BE(24),
    pageCount: pageCount(start),
    schemaCookie: start.readUInt32BE(40),
    encoding: ENCODINGS[start.readUInt32BE(56)] ?? 'UTF-8',
    userVersion: start.readInt32BE(60),
    applicationId: start.readInt32BE(68),
  }
}

const ENCODINGS: Readonly<Record<number, FileHeader['encoding']>> = { 2: 'UTF-16le', 3: 'UTF-16be' }

function pageSize(stored: number): number | null {
  if (stored === 1) return 65_536
  const isPowerOfTwo = (stored & (stored - 1)) === 0
  return stored >= 512 && isPowerOfTwo ? stored : null
}

/** The count is kept only by SQLite 3.7 and later, which then writes the change counter twice. */
function pageCount(start: Buffer): number | null {
  const count = start.readUInt32BE(28)
  return count > 0 && start.readUInt32BE(24) === start.readUInt32BE(92) ? count : null
}
