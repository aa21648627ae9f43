// Wishes for tables and columns that the file does not have: told, since a slip of the pen would pass unseen.
import { sameName } from '../sql/ascii-case.ts'
import type { PlanContext } from './draft.ts'
import { note } from './notices.ts'

export function noteUnknownWishes(context: PlanContext): void {
  for (const name of Object.keys(context.input.options.tables)) {
    if (context.input.source.tables.some(table => sameName(table.name, name))) continue
    note(context, 'WISH_UNKNOWN', name, 'the configuration names a table the file does not have')
  }
  for (const name of Object.keys(context.input.options.casts)) {
    const known = context.input.source.tables.some(table =>
      table.columns.some(column => sameName(`${table.name}.${column.name}`, name)),
    )
    if (!known) note(context, 'WISH_UNKNOWN', name, '--cast names a column the file does not have')
  }
}
