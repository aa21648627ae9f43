// The environment as a run sees it: the process's own, completed by a .env file of the working directory.
// The file is only read; what the environment says already, it cannot change.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import dotenv from 'dotenv'
import type { Settings } from './settings.ts'
import type { Terminal } from './terminal.ts'
import { usageError } from './usage-error.ts'

export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Where DATABASE_URL was found, for error messages; null if nowhere. */
  readonly urlOrigin: string | null
}

/** Variables of the process first, then of `.env`. Throws BAD_CONFIG if that file is there but cannot be read. */
export function readEnvironment(terminal: Terminal): Environment {
  const own = withoutEmpty(terminal.environment)
  const file = withoutEmpty(readDotenv(resolve(terminal.directory, '.env')))
  return { variables: { ...file, ...own }, urlOrigin: originOf('DATABASE_URL', own, file) }
}

/** The settings that variables can give. */
export function environmentSettings({ variables }: Environment): Settings {
  const { SQLITE_PATH, DATABASE_URL, SQLITE2PG_MASK_KEY, SQLITE2PG_MASK_KEY_FILE } = variables
  return {
    ...(SQLITE_PATH && { sqlitePath: SQLITE_PATH }),
    ...(DATABASE_URL && { postgresUrl: DATABASE_URL }),
    ...(SQLITE2PG_MASK_KEY && { maskKey: SQLITE2PG_MASK_KEY }),
    ...(SQLITE2PG_MASK_KEY_FILE && { maskKeyFile: SQLITE2PG_MASK_KEY_FILE }),
  }
}

/** What libpq would look at to complete a target: PG* and the places of its files. */
export function targetEnvironment({ variables }: Environment): Record<string, string | undefined> {
  const wanted = /^(PG\w+|HOME|USER|LOGNAME|USERNAME|USERPROFILE|APPDATA)$/
  return Object.fromEntries(Object.entries(variables).filter(([name]) => wanted.test(name)))
}

function originOf(name: string, own: Record<string, string>, file: Record<string, string>): string | null {
  if (own[name] !== undefined) return `${name} of the environment`
  return file[name] === undefined ? null : `${name} of the .env file`
}

function withoutEmpty(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
}

function readDotenv(path: string): Record<string, string> {
  try {
    return dotenv.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    // A folder called .env is somebody's virtual environment, not a file of settings.
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return {}
    throw usageError(
      'BAD_CONFIG',
      `.env cannot be read (${code})`,
      'Make the file readable, or move it away.',
    )
  }
}
