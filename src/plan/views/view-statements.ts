// The statements that make a view, in whichever schema its tables lie.
// https://www.postgresql.org/docs/current/sql-createview.html
import type { PlannedView, Statement, ViewQuery } from '../../model/plan.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'

/** Marks a view as made by a run, so that a later run may replace it with its tables. */
export const VIEW_MARK = 'made by sqlite2pg from the view '

/** The view and its mark; nothing where it is left out. */
export function createViewStatements(view: PlannedView, schema: string): readonly Statement[] {
  if (view.query === null) return []
  const { target, name, query } = view
  const comment = postgresString(`${VIEW_MARK}${name.replaceAll('\0', '')}`)
  return [
    {
      phase: 'views',
      object: target,
      purpose: `the view ${name}`,
      sql: createViewSql({ target, query }, schema),
    },
    {
      phase: 'views',
      object: target,
      purpose: 'tells a later run whose it is',
      sql: postgres`COMMENT ON VIEW ${postgresName(schema, target)} IS ${comment}`,
    },
  ]
}

/** CREATE VIEW with everything it reads in one schema. */
export function createViewSql(
  { target, query }: { readonly target: string; readonly query: ViewQuery },
  schema: string,
): PostgresSql {
  const columns = query.columns.map(column => postgresName(column.target))
  return postgres`CREATE VIEW ${postgresName(schema, target)} (${columns}) AS ${querySql(query, schema)}`
}

/** The query alone. */
export function querySql({ parts }: ViewQuery, schema: string): PostgresSql {
  return trustPostgres(parts.join(`${postgresName(schema)}.`))
}
