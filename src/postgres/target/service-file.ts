// Connection service files: an INI file whose sections are named sets of parameters.
// https://www.postgresql.org/docs/current/libpq-pgservice.html
import { readFileSync } from 'node:fs'
import { badTarget } from '../errors/bad-target.ts'
import { normalizeParameters, type TargetParameters } from './parameters.ts'

/** The parameters of a service, from the first of the files that knows it. */
export function readService(name: string, paths: readonly string[]): TargetParameters {
  for (const path of paths) {
    const section = findSection(readLines(path), name, path)
    if (section !== null) return section
  }
  const looked =
    paths.length === 0 ? 'there is no home directory to look in' : `looked in ${paths.join(', ')}`
  throw badTarget(
    `the connection service ${JSON.stringify(name)} is not defined`,
    `Write a section [${name}] with host=…, dbname=… and user=… (${looked}), or set PGSERVICEFILE.`,
  )
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}

function findSection(lines: readonly string[], name: string, path: string): TargetParameters | null {
  const start = lines.findIndex(line => line.trim() === `[${name}]`)
  if (start === -1) return null
  const following = lines.slice(start + 1)
  const end = following.findIndex(line => line.trim().startsWith('['))
  const body = end === -1 ? following : following.slice(0, end)
  return normalizeParameters(
    body
      .map(line => line.trim())
      .filter(isSetting)
      .map(line => pairOf(line, name, path)),
  )
}

const isSetting = (line: string): boolean => line !== '' && !line.startsWith('#')

function pairOf(line: string, name: string, path: string): readonly [string, string] {
  const equals = line.indexOf('=')
  if (equals > 0) return [line.slice(0, equals).trim(), line.slice(equals + 1).trim()]
  throw badTarget(
    `the section [${name}] of ${path} holds a line that is not keyword=value`,
    'Every line of a service is keyword=value, a comment beginning with #, or empty.',
  )
}
