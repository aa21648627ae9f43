// Opens the source file without ever changing it: in place where SQLite can read it read-only and leave
// nothing behind, from a private copy where it cannot. `immutable` is never used: it ignores logs and
// journals. https://www.sqlite.org/wal.html#read_only_databases

import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceRemark } from '../model/source.ts'
import { type JudgedFile, judgeFile } from './judge-file.ts'
import { openWhenUnlocked } from './locking.ts'
import { substituteCollations, tablesWithoutCollation } from './missing-collations.ts'
import { makePrivateCopy, type PrivateCopy, rollBackCopy } from './private-copy.ts'
import { DEFAULT_BUSY_TIMEOUT_MS } from './reader.ts'
import { lookAtSideFiles, type SideFiles, whyNotInPlace } from './side-files.ts'
import { replacedError, SourceFile } from './source-file.ts'
import { sourcePath } from './source-path.ts'
import { refuseTruncated } from './truncation.ts'

export interface OpenSourceOptions {
  /** How long a lock of another program is waited for; 5000 by default. */
  readonly busyTimeoutMs?: number | undefined
  /** Where a private copy goes; the system's by default. */
  readonly temporaryDirectory?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** For SQL that masks values. */
  readonly maskKey?: Uint8Array | undefined
}

/** `path` may be a path or one of the spellings of `sourcePath`. The caller closes what this returns. */
export async function openSource(path: string, options: OpenSourceOptions = {}): Promise<SourceFile> {
  const opening = {
    ...options,
    busyTimeoutMs: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS,
    path: sourcePath(path),
  }
  const judged = judgeFile(opening.path)
  try {
    const sides = lookAtSideFiles(judged.realPath)
    await refuseTruncated(opening.path, judged, sides)
    return await withCollations(await openJudged(judged, sides, opening), judged, opening)
  } finally {
    judged.held.release()
  }
}

interface Opening extends OpenSourceOptions {
  readonly path: string
  readonly busyTimeoutMs: number
}

async function openJudged(judged: JudgedFile, sides: SideFiles, opening: Opening): Promise<SourceFile> {
  const reason = whyNotInPlace(judged.realPath, sides, judged.header.journalMode)
  if (reason !== null) {
    return openCopy(judged, opening, [
      copyRemark(opening.path, reason),
      ...logRemarks(judged, sides, opening.path),
    ])
  }
  try {
    return await openInPlace(judged, sides, opening)
  } catch (error) {
    const code = sqliteCode(error)
    if (code === 'SQLITE_READONLY_ROLLBACK') return openRolledBack(judged, opening)
    if (!/^SQLITE_(?:READONLY|CANTOPEN)/.test(code)) throw error
    return openCopy(judged, opening, [
      copyRemark(opening.path, `SQLite cannot read it where it is (${code})`),
    ])
  }
}

/** Tables ordered by a collation of the application are read from a copy in which SQLite knows the name. */
async function withCollations(file: SourceFile, judged: JudgedFile, opening: Opening): Promise<SourceFile> {
  const tables = unreadableTables(file)
  if (tables.length === 0) return file
  file.close()
  const remarks = file.remarks.filter(({ code }) => code !== 'PRIVATE_COPY')
  return openCopy(judged, opening, [...remarks, collationRemark(opening.path, tables)], copy =>
    substituteCollations(copy, opening.path),
  )
}

function unreadableTables(file: SourceFile): readonly string[] {
  const reader = file.openReader()
  try {
    return tablesWithoutCollation(reader)
  } catch (error) {
    file.close()
    throw error
  } finally {
    reader.close()
  }
}

/** The code of SQLite behind a source error. */
function sqliteCode(error: unknown): string {
  const cause = error instanceof Sqlite2pgError ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

async function openInPlace(judged: JudgedFile, sides: SideFiles, opening: Opening): Promise<SourceFile> {
  const anchor = await openWhenUnlocked(judged.realPath, opening)
  const remarks = writerRemarks(sides, opening.path)
  const file = new SourceFile({ ...opening, judged, readPath: judged.realPath, anchor, remarks })
  if (judged.held.isAt(judged.realPath)) return file
  file.close()
  throw replacedError(opening.path)
}

const openRolledBack = (judged: JudgedFile, opening: Opening): Promise<SourceFile> =>
  openCopy(judged, opening, [hotJournalRemark(opening.path)], copy => {
    rollBackCopy(copy, opening.path)
    return copy
  })

async function openCopy(
  judged: JudgedFile,
  opening: Opening,
  remarks: readonly SourceRemark[],
  prepare: (copy: PrivateCopy) => PrivateCopy = copy => copy,
): Promise<SourceFile> {
  const made = await makePrivateCopy(judged.realPath, opening)
  try {
    const copy = prepare(made)
    const anchor = await openWhenUnlocked(copy.path, opening)
    return new SourceFile({ ...opening, judged, readPath: copy.path, anchor, remarks, copy })
  } catch (error) {
    made.remove()
    throw error
  }
}

function copyRemark(path: string, reason: string): SourceRemark {
  return {
    code: 'PRIVATE_COPY',
    message: `${path} is read from a private copy: ${reason}, and reading it in place would create files beside it`,
  }
}

function collationRemark(path: string, tables: readonly string[]): SourceRemark {
  return {
    code: 'PRIVATE_COPY',
    message: `${path} is read from a private copy: SQLite reads ${tables.join(', ')} only with a collation that the application has`,
  }
}

function hotJournalRemark(path: string): SourceRemark {
  return {
    code: 'HOT_JOURNAL',
    message: `${path} was left in the middle of a transaction (a rollback journal lies beside it): the unfinished transaction is rolled back in a private copy, which is read; the file itself stays as it is`,
  }
}

function logRemarks(judged: JudgedFile, sides: SideFiles, path: string): readonly SourceRemark[] {
  if (judged.header.journalMode !== 'wal' || sides.logBytes !== null) return []
  return [
    {
      code: 'WAL_WITHOUT_LOG',
      message: `${path} is in WAL mode without a log: if its -wal was lost on the way, later changes are not in this file`,
    },
  ]
}

/** A journal that SQLite read past belongs to a transaction which is going on. */
function writerRemarks({ hasJournal }: SideFiles, path: string): readonly SourceRemark[] {
  if (!hasJournal) return []
  return [{ code: 'WRITER_WAITS', message: `${path} has a writer: its commits wait while the file is read` }]
}
