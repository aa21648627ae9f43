// The work of a run once nothing stands against it: what is missing is built, views are made, both sides are compared, and
// everything is published. Each of these can be taken up again, so after a fault that passes all of it is gone through once
// more, and only what is not done is done.
import { asSqlite2pgError } from '../model/errors.ts'
import type { Plan } from '../model/plan.ts'
import { makeNotice } from '../plan/notices.ts'
import { createdViews } from '../plan/target/publish.ts'
import type { RunMark } from '../postgres/run-marks.ts'
import { type Building, build } from './build.ts'
import { isFateUnknown } from './commit-fate.ts'
import type { JournalEntry } from './journal.ts'
import { makeViews, VIEWS } from './make-views.ts'
import { requireDecided } from './permission.ts'
import type { Prepared } from './prepare.ts'
import { prove } from './prove.ts'
import { publish } from './publish.ts'
import type { Recorder } from './recorder.ts'
import type { KeptWork } from './resume/kept-work.ts'
import { leniencyOf } from './resume/leniency.ts'
import type { Perseverance } from './resume/perseverance.ts'
import type { RunSession } from './resume/run-session.ts'

interface Means {
  readonly recorder: Recorder
  readonly session: RunSession
  readonly perseverance: Perseverance
  readonly journal: JournalEntry
  readonly mark: Omit<RunMark, 'condition'>
  readonly runId: string
}

/** Throws what ended it. */
export async function buildAndPublish(prepared: Prepared, work: KeptWork, means: Means): Promise<void> {
  const { record, privateSchema } = work
  const { session, perseverance } = means
  const leniency = leniencyOf(prepared.settings.patienceMs, record)
  const attempts = new Attempts(prepared, { privateSchema, record, leniency }, means)
  await perseverance.persist({
    work: () => attempts.next(),
    isPassing: error => leniency?.isPassing(error) === true && attempts.mayGoOnAfter(error),
    regain: signal => session.regain(signal),
    made: () => record.made,
  })
}

class Attempts {
  readonly #prepared: Prepared
  readonly #building: Building
  readonly #means: Means
  /** With the views that are there; null until they are made. */
  #settled: Prepared | null = null
  #isProven = false
  #isFirst = true
  #isPublishing = false

  constructor(prepared: Prepared, building: Building, means: Means) {
    this.#prepared = prepared
    this.#building = building
    this.#means = means
  }

  /** Publishing waits for locks by itself, and whether it was done must be known. */
  mayGoOnAfter(error: unknown): boolean {
    return !isFateUnknown(error) && (!this.#isPublishing || asSqlite2pgError(error).code === 'TARGET_LOST')
  }

  async next(): Promise<void> {
    const { record } = this.#building
    this.#isPublishing = false
    if (!this.#isFirst) await record.read(this.#prepared.connection)
    this.#isFirst = false
    const made = record.made
    await build(this.#prepared, this.#building, this.#means.recorder)
    const settled = await this.#makeViews()
    if (!this.#isProven || record.made > made) await prove(settled, this.#building, this.#means.recorder)
    this.#isProven = true
    await this.#publish(settled)
  }

  async #makeViews(): Promise<Prepared> {
    const { recorder } = this.#means
    const earlier = this.#settled ?? this.#prepared
    const areThere = createdViews(earlier.plan).length === 0 || this.#building.record.has(VIEWS)
    const settled =
      this.#settled !== null && areThere ? earlier : await makeViews(earlier, this.#building, recorder)
    this.#settled = settled
    requireDecided(recorder.notices, settled.settings.strict)
    return settled
  }

  async #publish({ plan, settings, connection, facts }: Prepared): Promise<void> {
    const { recorder, journal, mark, runId } = this.#means
    const { privateSchema, record } = this.#building
    const { tables } = recorder.report(null)
    const ends = { connection, privateSchema, progress: record.name, liveSchemaExists: facts.schemaExists }
    this.#isPublishing = true
    const onNotice = recorder.notice.bind(recorder)
    const task = { ...ends, plan, settings, runId, journal, tables, mark, onNotice }
    const replaced = await recorder.step('publish', plan.schema, () => publish(task))
    if (replaced.length > 0) recorder.notice(replacedNotice(replaced, plan))
  }
}

function replacedNotice(names: readonly string[], { tables }: Plan) {
  const hidesValues = tables.some(({ columns }) => columns.some(({ mask }) => mask !== undefined))
  const caution = hidesValues ? ', with values that the masks hide now unless they were masked before' : ''
  return makeNotice(
    'REPLACED',
    names.join(', '),
    `${names.length === 1 ? 'was' : 'were'} replaced; the earlier tables are kept in a schema of their own${caution}`,
  )
}
