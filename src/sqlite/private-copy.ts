// A copy of the source in a directory of ours, for files that SQLite cannot read where they are without
// creating side files or rolling a journal back there. The copy is one moment of the file: all parts are
// looked at before and after, and copied again if any has moved.
import { constants, rmSync } from 'node:fs'
import { chmod, copyFile, open, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { Sqlite2pgError } from '../model/errors.ts'
import { makeCopyDirectory } from './copy-directory.ts'
import { throwIfInterrupted } from './reader.ts'
import { sourceError } from './source-error.ts'

export interface CopyOptions {
  /** The file as the user named it, for messages. */
  readonly path: string
  readonly temporaryDirectory?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface PrivateCopy {
  readonly path: string
  /** The same with its schema as the application wrote it, where `path` had to be changed to be readable. */
  readonly asWrittenPath?: string
  remove(): void
}

const PARTS = ['', '-wal', '-journal'] as const

const TRIES = 20

/** Longer than any file system's clock tick, so that a change after a look shows in the next one. */
const QUIET_MS = 50

export async function makePrivateCopy(realPath: string, options: CopyOptions): Promise<PrivateCopy> {
  const directory = await makeDirectory(options)
  const path = join(directory, 'source.db')
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    await copyOneMoment(realPath, path, options)
    return { path, remove }
  } catch (error) {
    remove()
    throw sourceError(error, options)
  }
}

async function makeDirectory(options: CopyOptions): Promise<string> {
  try {
    return await makeCopyDirectory(options.temporaryDirectory ?? tmpdir())
  } catch (error) {
    throw sourceError(error, options)
  }
}

async function copyOneMoment(from: string, to: string, options: CopyOptions): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    throwIfInterrupted(options.signal)
    const before = await lookAtParts(from)
    if (before.quiet) {
      for (const part of PARTS) await copyPart(from + part, to + part)
      if ((await lookAtParts(from)).look === before.look) return
    }
    await sleep(QUIET_MS)
  }
  throw new Sqlite2pgError(
    'SOURCE_CHANGED',
    `${options.path} changed each of the ${TRIES} times it was copied`,
    'Stop the application that writes to it, or run on a copy: sqlite3 FILE ".backup copy.db"',
  )
}

async function copyPart(from: string, to: string): Promise<void> {
  await rm(to, { force: true })
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE)
    await chmod(to, 0o600)
    // The time of writing is part of a fingerprint.
    const { atime, mtime } = await stat(from)
    await utimes(to, atime, mtime)
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
}

interface PartsLook {
  readonly look: string
  /** No part was written within the last tick. */
  readonly quiet: boolean
}

async function lookAtParts(realPath: string): Promise<PartsLook> {
  const looks = await Promise.all(PARTS.map(part => lookAtPart(realPath + part)))
  return {
    look: looks.map(({ look }) => look).join('|'),
    quiet: looks.every(({ writtenMs }) => Math.abs(Date.now() - writtenMs) > QUIET_MS),
  }
}

const LOOK_BYTES = 100

async function lookAtPart(path: string): Promise<{ look: string; writtenMs: number }> {
  try {
    const { size, mtimeNs, ctimeNs, ino, mtimeMs } = await stat(path, { bigint: true })
    const start = await firstBytes(path)
    return { look: `${ino}:${size}:${mtimeNs}:${ctimeNs}:${start}`, writtenMs: Number(mtimeMs) }
  } catch (error) {
    if (isAbsent(error)) return { look: 'absent', writtenMs: 0 }
    throw error
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0)
    return buffer.toString('hex', 0, bytesRead)
  } finally {
    await file.close()
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Lets SQLite roll a hot journal back, in the copy: the first read of a writable handle does it. */
export function rollBackCopy(copy: PrivateCopy, path: string): void {
  let database: Database.Database | undefined
  try {
    database = new Database(copy.path, { fileMustExist: true })
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    throw sourceError(error, { path, readPath: copy.path })
  } finally {
    database?.close()
  }
}
