// Stage 4 within a run: both sides are compared before anybody can see the copy.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Check, Verdict } from '../model/verdict.ts'
import type { ContentTerms } from '../verify/content/content-terms.ts'
import { exportSnapshot } from '../verify/content/target-moment.ts'
import { type VerifyProgress, verifyCopy } from '../verify/verify-copy.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

/** Compares the copy in `schema` with the source; throws DIFFERENT. */
export async function prove(prepared: Prepared, schema: string, recorder: Recorder): Promise<void> {
  if (prepared.settings.proof === 'none') return
  const verdict = await recorder.step('verify', '', () =>
    compare(prepared, schema, recorder, { isOwn: true }),
  )
  requireSame(
    verdict,
    'Nothing was published. This is a fault in sqlite2pg or in what lies between: please report it.',
  )
}

/** `isOwn` where this run has made the copy. */
export async function compare(
  prepared: Prepared,
  schema: string,
  recorder: Recorder,
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): Promise<Verdict> {
  const { plan, source, reader, workers, connection, settings } = prepared
  const onProgress = ({ table, done, total }: VerifyProgress): void =>
    recorder.progress('verify', table, BigInt(done), BigInt(total), 'tables')
  const partial = settings.include.length + settings.exclude.length > 0
  const verdict = await verifyCopy({
    plan,
    source,
    reader,
    asker: workers,
    connection,
    schema,
    contents: settings.proof === 'full' ? contentTerms(prepared, recorder) : null,
    onProgress,
    partial,
    isOwn,
  })
  recorder.found({ verdict })
  return verdict
}

/** The contract's number of differences that a report lists for a table. */
const LISTED = 100

function contentTerms({ plan, workers, connection, settings }: Prepared, recorder: Recorder): ContentTerms {
  const total = plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  let done = 0n
  return {
    lanes: async session =>
      (await workers?.proofLanes(connection.siblingSettings, await exportSnapshot(session))) ?? [],
    partBytes: settings.partBytes,
    limit: LISTED,
    onProven: ({ target }, rows) => {
      done += BigInt(rows)
      recorder.progress('verify', target, done, total, 'rows')
    },
  }
}

const SHOWN = 5

/** Throws DIFFERENT, naming the first differences; `next` is what to do about them. */
export function requireSame(verdict: Verdict, next: string): void {
  const different = verdict.checks.filter(({ status }) => status === 'different')
  if (different.length === 0) return
  const shown = different.slice(0, SHOWN).map(phrase)
  const rest = different.length > SHOWN ? [`and ${different.length - SHOWN} more`] : []
  throw new Sqlite2pgError('DIFFERENT', `source and target differ: ${[...shown, ...rest].join('; ')}`, next)
}

function phrase({ kind, object, expected, found, remark }: Check): string {
  const remarked = remark === '' ? '' : ` (${remark})`
  return `${object}: ${kind} ${valueText(expected)} in the source, ${valueText(found)} in the target${remarked}`
}

function valueText(value: string): string {
  return value === '' ? 'nothing' : value
}
