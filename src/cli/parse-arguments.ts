// argv → what was asked for. Carries no defaults: the result holds only what was written, so that the
// environment and the configuration file keep their say. Throws usage errors (exit code 2).
import yargs from 'yargs'
import type { Verb } from '../model/report.ts'
import { OPTION_TABLE } from './option-table.ts'
import { readOptions } from './read-options.ts'
import { readPositionals } from './read-positionals.ts'
import type { Settings } from './settings.ts'

export type Command =
  | { readonly kind: 'help'; readonly verb: Verb | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly verb: Verb; readonly settings: Settings }

export type ParsedFlags = Readonly<Record<string, unknown>>

/** `directory` is where bare words are looked up as files. */
export function parseArguments(argv: readonly string[], directory: string): Command {
  const { _: words, $0: _program, ...flags } = parseRaw(argv)
  const isWithoutFile = flags['certificate'] !== undefined && words[0] === 'verify'
  const positional = readPositionals(words.map(String), directory, flags['help'] === true, isWithoutFile)
  if (flags['help'] === true) return { kind: 'help', verb: positional.verb }
  if (flags['version'] === true) return { kind: 'version' }
  const verb = positional.verb ?? 'migrate'
  return { kind: 'run', verb, settings: readOptions(verb, flags, positional, argv) }
}

function parseRaw(argv: readonly string[]): { _: readonly (string | number)[]; $0: string } & ParsedFlags {
  const switches = OPTION_TABLE.filter(row => row.value.takes === 'nothing').map(row => row.name)
  const texts = OPTION_TABLE.filter(row => row.value.takes !== 'nothing').map(row => row.name)
  return yargs([...argv])
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'flatten-duplicate-arrays': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
      'strip-aliased': true,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .boolean([...switches, 'help', 'version'])
    .string(texts)
    .alias(Object.fromEntries(OPTION_TABLE.flatMap(({ name, alias }) => (alias ? [[name, alias]] : []))))
    .alias('help', 'h')
    .parseSync()
}
