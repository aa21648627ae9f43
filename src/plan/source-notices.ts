// Notices about the file as a whole: what is left behind, what was seen when it was opened.
import type { SourceDatabase, SourceOther } from '../model/source.ts'
import type { PlanContext } from './draft.ts'
import { upkeepTriggers } from './expressions/upkeep.ts'
import { isMigrationTable } from './migration-tables.ts'
import { note } from './notices.ts'

export function noteSource(context: PlanContext): void {
  const { source, tables } = context.input
  for (const remark of source.remarks) {
    note(
      context,
      remark.code === 'HOT_JOURNAL' ? 'HOT_JOURNAL' : 'SOURCE_REMARK',
      source.path,
      remark.message,
    )
  }
  for (const table of tables) {
    if (isMigrationTable(table.name))
      note(
        context,
        'FRAMEWORK_TABLE',
        table.name,
        'holds the migrations of a framework and is copied as data',
      )
  }
  for (const other of source.others.filter(({ kind }) => kind === 'virtual'))
    note(context, 'VIRTUAL_TABLE_LEFT_OUT', other.name, leftOutWith(other, source))
  for (const { name, lostColumns } of tables) {
    for (const { name: column, expression, because } of lostColumns)
      note(
        context,
        'GENERATED_LEFT_OUT',
        `${name}.${column}`,
        `GENERATED ALWAYS AS (${expression}) is left out, with every key on it: ${because}`,
      )
  }
  if (source.userVersion !== 0)
    note(context, 'PRAGMA_LEFT_OUT', source.path, `user_version is ${source.userVersion}`)
  if (source.applicationId !== 0)
    note(context, 'PRAGMA_LEFT_OUT', source.path, `application_id is ${source.applicationId}`)
}

/** One message for all that belongs to a virtual table; the texts of its triggers come last, where they may be cut. */
function leftOutWith({ name, of }: SourceOther, source: SourceDatabase): string {
  const triggers = upkeepTriggers(source).get(name) ?? []
  const fact = `is a virtual table of the module ${of} and is left out with its shadow tables`
  if (triggers.length === 0) return fact
  const [names, texts] = [triggers.map(trigger => trigger.name), triggers.map(({ sql }) => sql)]
  const kept =
    triggers.length === 1 ? 'the trigger that keeps it' : `the ${triggers.length} triggers that keep it`
  return `${fact} and ${kept}: ${names.join(', ')}; ${texts.join('; ')}`
}
