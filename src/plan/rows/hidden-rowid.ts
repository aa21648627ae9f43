// Which tables are used by their hidden rowid in the file itself: in views, in triggers, by full-text tables. A
// rowid that no column bears is not carried. https://www.sqlite.org/lang_createtable.html#rowid
import type { SourceDatabase, SourceTable } from '../../model/source.ts'
import { asciiLower, sameName } from '../../sql/ascii-case.ts'
import { type Token, tokenize } from '../../sql/parse/tokenize.ts'
import { recognizeTouchTrigger } from '../../sql/recognize/touch-trigger.ts'
import type { PlanContext } from '../draft.ts'
import { note } from '../notices.ts'

const ROWID_NAMES: ReadonlySet<string> = new Set(['rowid', 'oid', '_rowid_'])

export function noteHiddenRowids(context: PlanContext): void {
  const { source, tables } = context.input
  for (const table of tables.filter(hidesRowid)) {
    const users = usersOf(table, source)
    if (users.length === 0) continue
    const hint = `To have it as a column: --cast ${table.name}.rowid=bigint.`
    note(
      context,
      'HIDDEN_ROWID',
      table.name,
      `its hidden rowid is not carried, and is used by ${users.join(', ')}`,
      hint,
    )
  }
}

function hidesRowid({ rowidName, rowidAlias, columns }: SourceTable): boolean {
  return rowidName !== null && rowidAlias === null && !columns.some(({ name }) => sameName(name, 'rowid'))
}

function usersOf(table: SourceTable, source: SourceDatabase): readonly string[] {
  const views = source.views.filter(({ sql }) => namesRowid(sql, table, []))
  const triggers = source.triggers.filter(trigger => {
    // That kind asks for the row that fires it, which PostgreSQL's trigger needs no number for.
    if (recognizeTouchTrigger(trigger.sql) !== null) return false
    const isOwn = sameName(trigger.table, table.name)
    return namesRowid(trigger.sql, table, isOwn ? ['new', 'old'] : [])
  })
  const texts = source.others.filter(
    ({ content }) =>
      content !== undefined && sameName(content.table, table.name) && isRowidOf(table, content.rowid),
  )
  return [
    ...views.map(({ name }) => `the view ${name}`),
    ...triggers.map(({ name }) => `the trigger ${name}`),
    ...texts.map(({ name }) => `the full-text table ${name}`),
  ]
}

function isRowidOf({ columns }: SourceTable, name: string): boolean {
  return ROWID_NAMES.has(asciiLower(name)) && !columns.some(column => sameName(column.name, name))
}

/** True where the text names the rowid of this table, by one of its names there or where it may be meant. */
function namesRowid(sql: string, table: SourceTable, otherNames: readonly string[]): boolean {
  const tokens = tokenize(sql)
  const names = [...namesIn(tokens, table.name), ...otherNames]
  if (names.length === 0) return false
  return tokens.some((token, i) => {
    if (!isName(token) || !isRowidOf(table, token.value)) return false
    const qualifier = tokens[i - 1]?.text === '.' ? tokens[i - 2] : undefined
    return qualifier === undefined || names.some(name => sameName(name, qualifier.value))
  })
}

/** The table's name where the text mentions it, and the names that it is given there. */
function namesIn(tokens: readonly Token[], table: string): readonly string[] {
  return tokens.flatMap((token, i) => {
    if (!isName(token) || !sameName(token.value, table)) return []
    const next = tokens[i + 1]
    const alias = next !== undefined && asciiLower(next.text) === 'as' ? tokens[i + 2] : next
    return [table, ...(alias !== undefined && isName(alias) ? [alias.value] : [])]
  })
}

const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted'
