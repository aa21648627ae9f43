// `verify`: proves that a SQLite file and a PostgreSQL schema hold the same, whoever made the copy. The plan
// that would be carried out today is what the target is held against. Changes nothing.
import { Sqlite2pgError } from '../model/errors.ts'
import type { VerifyOptions } from '../model/options.ts'
import type { Notice } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import { sampleText } from '../model/sample.ts'
import type { TableVerdict, Verdict } from '../model/verdict.ts'
import { makeNotice } from '../plan/notices.ts'
import { grantReading } from '../postgres/errors/privilege-hint.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { countText, quantityText } from '../report/quantity-text.ts'
import { isForeignQuarantine } from '../verify/quarantine.ts'
import { judgeWording } from '../verify/server-wording.ts'
import { checkViews } from '../verify/views.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { compare, requireSame } from './prove.ts'
import { compareLive, newMoment, untilSettled } from './recheck.ts'
import { Recorder } from './recorder.ts'

const RECHECK_SECONDS = 5

export async function verify(options: VerifyOptions): Promise<RunReport> {
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
      const verdict = await compareAll(prepared, recorder, options).catch(error => {
        throw readableError(error, prepared.plan.schema, prepared.facts.currentUser)
      })
      recorder.notice(...sampleNotices(prepared, verdict))
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

/** Tables first; views, and conditions that are written otherwise, in transactions of their own. */
async function compareAll(
  prepared: Prepared,
  recorder: Recorder,
  { recheck, signal }: VerifyOptions,
): Promise<Verdict> {
  const { schema } = prepared.plan
  if (recheck === undefined)
    return recorder.step('verify', '', async () =>
      judgeBeyondTables(prepared, await compare(prepared, schema, recorder), recorder),
    )
  const pair = { prepared, recorder, signal, seconds: recheck === true ? RECHECK_SECONDS : recheck }
  const tables = await compareLive(pair)
  const judge = (): Promise<Verdict> =>
    recorder.step('verify', 'views', () => judgeBeyondTables(prepared, tables, recorder))
  return untilSettled(await judge(), differingViews, async () => {
    await newMoment(pair)
    return judge()
  })
}

function differingViews({ checks }: Verdict): number {
  return checks.filter(({ kind, status }) => kind === 'view' && status === 'different').length
}

function sampleNotices({ settings: { sample } }: Prepared, { tables }: Verdict): readonly Notice[] {
  const sampled = tables.filter(({ comparedRows }) => comparedRows !== null)
  if (sample === null || sampled.length === 0) return []
  const sum = (of: (table: TableVerdict) => bigint): bigint =>
    sampled.reduce((rows, table) => rows + of(table), 0n)
  const looked = countText(sum(({ comparedRows }) => comparedRows ?? 0n))
  const rows = quantityText(
    sum(({ sourceRows }) => sourceRows),
    'row',
  )
  const message = `${looked} of ${rows} of ${quantityText(sampled.length, 'table')} were compared`
  return [makeNotice('SAMPLED', `--sample=${sampleText(sample)}`, message)]
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
  const anew =
    'the target (sqlite2pg repair does that for rows), or move everything anew with sqlite2pg migrate --force-recreate.'
  return checks.some(isForeignQuarantine)
    ? `The target holds rows that a run set aside: pass the options of that run, such as --bad-values=quarantine or --orphans=quarantine. Otherwise mend ${anew}`
    : `Mend ${anew}`
}

/** Whoever only compares needs no more than the right to read; rows that a policy hides no such right shows. */
export function readableError(error: unknown, schema: string, user: string): unknown {
  if (!(error instanceof Sqlite2pgError) || error.code !== 'TARGET_PRIVILEGE') return error
  if (/row-level security/.test(error.message)) return error
  const hint = `As their owner: ${grantReading(schema, user)}`
  return new Sqlite2pgError(error.code, error.message, hint, { cause: error })
}
