// The file that --certificate names, as JSON. https://www.rfc-editor.org/rfc/rfc8259
import { readFileSync } from 'node:fs'
import { Sqlite2pgError } from '../model/errors.ts'

/** Throws INVALID_CERTIFICATE. */
export function readCertificateFile(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw unusable(path, 'it is no JSON', error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  EACCES: 'reading it is not allowed',
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw unusable(path, `it cannot be read: ${REASONS[code] ?? code}`, error)
  }
}

/** Where the file was forgotten, the target's URL stands in its place, and may hold a password. */
function withoutLogin(path: string): string {
  return path.replace(/^.*@/s, '***@')
}

function unusable(path: string, fact: string, cause: unknown): Sqlite2pgError {
  return new Sqlite2pgError(
    'INVALID_CERTIFICATE',
    `${withoutLogin(path)}: ${fact}`,
    'Give the file as `--report FILE.json` of a run with --proof=full wrote it.',
    { cause },
  )
}
