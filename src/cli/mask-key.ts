// The key of the masks from its file, where the environment holds none. It is never shown, nor is what else the file holds.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Settings } from './settings.ts'
import { usageError } from './usage-error.ts'

/** Throws BAD_CONFIG where the file cannot be read or holds nothing. */
export function withMaskKey(settings: Settings, directory: string): Settings {
  const { maskKey, maskKeyFile, mask } = settings
  // Verbs and runs that mask nothing need no key.
  if (maskKey !== undefined || maskKeyFile === undefined || mask === undefined) return settings
  const key = readKey(resolve(directory, maskKeyFile), maskKeyFile)
  return { ...settings, maskKey: key }
}

function readKey(path: string, name: string): string {
  const key = readText(path, name).trim()
  if (key !== '') return key
  throw usageError('BAD_CONFIG', `maskKeyFile: ${name} is empty`, MAKE_ONE)
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    throw usageError('BAD_CONFIG', `maskKeyFile: ${name} cannot be read (${code})`, MAKE_ONE)
  }
}

const MAKE_ONE = 'Make a key with: openssl rand -hex 32 > mask.key   and keep it out of version control.'
