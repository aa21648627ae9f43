// Stage 4 within a run: both sides are compared before anybody can see the copy.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Leniency } from '../model/share-parts.ts'
import type { Verdict } from '../model/verdict.ts'
import { differenceText, type JudgedSides } from '../report/difference-text.ts'
import type { ContentTerms } from '../verify/content/content-terms.ts'
import { exportSnapshot } from '../verify/content/target-moment.ts'
import { type CopyToVerify, verifyCopy } from '../verify/verify-copy.ts'
import type { Building } from './build.ts'
import { certificateGrounds } from './make-certificate.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

/** Compares what was built with the source; throws DIFFERENT. */
export async function prove(
  prepared: Prepared,
  { privateSchema, record, leniency }: Building,
  recorder: Recorder,
): Promise<void> {
  if (prepared.settings.proof === 'none') return
  const own = { isOwn: true, besides: record.name, leniency }
  const verdict = await recorder.step('verify', '', () => compare(prepared, privateSchema, recorder, own))
  requireSame(
    verdict,
    'Nothing was published. This is a fault in sqlite2pg or in what lies between: please report it.',
  )
}

/** Of a copy that this run has made. */
interface OwnCopy {
  readonly isOwn?: boolean
  /** A table beside it that belongs to the run. */
  readonly besides?: string
  readonly leniency?: Leniency | null
}

export async function compare(
  prepared: Prepared,
  schema: string,
  recorder: Recorder,
  own: OwnCopy = {},
): Promise<Verdict> {
  const verdict = await verifyCopy(copyToVerify(prepared, schema, recorder, own))
  recorder.found({ verdict, ...(verdict.certified !== null && { grounds: certificateGrounds(prepared) }) })
  return verdict
}

export function copyToVerify(
  prepared: Prepared,
  schema: string,
  recorder: Recorder,
  { isOwn = false, besides, leniency = null }: OwnCopy = {},
): CopyToVerify & Pick<Prepared, 'connection'> {
  const { plan, source, reader, workers, connection, settings } = prepared
  return {
    ...{ plan, source, reader, connection, schema, isOwn },
    ...(besides !== undefined && { besides }),
    asker: workers,
    contents: settings.proof === 'full' ? { ...contentTerms(prepared, recorder), leniency } : null,
    onProgress: ({ table, done, total }) =>
      recorder.progress('verify', table, BigInt(done), BigInt(total), 'tables'),
    partial: settings.include.length + settings.exclude.length > 0,
  }
}

function contentTerms({ plan, workers, connection, settings }: Prepared, recorder: Recorder): ContentTerms {
  const total = plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  let done = 0n
  return {
    lanes: async session =>
      (await workers?.proofLanes(connection.siblingSettings, await exportSnapshot(session))) ?? [],
    partBytes: settings.partBytes,
    limit: settings.limit,
    sample: settings.sample,
    onProven: ({ target }, rows) => {
      done += BigInt(rows)
      recorder.progress('verify', target, done, total, 'rows')
    },
  }
}

/** Throws DIFFERENT, naming the first differences; `next` is what to do about them, `held` what the target is held against. */
export function requireSame(
  verdict: JudgedSides,
  next: string,
  held: 'source' | 'certificate' = 'source',
): void {
  const said = differenceText(verdict, held)
  if (said !== null) throw new Sqlite2pgError('DIFFERENT', `${held} and target differ: ${said}`, next)
}
