// The statements of a rollback: what the run published moves to a schema that keeps it, what it had replaced moves
// back. Nothing is copied or made anew, so rows, rights, sequences, comments and keys come back as they were.
// https://www.postgresql.org/docs/current/sql-altertable.html
import type { RecordedKind, RecordedObject, RecordedRun } from '../../model/journal.ts'
import type { Statement } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'

export interface RollingBack {
  readonly run: Pick<RecordedRun, 'schema' | 'added' | 'replaced' | 'replacedSchema'>
  readonly undoneSchema: string
  /** False where somebody has put things of their own into the schema of what was replaced. */
  readonly dropReplacedSchema: boolean
  /** True where the run had made the live schema, and nothing else is in it. */
  readonly dropLiveSchema: boolean
}

/** In order; to be executed in one transaction. */
export function rollbackStatements(rolling: RollingBack): readonly Statement[] {
  const { run, undoneSchema } = rolling
  const { schema, added, replaced, replacedSchema } = run
  const taken = added.map(object =>
    statement(object.name, 'was published by the run', move(object, schema, undoneSchema)),
  )
  const back =
    replacedSchema === null
      ? []
      : replaced.map(object =>
          statement(object.name, 'was there before', move(object, replacedSchema, schema)),
        )
  return [
    ...taken,
    ...back,
    ...(replacedSchema !== null && rolling.dropReplacedSchema ? [dropEmpty(replacedSchema)] : []),
    ...(rolling.dropLiveSchema ? [dropEmpty(schema)] : []),
  ]
}

const KINDS: Readonly<Record<RecordedKind, PostgresSql>> = {
  table: postgres`TABLE`,
  view: postgres`VIEW`,
  function: postgres`FUNCTION`,
}

function move({ kind, name }: RecordedObject, from: string, to: string): PostgresSql {
  const call = kind === 'function' ? postgres`()` : postgres``
  return postgres`ALTER ${KINDS[kind]} ${postgresName(from, name)}${call} SET SCHEMA ${postgresName(to)}`
}

function dropEmpty(schema: string): Statement {
  return statement(schema, 'empty now', postgres`DROP SCHEMA ${postgresName(schema)}`)
}

function statement(object: string, purpose: string, sql: PostgresSql): Statement {
  return { phase: 'publish', object, purpose, sql }
}
