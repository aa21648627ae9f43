// Which tables of the file are moved: all ordinary ones, narrowed by --include and --exclude.
import picomatch from 'picomatch'
import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceDatabase, SourceTable } from '../model/source.ts'

export interface NarrowedSource {
  /** The tables to move. */
  readonly tables: readonly SourceTable[]
  /** The source as if it held nothing else: what is left out on purpose needs no notice. */
  readonly source: SourceDatabase
}

export function narrowSource(
  source: SourceDatabase,
  include: readonly string[],
  exclude: readonly string[],
): NarrowedSource {
  if (include.length + exclude.length === 0) return { tables: source.tables, source }
  const isWanted = nameFilter(include, exclude)
  const tables = source.tables.filter(({ name }) => isWanted(name))
  const unreadable = source.unreadable.filter(({ table }) => isWanted(table))
  if (tables.length + unreadable.length === 0) throw nothingLeft(source, include, exclude)
  return {
    tables,
    source: {
      ...source,
      views: source.views.filter(({ name }) => isWanted(name)),
      triggers: source.triggers.filter(({ table }) => isWanted(table)),
      others: source.others.filter(({ name }) => isWanted(name)),
      unreadable,
    },
  }
}

/** Whether a table of this name is wanted. */
export function nameFilter(
  include: readonly string[],
  exclude: readonly string[],
): (name: string) => boolean {
  const included = include.length === 0 ? () => true : matcher(include)
  const excluded = matcher(exclude)
  return name => included(name) && !excluded(name)
}

function nothingLeft(
  source: SourceDatabase,
  include: readonly string[],
  exclude: readonly string[],
): Sqlite2pgError {
  return new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `no table of the file is left after ${choiceText(include, exclude)}`,
    `The file's tables are: ${source.tables.map(({ name }) => name).join(', ')}.`,
  )
}

/** `--include a* --exclude b`: as it was asked for. */
export function choiceText(include: readonly string[], exclude: readonly string[]): string {
  return [...include.map(includeText), ...exclude.map(glob => `--exclude ${glob}`)].join(' ')
}

export function includeText(glob: string): string {
  return `--include ${glob}`
}

/** A pattern that is a table's exact name matches it, whatever characters it holds. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const matches = patterns.map(pattern => picomatch(pattern, { dot: true, nocase: true, bash: true }))
  return name => patterns.includes(name) || matches.some(match => match(name))
}
