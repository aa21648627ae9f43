// Whether PostgreSQL takes the planned views, asked before anything is built: they are made on empty temporary
// tables, in a transaction that is rolled back. What cannot be rehearsed is left to the real run.
import { asSqlite2pgError, type Sqlite2pgError } from '../model/errors.ts'
import type { Plan, PlannedView, Statement } from '../model/plan.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { createViewStatements } from '../plan/views/view-statements.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { leaveOutViews } from './leave-out-views.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

const PHASES: ReadonlySet<string> = new Set(['tables', 'keys'])
const SCHEMA = 'pg_temp'

/** The same run without the views that PostgreSQL refuses. */
export async function rehearseViews(prepared: Prepared, recorder: Recorder): Promise<Prepared> {
  const wanted = prepared.plan.views.filter(({ state }) => state === 'created')
  if (wanted.length === 0) return prepared
  const reasons = await refusedViews(prepared.connection, prepared.plan, wanted)
  if (reasons.size === 0) return prepared
  const { plan, notices } = leaveOutViews(prepared.plan, reasons)
  recorder.found({ plan })
  recorder.notice(...notices)
  return { ...prepared, plan }
}

/** Thrown to roll back what succeeded. */
class Rehearsed extends Error {}

async function refusedViews(
  connection: TargetConnection,
  plan: Plan,
  views: readonly PlannedView[],
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>()
  try {
    await connection.transaction<never>(async () => {
      // Unless it is listed, the temporary schema goes first, and a table called date would hide the type.
      await connection.execute(postgres`SET LOCAL search_path = pg_catalog, pg_temp`)
      for (const { sql } of tableStatements(plan, views)) await connection.execute(sql)
      for (const view of views) {
        const refusal = await tryView(connection, createViewStatements(view, SCHEMA))
        if (refusal !== null) reasons.set(view.target, refusal)
      }
      throw new Rehearsed()
    })
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return reasons
    const error = asSqlite2pgError(thrown)
    if (isFinal(error)) throw error
  }
  return new Map()
}

const isFinal = ({ code, kind }: Sqlite2pgError): boolean => code === 'TARGET_LOST' || kind === 'interrupted'

/** The tables that the views read, bare of all that a view does not see. */
function tableStatements(plan: Plan, views: readonly PlannedView[]): readonly Statement[] {
  const read = new Set(views.flatMap(({ query }) => query?.tables ?? []))
  const tables = plan.tables
    .filter(({ target }) => read.has(target))
    .map(table => ({
      ...table,
      columns: table.columns.map(column => ({ ...column, identity: null, default: null, generated: null })),
    }))
  const bare = { ...plan, tables, indexes: [], foreignKeys: [], triggers: [], views: [], quarantine: null }
  return buildStatements(bare, SCHEMA).filter(({ phase }) => PHASES.has(phase))
}

async function tryView(
  connection: TargetConnection,
  statements: readonly Statement[],
): Promise<string | null> {
  const savepoint: PostgresSql = postgres`SAVEPOINT one_view`
  await connection.execute(savepoint)
  try {
    for (const { sql } of statements) await connection.execute(sql)
    await connection.execute(postgres`RELEASE SAVEPOINT one_view`)
    return null
  } catch (thrown) {
    const error = asSqlite2pgError(thrown)
    if (isFinal(error)) throw error
    await connection.execute(postgres`ROLLBACK TO SAVEPOINT one_view`)
    const { cause } = error
    return `PostgreSQL does not take it: ${cause instanceof Error ? cause.message : error.message}`
  }
}
