// The one place where an error of SQLite or of the file system becomes an error that a person can act on.
// https://www.sqlite.org/rescode.html
import { Sqlite2pgError } from '../model/errors.ts'
import { shellWord } from '../model/shell-word.ts'
import { corruptError } from './corruption.ts'

export interface ErrorContext {
  /** The file as the user named it. */
  readonly path: string
  /** Where SQLite may be asked once more which tables still read. */
  readonly readPath?: string
  readonly busyTimeoutMs?: number
}

/** `error` as a source error; what is no fault of the source (wrong SQL of ours, out of memory) is returned as it is. */
export function sourceError(error: unknown, context: ErrorContext): Error {
  if (error instanceof Sqlite2pgError) return error
  if (!(error instanceof Error)) return new Error(String(error))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (isLock(code)) return lockedError(error, context)
  if (isDamage(code)) return corruptError(context.path, error.message, context.readPath ?? null, error)
  if (isRefusal(code)) return notReadableError(error, code, context)
  return error
}

const isLock = (code: string): boolean => /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(code)

/** Also a read that ends before its page does. */
function isDamage(code: string): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB|IOERR_(?:SHORT_READ|DATA|CORRUPTFS))/.test(code)
}

function isRefusal(code: string): boolean {
  return /^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR|FULL)/.test(code) || /^E[A-Z]+$/.test(code)
}

export function lockedError(cause: Error, { path, busyTimeoutMs }: ErrorContext): Sqlite2pgError {
  const waited = busyTimeoutMs === undefined ? '' : ` (waited ${busyTimeoutMs / 1000} s)`
  return new Sqlite2pgError(
    'SOURCE_LOCKED',
    `${path} is locked by another program${waited}`,
    `Let that program end its transaction or stop it, then run again. Who has it open: lsof ${shellWord(path)}`,
    { cause },
  )
}

function notReadableError(cause: Error, code: string, { path }: ErrorContext): Sqlite2pgError {
  const { fact, hint } = refusal(code, cause.message)
  return new Sqlite2pgError('SOURCE_NOT_READABLE', `${path} cannot be read: ${fact}`, hint, { cause })
}

function refusal(code: string, message: string): { fact: string; hint: string } {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return {
        fact: 'permission denied',
        hint: 'Run as a user who may read the file and enter its directory, or copy it.',
      }
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return {
        fact: 'no room for temporary files',
        hint: 'Free space in the temporary directory, or name another one by TMPDIR.',
      }
    case 'EIO':
      return {
        fact: 'the medium reports an input/output error',
        hint: 'Copy the file to a sound medium and run on the copy.',
      }
    default:
      return {
        fact: `${message} (${code})`,
        hint: 'Copy the file with its -wal to a local directory of yours and run on the copy.',
      }
  }
}
