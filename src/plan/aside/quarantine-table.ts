// The table for rows that are set aside: made for a person with psql. Every value is there as the file holds it, with
// its storage class, whatever the columns of its own table would take.
// https://www.postgresql.org/docs/current/functions-json.html
import type { PlannedQuarantine, Statement } from '../../model/plan.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'

export const QUARANTINE_NAME = 'sqlite2pg_quarantine'

/** Its columns, in the order in which they are loaded. */
export const QUARANTINE_COLUMNS = ['source_table', 'source_key', 'reasons', 'row_values'] as const

/** How the comment of every such table begins. */
export const QUARANTINE_MARK = 'Rows that sqlite2pg set aside'

const COMMENT = `${QUARANTINE_MARK} instead of moving them. source_table: their table in the SQLite file; source_key: their key there as JSON; reasons: JSON array of {kind, columns, reason}; row_values: JSON object of {class, value}, or {class, hex} for bytes that are no text.`

export function createQuarantine(quarantine: PlannedQuarantine | null, schema: string): readonly Statement[] {
  if (quarantine === null) return []
  const name = postgresName(schema, quarantine.target)
  // json keeps the order of the columns and has no limit of its own; jsonb ends at 256 MB.
  const columns = postgres`source_table text NOT NULL,\n  source_key text NOT NULL,\n  reasons json NOT NULL,\n  row_values json NOT NULL`
  return [
    statement(
      'tables',
      quarantine,
      'rows that are set aside',
      postgres`CREATE TABLE ${name} (\n  ${columns}\n)`,
    ),
    statement(
      'tables',
      quarantine,
      'says what it is',
      postgres`COMMENT ON TABLE ${name} IS ${postgresString(COMMENT)}`,
    ),
  ]
}

export function analyzeQuarantine(
  quarantine: PlannedQuarantine | null,
  schema: string,
): readonly Statement[] {
  if (quarantine === null) return []
  const sql = postgres`ANALYZE ${postgresName(schema, quarantine.target)}`
  return [statement('statistics', quarantine, 'give the planner fresh statistics', sql)]
}

function statement(
  phase: Statement['phase'],
  { target }: PlannedQuarantine,
  purpose: string,
  sql: PostgresSql,
): Statement {
  return { phase, object: target, purpose, sql }
}
