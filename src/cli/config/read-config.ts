// The configuration file: sqlite2pg.config.json of the working directory if it is there, or what --config
// names, which must be. Plain JSON. Paths in it are meant from the file's own folder.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'
import type { Settings } from '../settings.ts'
import { usageError } from '../usage-error.ts'
import { checkConfig } from './check-config.ts'

const USUAL_NAME = 'sqlite2pg.config.json'

/** Settings of the file, {} if there is none. Throws BAD_CONFIG. */
export function readConfig(asked: string | undefined, directory: string): Settings {
  const name = asked ?? USUAL_NAME
  const text = readText(resolve(directory, name), name, asked !== undefined)
  if (text === null) return {}
  const { $schema: _schema, ...settings } = checkConfig(name, parseJson(name, text))
  return fromFolder(settings, relative(directory, dirname(resolve(directory, name))))
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
}

function readText(path: string, name: string, needed: boolean): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT' && !needed) return null
    const fact = READ_FAILURES[code ?? ''] ?? `cannot be read (${code})`
    throw usageError(
      'BAD_CONFIG',
      `the configuration file ${name} ${fact}`,
      'Check --config; without it, sqlite2pg.config.json of the working directory is read.',
    )
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const reason =
      thrown instanceof Error ? thrown.message.replace(/, "[\s\S]*" is not valid JSON$/, '') : String(thrown)
    throw new Sqlite2pgError(
      'BAD_CONFIG',
      `${name} is not JSON: ${reason}${lineOf(text, reason)}`,
      'Plain JSON is wanted: double quotes, no comments, no comma after the last entry.',
    )
  }
}

function lineOf(text: string, reason: string): string {
  const position = /at position (\d+)/.exec(reason)?.[1]
  if (position === undefined || /\(line \d+/.test(reason)) return ''
  return ` (line ${text.slice(0, Number(position)).split('\n').length})`
}

function fromFolder(settings: Settings, folder: string): Settings {
  if (folder === '') return settings
  const { sqlitePath, embedded, out, report, maskKeyFile } = settings
  const moved = (path: string): string =>
    /^([/\\~]|[a-z0-9+]{2,}:|[a-z]:[/\\])/i.test(path) ? path : join(folder, path)
  return {
    ...settings,
    ...(sqlitePath !== undefined && { sqlitePath: moved(sqlitePath) }),
    ...(typeof embedded === 'string' && { embedded: moved(embedded) }),
    ...(out !== undefined && { out: moved(out) }),
    ...(report !== undefined && { report: moved(report) }),
    ...(maskKeyFile !== undefined && { maskKeyFile: moved(maskKeyFile) }),
  }
}
