// The bare words of a command line: [VERB] [SQLITE] [URL]. A word that could be a misspelt verb is never
// silently taken for a file that does not exist.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Sqlite2pgError } from '../model/errors.ts'
import { nearestWord } from '../model/nearest-word.ts'
import type { Verb } from '../model/report.ts'
import { TARGET_ONLY } from './option-table.ts'
import { badValue, SEE_HELP, usageError } from './usage-error.ts'
import { VERBS } from './verb-table.ts'

export interface Positionals {
  /** Null where the command line names none. */
  readonly verb: Verb | null
  readonly sqlitePath?: string
  readonly postgresUrl?: string
}

/** Reads the words; with `onlyVerb`, for the help, words that are no verb are passed over. Without a file there is but the URL. */
export function readPositionals(
  words: readonly string[],
  directory: string,
  onlyVerb: boolean,
  isWithoutFile = false,
): Positionals {
  const [first, ...rest] = words
  if (first === undefined) return { verb: null }
  const verb = VERBS.find(known => known === first)
  if (onlyVerb) return { verb: verb ?? null }
  if (verb !== undefined && (isWithoutFile || TARGET_ONLY.includes(verb)))
    return { verb, ...readUrl(verb, rest, isWithoutFile) }
  if (verb !== undefined) return { verb, ...readFileAndUrl(rest) }
  if (!isFile(first, directory)) throw unknownVerb(first)
  return { verb: null, ...readFileAndUrl(words) }
}

function readFileAndUrl(words: readonly string[]): Omit<Positionals, 'verb'> {
  const [sqlitePath, postgresUrl, extra] = words
  if (extra !== undefined) {
    throw badValue(
      'arguments',
      `${extra} is one too many`,
      'Write: sqlite2pg [VERB] [SQLITE] [URL] [options].',
    )
  }
  if (sqlitePath === '' || postgresUrl === '') {
    throw badValue(
      'arguments',
      'one of them is empty',
      'A variable of the shell may be unset. Leave the argument out or fill it.',
    )
  }
  if (sqlitePath !== undefined && isTargetUrl(sqlitePath)) throw urlFirst()
  return {
    ...(sqlitePath !== undefined && { sqlitePath }),
    ...(postgresUrl !== undefined && { postgresUrl }),
  }
}

function readUrl(
  verb: Verb,
  [postgresUrl, extra]: readonly string[],
  isAgainstCertificate: boolean,
): Omit<Positionals, 'verb'> {
  if (postgresUrl === undefined) return {}
  if (extra === undefined && isTargetUrl(postgresUrl)) return { postgresUrl }
  // What was given may be a mistyped URL with a password in it: it is not repeated.
  const given = extra === undefined ? 'something else was given' : 'more than one argument was given'
  if (isAgainstCertificate && verb === 'verify')
    throw badValue(
      'arguments',
      `with --certificate no SQLite file is read, so the target's URL is the only argument, and ${given}`,
      'Leave the SQLite file out: sqlite2pg verify --certificate FILE [URL]. To compare with the file itself, leave --certificate out.',
    )
  throw badValue(
    'arguments',
    `${verb} takes the target's URL alone, and ${given}`,
    `Write: sqlite2pg ${verb} [URL] [options]. It needs no SQLite file.`,
  )
}

function isTargetUrl(word: string): boolean {
  return /^\s*(psql\s+)?['"]?(jdbc:)?(postgres|postgresql|pgsql)(\+\w+)?:\/\//i.test(word)
}

function urlFirst(): Sqlite2pgError {
  return badValue(
    'arguments',
    'the first one is the SQLite file, and a PostgreSQL URL was given',
    'Write: sqlite2pg todo.db URL, or name the target with --postgres-url.',
  )
}

/** Whatever can only be meant as a file: it is there, or it is written like a path or a URL. */
function isFile(word: string, directory: string): boolean {
  return word === '' || /[./\\:~]/.test(word) || existsSync(resolve(directory, word))
}

function unknownVerb(word: string): Sqlite2pgError {
  const near = word === 'help' ? null : nearestWord(word, VERBS)
  const asVerb = near === null ? 'See `sqlite2pg --help` for the verbs.' : `Did you mean the verb ${near}?`
  return usageError(
    'UNKNOWN_VERB',
    `${word} is neither a verb of sqlite2pg nor a file in this folder`,
    `${asVerb} If a file is meant, write its path: ./${word}. ${near === null ? '' : SEE_HELP}`.trimEnd(),
  )
}
