// Flags as the parser left them (all text) → settings. Every complaint names the option, what was wanted
// and what was given.
import type { Sqlite2pgError } from '../model/errors.ts'
import { nearestWord } from '../model/nearest-word.ts'
import type { Verb } from '../model/report.ts'
import { OPTION_TABLE, type OptionRow, optionSpelling } from './option-table.ts'
import { readOptionValue } from './option-value.ts'
import type { ParsedFlags } from './parse-arguments.ts'
import { pgloaderOption } from './pgloader-spelling.ts'
import type { Positionals } from './read-positionals.ts'
import type { Settings } from './settings.ts'
import { badValue, SEE_HELP, usageError } from './usage-error.ts'

const HELP_FLAGS: readonly string[] = ['help', 'version']

/** Settings of one command line; throws UNKNOWN_OPTION and BAD_OPTION_VALUE. */
export function readOptions(
  verb: Verb,
  flags: ParsedFlags,
  positionals: Positionals,
  argv: readonly string[],
): Settings {
  const settings: Partial<Record<keyof Settings, unknown>> = {}
  refuseSwitchValues(argv)
  refuseEmptyValues(argv)
  for (const [name, value] of Object.entries(flags)) {
    if (HELP_FLAGS.includes(name) || value === undefined) continue
    const row = knownOption(name, value, verb)
    const read = readOptionValue(row, value)
    // A list may be given under two names.
    const known = settings[row.setting]
    settings[row.setting] = Array.isArray(read) && Array.isArray(known) ? [...known, ...read] : read
    if (name === 'tables') settings.includedTables = read
  }
  // Each value was read by its row's own rule, which is what the type of the setting says.
  return withPositionals(verb, settings as Settings, positionals)
}

function knownOption(name: string, value: unknown, verb: Verb): OptionRow {
  const row = OPTION_TABLE.find(candidate => candidate.name === name)
  if (row === undefined) throw pgloaderOption(name, value) ?? unknownOption(name)
  if (!row.verbs.includes(verb)) throw foreignOption(row, verb)
  return row
}

function unknownOption(name: string): Sqlite2pgError {
  const spelled = name.length === 1 ? `-${name}` : `--${name}`
  const near = nearestWord(name.replaceAll('_', '-'), [...OPTION_TABLE.map(row => row.name), ...HELP_FLAGS])
  const hint = near === null || name.length === 1 ? SEE_HELP : `Did you mean --${near}?`
  return usageError('UNKNOWN_OPTION', `${spelled} is not an option of sqlite2pg`, hint)
}

/** Where somebody may well expect the option. */
const WHY_FOREIGN: Readonly<Record<string, string>> = {
  'load --resume':
    ': a load is one transaction, so one that ended has left nothing to go on with and can simply be run again',
  'load --retry-for': ': a load is one transaction, which is lost with its connection; run it again',
}

function foreignOption(row: OptionRow, verb: Verb): Sqlite2pgError {
  return usageError(
    'UNKNOWN_OPTION',
    `--${row.name} is not an option of ${verb}${WHY_FOREIGN[`${verb} --${row.name}`] ?? ''}`,
    `It belongs to ${row.verbs.join(', ')}. \`sqlite2pg ${verb} --help\` lists the options of ${verb}.`,
  )
}

/** `--json=maybe` would quietly become false in the parser. */
function refuseSwitchValues(argv: readonly string[]): void {
  for (const word of argv) {
    if (word === '--') return
    const [, name, value = ''] = /^--([\w-]+)=(.*)$/s.exec(word) ?? []
    const row = OPTION_TABLE.find(candidate => candidate.name === name)
    if (row?.value.takes === 'nothing' && value !== 'true' && value !== 'false') {
      throw badValue(
        `--${row.name}`,
        `takes no value, and ${JSON.stringify(value)} was given`,
        `Write --${row.name} alone.`,
      )
    }
  }
}

/** `--sample=$ROWS` with an unset variable would quietly be the usual sample. */
function refuseEmptyValues(argv: readonly string[]): void {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  for (const [i, word] of words.entries()) {
    const [, name, value = words[i + 1]] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const row = OPTION_TABLE.find(candidate => candidate.name === name)
    if (row?.value.takes.endsWith('or nothing') !== true || value?.trim() !== '') continue
    throw badValue(
      `--${row.name}`,
      'its value is empty',
      `A variable of the shell may be unset. Write ${optionSpelling(row)}.`,
    )
  }
}

function withPositionals(verb: Verb, settings: Settings, { sqlitePath, postgresUrl }: Positionals): Settings {
  if (verb === 'serve' && sqlitePath !== undefined) {
    throw badValue(
      'arguments',
      `serve takes none, and ${sqlitePath} was given`,
      'Name the folder with --embedded DIR.',
    )
  }
  if (sqlitePath !== undefined && settings.sqlitePath !== undefined)
    throw namedTwice('the source', '--sqlite-path')
  if (postgresUrl !== undefined && settings.postgresUrl !== undefined)
    throw namedTwice('the target', '--postgres-url')
  return {
    ...settings,
    ...(sqlitePath !== undefined && { sqlitePath }),
    ...(postgresUrl !== undefined && { postgresUrl }),
  }
}

function namedTwice(what: string, option: string): Sqlite2pgError {
  return badValue(option, `${what} is named twice, there and as an argument`, 'Leave one of them out.')
}
