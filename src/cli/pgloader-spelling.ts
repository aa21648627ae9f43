// People come from pgloader with its options in their fingers. Each gets the name we have for the thing.
// https://pgloader.readthedocs.io/en/latest/ref/sqlite.html
import type { Sqlite2pgError } from '../model/errors.ts'
import { usageError } from './usage-error.ts'

// biome-ignore format: one line a row reads as a table
const WITH_CLAUSES: readonly (readonly [RegExp, string])[] = [
  [/^data only/i, 'Rows only, into tables that are there, is the verb `load`.'],
  [/^schema only/i, 'The empty schema is `sqlite2pg plan --format sql`.'],
  [/^quote identifiers/i, 'Names are kept as they are: --names keep, the default.'],
  [/^downcase identifiers/i, 'Use --names lower.'],
  [/^snake_case identifiers/i, 'Use --names snake.'],
  [/^(including|excluding) only table|^(including|excluding) table/i, 'Use --include GLOB and --exclude GLOB.'],
  [/^truncate/i, 'Emptying tables before loading is `load --force-recreate` (not built yet); `migrate --force-recreate` replaces the tables.'],
  [/^(include|create) (no )?drop|^include drop|^drop/i, 'Use --force-recreate; without it a table that is there already is an error.'],
  [/^reset (no )?sequences/i, 'Sequences are always set to continue after the copied rows.'],
  [/^(create|no) |^(foreign keys|preserve index)/i, 'Tables, keys, indexes and foreign keys are always built; `sqlite2pg plan` shows them.'],
  [/^(batch|prefetch)/i, 'Not needed: chunks are bounded by their bytes.'],
  [/^(workers|concurrency|max parallel)/i, 'Use --jobs N.'],
  [/^on error/i, 'Values that do not fit are decided by --bad-values widen|fail.'],
]

const OTHER_FLAGS: Readonly<Record<string, string>> = {
  set: 'Session settings are chosen by sqlite2pg; others go into the options= parameter of the URL.',
  before: 'Run psql before sqlite2pg.',
  after: 'Run psql after sqlite2pg.',
  'on-error-stop': 'A run always stops at an error, and nothing is published then.',
  'no-ssl-cert-verification': 'Use sslmode=require in the URL.',
  summary: 'Use --report FILE.html, or FILE.json.',
  logfile: 'Progress goes to standard error: 2> FILE.',
}

/** The error for an option that pgloader has and sqlite2pg has not; null for any other. */
export function pgloaderOption(name: string, value: unknown): Sqlite2pgError | null {
  if (name === 'with') return withClause(String(value))
  const hint = Object.hasOwn(OTHER_FLAGS, name) ? OTHER_FLAGS[name] : undefined
  if (hint === undefined) return null
  return usageError('UNKNOWN_OPTION', `--${name} is an option of pgloader, not of sqlite2pg`, hint)
}

/** True for pgloader's `--cast "type datetime to timestamptz"`. */
export function isPgloaderCast(text: string): boolean {
  return /^\s*(type|column)\s+\S.*\bto\s+\S/i.test(text)
}

function withClause(value: string): Sqlite2pgError {
  const clause = value.trim()
  const hint = WITH_CLAUSES.find(([pattern]) => pattern.test(clause))?.[1]
  return usageError(
    'UNKNOWN_OPTION',
    `--with "${clause}" is pgloader's spelling; sqlite2pg has no --with`,
    hint ?? 'sqlite2pg has an option for each choice: `sqlite2pg --help` lists them.',
  )
}
