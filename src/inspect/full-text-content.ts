// A full-text table may keep its texts in an ordinary table and find them there by the rowid.
// https://www.sqlite.org/fts5.html#external_content_tables, https://www.sqlite.org/fts3.html#_external_content_fts4_tables_
import type { SourceOther } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { tokenize } from '../sql/parse/tokenize.ts'

/** From the arguments of CREATE VIRTUAL TABLE, or null where the texts are its own or nowhere. */
export function fullTextContent(
  module: string,
  moduleArguments: readonly string[],
): NonNullable<SourceOther['content']> | null {
  if (!['fts4', 'fts5'].includes(asciiLower(module))) return null
  const options = new Map(moduleArguments.flatMap(optionOf))
  const table = options.get('content') ?? ''
  return table === '' ? null : { table, rowid: options.get('content_rowid') ?? 'rowid' }
}

function optionOf(argument: string): readonly (readonly [string, string])[] {
  const [name, equals, value] = tokenize(argument)
  return name !== undefined && equals?.text === '=' && value !== undefined
    ? [[asciiLower(name.value), value.value]]
    : []
}
