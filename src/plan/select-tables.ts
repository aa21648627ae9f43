// Which tables of the file are moved: all ordinary ones, narrowed by --include and --exclude.
import picomatch from 'picomatch'
import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceDatabase, SourceTable } from '../model/source.ts'

export function selectTables(
  source: SourceDatabase,
  include: readonly string[],
  exclude: readonly string[],
): readonly SourceTable[] {
  const included = include.length === 0 ? () => true : matcher(include)
  const excluded = exclude.length === 0 ? () => false : matcher(exclude)
  const chosen = source.tables.filter(table => included(table.name) && !excluded(table.name))
  if (chosen.length > 0) return chosen
  const names = source.tables.map(table => table.name).join(', ')
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    'no table is left to move after --include and --exclude',
    `The file's tables are: ${names}.`,
  )
}

/** A pattern that is a table's exact name matches it, whatever characters it holds. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const matches = patterns.map(pattern => picomatch(pattern, { dot: true, nocase: true, bash: true }))
  return name => patterns.includes(name) || matches.some(match => match(name))
}
