// The names of tables and their columns in PostgreSQL, all of a kind at once: what fits keeps its name, what must
// change gives way. What the user's style makes equal is for the user to decide.
import type { SourceTable } from '../../model/source.ts'
import type { PlanContext } from '../draft.ts'
import { note } from '../notices.ts'
import { type ChosenName, chooseNames, fitColumnName, fitTableName, inStyle, Namespace } from './names.ts'

/** In the order of the tables. */
export function tableNames(context: PlanContext): readonly string[] {
  const { tables, options } = context.input
  const chosen = chooseNames(
    tables.map(({ name }) => inStyle(name, options.names)),
    fitTableName,
    context.relations,
  )
  return chosen.map((each, i) => {
    tell(tables[i]?.name ?? '', each, 'another table', context)
    noteReserved(tables[i]?.name ?? '', each.name, context)
    return each.name
  })
}

function noteReserved(table: string, name: string, context: PlanContext): void {
  if (name === 'user')
    note(context, 'RESERVED_NAME', table, 'is a reserved word: without quotes it means the current user')
  if (name.startsWith('pg_'))
    note(
      context,
      'RESERVED_NAME',
      table,
      "begins as PostgreSQL's own catalogs do: one of the same name comes first",
      'Write it with its schema in PostgreSQL.',
    )
}

/** In the order of the columns. */
export function columnNames(table: SourceTable, context: PlanContext): readonly string[] {
  const chosen = chooseNames(
    table.columns.map(({ name }) => inStyle(name, context.input.options.names)),
    fitColumnName,
    new Namespace(),
  )
  return chosen.map((each, i) => {
    tell(`${table.name}.${table.columns[i]?.name}`, each, 'another column', context)
    return each.name
  })
}

function tell(object: string, { name, outcome }: ChosenName, other: string, context: PlanContext): void {
  if (outcome === 'changed')
    note(context, 'NAME_CHANGED', object, `becomes ${name}: PostgreSQL does not take its name as it is`)
  if (outcome === 'collides')
    note(context, 'NAME_COLLISION', object, `is called as ${other} in this style; it would become ${name}`)
}
