// The schemas a run makes for itself: the private one it builds in, the one that keeps what it replaced, and the one
// that keeps what a rollback took back.
// Their comments say whose they are, so that the next run can tell its own leftovers from other people's schemas.

import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'

export type PrivateKind = 'run' | 'replaced' | 'undone'

/** `sqlite2pg_run_<id>`, `sqlite2pg_replaced_<id>` or `sqlite2pg_undone_<id>`. */
export function privateSchemaName(kind: PrivateKind, runId: string): string {
  return `sqlite2pg_${kind}_${runId}`
}

/** What the comment of a private schema holds: the live schema it serves and when it was made (ISO 8601). */
export interface PrivateSchemaMark {
  readonly sqlite2pg: PrivateKind
  readonly schema: string
  readonly startedAt: string
  /** Of a run: the table in it that says what is done. */
  readonly progress?: string
}

export function createPrivateSchema(name: string, mark: PrivateSchemaMark): readonly PostgresSql[] {
  return [
    postgres`CREATE SCHEMA ${postgresName(name)}`,
    postgres`COMMENT ON SCHEMA ${postgresName(name)} IS ${postgresString(JSON.stringify(mark))}`,
  ]
}

/** The mark in a schema's comment, or null if the schema is not one of ours. */
export function parseMark(comment: string | null): PrivateSchemaMark | null {
  if (comment === null || !comment.startsWith('{"sqlite2pg":')) return null
  try {
    const mark: unknown = JSON.parse(comment)
    return isMark(mark) ? mark : null
  } catch {
    return null
  }
}

function isMark(value: unknown): value is PrivateSchemaMark {
  if (typeof value !== 'object' || value === null) return false
  const { sqlite2pg: kind, schema } = value as Partial<PrivateSchemaMark>
  return (kind === 'run' || kind === 'replaced' || kind === 'undone') && typeof schema === 'string'
}
