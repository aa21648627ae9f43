// `verify`: proves that a SQLite file and a PostgreSQL schema hold the same, whoever made the copy. The plan
// that would be carried out today is what the target is held against. Changes nothing.
import { Sqlite2pgError } from '../model/errors.ts'
import type { TransferOptions } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import type { Verdict } from '../model/verdict.ts'
import { makeNotice } from '../plan/notices.ts'
import { grantReading } from '../postgres/errors/privilege-hint.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { isForeignQuarantine } from '../verify/quarantine.ts'
import { judgeWording } from '../verify/server-wording.ts'
import { checkViews } from '../verify/views.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { compare, requireSame } from './prove.ts'
import { Recorder } from './recorder.ts'

export async function verify(options: TransferOptions): Promise<RunReport> {
  const recorder = new Recorder({
    verb: 'verify',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    await withPrepared(options, recorder, async prepared => {
      requireUsable(prepared.facts, { writes: false })
      requireSchema(prepared.facts)
      const verdict = await recorder.step('verify', '', () =>
        compareWithViews(prepared, recorder).catch(error => {
          throw readableError(error, prepared)
        }),
      )
      const nothing = verdict.nothingToCompare
        ? [makeNotice('NOTHING_TO_COMPARE', prepared.plan.schema, 'both sides hold no rows')]
        : []
      recorder.notice(...nothing)
      requireSame(verdict, nextStep(verdict))
    })
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function compareWithViews(prepared: Prepared, recorder: Recorder): Promise<Verdict> {
  return judgeBeyondTables(prepared, await compare(prepared, prepared.plan.schema, recorder), recorder)
}

/** The verdict with what is asked in transactions of its own: conditions that are written otherwise, and views. */
export async function judgeBeyondTables(
  prepared: Prepared,
  ofTables: Verdict,
  recorder: Recorder,
): Promise<Verdict> {
  const { schema } = prepared.plan
  const found = await judgeWording({ ...prepared, schema }, ofTables)
  const views = await checkViews({ ...prepared, schema })
  const same = found.same && !views.some(({ status }) => status === 'different')
  const verdict = { ...found, same, checks: [...found.checks, ...views] }
  const compared = views.filter(({ status }) => status === 'same' || status === 'different')
  recorder.found({
    verdict,
    views: new Map(compared.map(({ object, status }) => [object, status === 'same'])),
  })
  return verdict
}

/** Throws TARGET_NO_SCHEMA. */
export function requireSchema({
  schemaExists,
  schema,
  database,
}: Pick<Prepared['facts'], 'schemaExists' | 'schema' | 'database'>): void {
  if (schemaExists) return
  throw new Sqlite2pgError(
    'TARGET_NO_SCHEMA',
    `database "${database}" has no schema "${schema}"`,
    'Pass --schema with the schema that holds the copy; without it, that is public.',
  )
}

/** Who verifies with other options than the run had compares with another plan. */
function nextStep({ checks }: Verdict): string {
  const anew = 'the target, or move everything anew with sqlite2pg migrate --force-recreate.'
  return checks.some(isForeignQuarantine)
    ? `The target holds rows that a run set aside: pass the options of that run, such as --bad-values=quarantine or --orphans=quarantine. Otherwise mend ${anew}`
    : `Mend ${anew}`
}

/** Whoever only compares needs no more than the right to read. */
function readableError(error: unknown, { facts, plan }: Prepared): unknown {
  if (!(error instanceof Sqlite2pgError) || error.code !== 'TARGET_PRIVILEGE') return error
  const hint = `As their owner: ${grantReading(plan.schema, facts.currentUser)}`
  return new Sqlite2pgError(error.code, error.message, hint, { cause: error })
}
