// The views of a run: each is made in the private schema once the rows are there, and compared with SQLite's own
// view row by row. One that PostgreSQL refuses, or whose rows differ, is dropped again and told; it stops nothing.
import { asSqlite2pgError } from '../model/errors.ts'
import type { PlannedView } from '../model/plan.ts'
import { NO_AMOUNT, type Piece, recordPiece } from '../plan/target/progress.ts'
import { createdViews } from '../plan/target/publish.ts'
import { isNarrowed } from '../plan/views/narrowed-views.ts'
import { createViewStatements } from '../plan/views/view-statements.ts'
import { postgresName, postgresString } from '../sql/quote.ts'
import { postgres } from '../sql/text.ts'
import { compareView } from '../verify/views.ts'
import type { Building } from './build.ts'
import { leaveOutViews } from './leave-out-views.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

/** The same run with the views that are there now. */
export async function makeViews(
  prepared: Prepared,
  building: Building,
  recorder: Recorder,
): Promise<Prepared> {
  const { privateSchema, record } = building
  const wanted = createdViews(prepared.plan)
  if (wanted.length === 0) return prepared
  await dropViews(prepared, building, wanted)
  const views = new Map<string, boolean>()
  const reasons = await recorder.step('views', `${wanted.length} views`, async () => {
    const lost = new Map<string, string>()
    for (const [done, view] of wanted.entries()) {
      recorder.progress('views', view.name, BigInt(done), BigInt(wanted.length), 'statements')
      const because = readsLost(view, lost) ?? (await makeView(prepared, privateSchema, view, views))
      if (because !== null) lost.set(view.target, because)
    }
    return lost
  })
  await prepared.connection.execute(recordPiece(record.table, VIEWS, NO_AMOUNT))
  record.add(VIEWS)
  const { plan, notices } = leaveOutViews(prepared.plan, reasons)
  recorder.found({ plan, views })
  recorder.notice(...notices)
  return { ...prepared, plan }
}

/** On record once all of them are there, or left out. */
export const VIEWS: Piece = { kind: 'views', object: '', part: '' }

/** What was made before a fault is made once more with the rest: that reads rows, and changes none. */
async function dropViews(
  { connection }: Prepared,
  { privateSchema, record }: Building,
  views: readonly PlannedView[],
): Promise<void> {
  const paths = views.map(({ target }) => postgresName(privateSchema, target))
  const drop = postgres`DROP VIEW IF EXISTS ${paths} CASCADE; DELETE FROM ${record.table} WHERE kind = ${postgresString(VIEWS.kind)}`
  await connection.execute(drop, { doing: 'building views' })
}

function readsLost({ query }: PlannedView, lost: ReadonlyMap<string, string>): string | null {
  const read = query?.views.find(target => lost.has(target))
  return read === undefined ? null : `it reads the view ${read}, which is left out`
}

/** Why there is no such view afterwards, or null. */
async function makeView(
  prepared: Prepared,
  schema: string,
  view: PlannedView,
  views: Map<string, boolean>,
): Promise<string | null> {
  const { connection, plan, settings } = prepared
  for (const { sql, object } of createViewStatements(view, schema)) {
    try {
      await connection.execute(sql, { object, doing: 'building views' })
    } catch (thrown) {
      return refusalOf(thrown)
    }
  }
  if (settings.proof === 'none') return null
  if (isNarrowed(view, plan.tables)) return null
  const from = postgresName(schema, view.target)
  const compared = await compareView(prepared, view.name, from, view.query?.columns ?? [])
  views.set(view.target, compared.same)
  if (compared.same) return null
  await connection.execute(postgres`DROP VIEW ${from}`, { object: view.target, doing: 'building views' })
  return compared.because
}

function refusalOf(thrown: unknown): string {
  const error = asSqlite2pgError(thrown)
  if (error.code !== 'TARGET_FAILED') throw error
  const { cause } = error
  return `PostgreSQL does not take it: ${cause instanceof Error ? cause.message : error.message}`
}
