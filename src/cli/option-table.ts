// The options of the command line: what each takes and which verbs it belongs to. Parser, checks and help
// all read this table, so they cannot disagree.
import type { Verb } from '../model/report.ts'
import type { Settings } from './settings.ts'

export type OptionValue =
  | { readonly takes: 'nothing' }
  | { readonly takes: 'text'; readonly placeholder: string }
  | { readonly takes: 'list'; readonly placeholder: string }
  | { readonly takes: 'choice'; readonly choices: readonly string[] }
  | { readonly takes: 'number'; readonly most: number }
  | { readonly takes: 'seconds'; readonly most: number }
  | { readonly takes: 'cast' }
  | { readonly takes: 'folder or nothing' }
  | { readonly takes: 'sample or nothing' }
  | { readonly takes: 'seconds or nothing' }

export interface OptionRow {
  readonly name: string
  readonly alias?: string
  readonly setting: keyof Settings
  readonly value: OptionValue
  readonly verbs: readonly Verb[]
  readonly about: string
}

/** Verbs that build in a schema of their own, so that what is built can wait. */
const BUILDING: readonly Verb[] = ['migrate', 'refresh']
/** Verbs that have a plan to show. */
const WRITING: readonly Verb[] = ['migrate', 'plan', 'load', 'refresh']
const TRANSFER: readonly Verb[] = [...WRITING, 'verify', 'repair', 'doctor']
/** Verbs of the target alone: there is no SQLite file. */
export const TARGET_ONLY: readonly Verb[] = ['rollback', 'status']
const ON_TARGET: readonly Verb[] = [...TRANSFER, ...TARGET_ONLY]
const EVERY: readonly Verb[] = [...ON_TARGET, 'serve']

const nothing = { takes: 'nothing' } as const
const text = (placeholder: string): OptionValue => ({ takes: 'text', placeholder })
const glob = { takes: 'list', placeholder: 'GLOB' } as const
const choice = (...choices: readonly string[]): OptionValue => ({ takes: 'choice', choices })

function option(
  name: string,
  setting: keyof Settings,
  value: OptionValue,
  verbs: readonly Verb[],
  about: string,
  alias?: string,
): OptionRow {
  return { name, setting, value, verbs, about, ...(alias && { alias }) }
}

// biome-ignore format: one line a row reads as a table
export const OPTION_TABLE: readonly OptionRow[] = [
  option('sqlite-path', 'sqlitePath', text('PATH'), TRANSFER, 'the source file; also the first argument, or SQLITE_PATH; sqlite:///PATH is accepted (default ./todo.db)', 's'),
  option('postgres-url', 'postgresUrl', text('URL'), ON_TARGET, 'the target; also the second argument, or DATABASE_URL, also in a .env file; PG* variables and .pgpass complete it', 'p'),
  option('embedded', 'embedded', { takes: 'folder or nothing' }, EVERY, 'run against a real PostgreSQL server that comes with the package, its data kept in DIR (default .sqlite2pg/postgres)'),
  option('schema', 'schema', text('NAME'), ON_TARGET, 'schema to publish into (default public); with status only the runs of that one'),
  option('include', 'include', glob, TRANSFER, 'only these tables; repeatable'),
  option('tables', 'include', glob, ['verify', 'repair'], 'only these tables, as --include; repeatable'),
  option('exclude', 'exclude', glob, TRANSFER, 'not these tables; repeatable'),
  option('dry-run', 'dryRun', nothing, WRITING, 'stop after the plan; nothing changes on either side'),
  option('format', 'format', choice('text', 'json', 'sql'), WRITING, 'form of a plan (default text)'),
  option('out', 'out', text('FILE'), [...WRITING, 'repair'], 'write the plan, or the script of a repair, there (default: standard output)'),
  option('force-recreate', 'forceRecreate', nothing, WRITING, 'replace same-named tables that are there already, with load the rows in them; the old ones are kept; with refresh also where nothing has changed'),
  option('orphans', 'orphans', choice('keep', 'quarantine', 'fail'), TRANSFER, 'rows whose foreign key has no parent: keep loads them and leaves the constraint NOT VALID, quarantine sets them aside (default keep)'),
  option('bad-values', 'badValues', choice('widen', 'quarantine', 'fail'), TRANSFER, 'values that do not fit the declared type: widen takes a type that holds every value exactly, quarantine sets their rows aside (default widen)'),
  option('cast', 'casts', { takes: 'cast' }, TRANSFER, 'a PostgreSQL type, or a reading such as epoch_ms or guid, for one column, with suffixes such as :empty_null; repeatable'),
  option('names', 'names', choice('keep', 'lower', 'snake'), TRANSFER, 'identifiers in PostgreSQL (default keep)'),
  option('proof', 'proof', choice('full', 'counts', 'none'), TRANSFER, 'how much is proven before publishing (default full)'),
  option('strict', 'strict', nothing, TRANSFER, 'any warning ends the run with exit code 5, before anything is published'),
  option('jobs', 'jobs', { takes: 'number', most: 64 }, TRANSFER, 'readers and COPY streams at once (default: cores, at most 8)'),
  option('resume', 'resume', nothing, BUILDING, 'go on with what a run of the same source has left that was killed, lost its server, or ran out of disk'),
  option('retry-for', 'retryFor', { takes: 'seconds', most: 3600 }, BUILDING, 'how long to try again where the server is lost or refuses for the moment (default 30, 0 never)'),
  option('certificate', 'certificate', text('FILE'), ['verify'], 'hold the target against the certificate in this JSON report instead of a SQLite file'),
  option('limit', 'limit', { takes: 'number', most: 1_000_000 }, ['verify'], 'differences that are listed for each table (default 100; shown here 10)'),
  option('sample', 'sample', { takes: 'sample or nothing' }, ['verify'], 'compare only a part of big tables: so many rows of each, or a share; :SEED repeats a choice (default 10000)'),
  option('recheck', 'recheck', { takes: 'seconds or nothing' }, ['verify'], 'both sides still change: look again, so many seconds later, at rows that differ (default 5)'),
  option('json', 'json', nothing, ON_TARGET, 'one JSON report on standard output, nothing else there'),
  option('report', 'report', text('FILE'), TRANSFER, 'also write the report; .html or .json by its name'),
  option('quiet', 'quiet', nothing, EVERY, 'no progress and no summary; errors are shown'),
  option('verbose', 'verbose', nothing, EVERY, 'every notice, and the stack of an internal fault'),
  option('no-progress', 'noProgress', nothing, EVERY, 'no progress'),
  option('no-color', 'noColor', nothing, EVERY, 'no colours; also NO_COLOR'),
  option('apply', 'apply', nothing, ['repair'], 'carry the repair out, in one transaction; without it the statements are printed'),
  option('yes', 'yes', nothing, ['migrate', 'rollback', 'repair', 'load', 'refresh'], 'do not ask before something destructive (asked only on a terminal; elsewhere this flag is required); with refresh also: production is meant'),
  option('config', 'config', text('FILE'), EVERY, 'configuration file (default sqlite2pg.config.json, if it is there)'),
]

/** `--cast TABLE.COLUMN=TYPE`: an option as it is written. */
export function optionSpelling(row: OptionRow): string {
  const { value } = row
  switch (value.takes) {
    case 'nothing':
      return `--${row.name}`
    case 'text':
    case 'list':
      return `--${row.name} ${value.placeholder}`
    case 'choice':
      return `--${row.name} ${value.choices.join('|')}`
    case 'number':
      return `--${row.name} N`
    case 'seconds':
      return `--${row.name} SECONDS`
    case 'cast':
      return `--${row.name} TABLE.COLUMN=TYPE`
    case 'folder or nothing':
      return `--${row.name} [DIR]`
    case 'sample or nothing':
      return `--${row.name} [N|P%[:SEED]]`
    case 'seconds or nothing':
      return `--${row.name} [SECONDS]`
  }
}
