// The defaults of the options, in one place.
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Sqlite2pgError } from '../model/errors.ts'
import type { MigrateOptions, TransferOptions, VerifyOptions } from '../model/options.ts'
import type { SampleChoice } from '../model/sample.ts'
import type { PlanOptions } from '../plan/draft.ts'
import { type Masking, maskingOf, maskOptions } from './masking.ts'

export interface RunSettings {
  readonly plan: PlanOptions
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly proof: 'full' | 'counts' | 'none'
  /** Readers and COPY streams at once. */
  readonly jobs: number
  /** Bytes of the COPY stream that one part of a table holds, about; a smaller file is no work for several. */
  readonly partBytes: bigint
  readonly strict: boolean
  /** Differences that are listed for each table. */
  readonly limit: number
  /** Null where contents are compared whole. */
  readonly sample: SampleChoice | null
  readonly forceRecreate: boolean
  /** Whether what others have put on a replaced table, and what reads it, goes over to the new one. */
  readonly carries: boolean
  /** Whether to go on with what an earlier run has left. */
  readonly resume: boolean
  readonly masking: Masking
  /** How long a fault that may pass is waited out, from the first time it is met. */
  readonly patienceMs: number
}

const MOST_JOBS = 8
const PART_BYTES = 16_000_000
/** The contract's number of differences that a report lists for a table. */
const LISTED = 100
const RETRY_SECONDS = 30
const SAMPLED_ROWS = 10_000
/** A number that is easily written down. */
const SEEDS = 100_000

/** `schemaOfUrl` is what the target's URL names, for where the options name none. Throws BAD_OPTION_VALUE. */
export function runSettings(
  options: TransferOptions & Partial<MigrateOptions> & Pick<VerifyOptions, 'limit' | 'sample'>,
  schemaOfUrl: string | null,
): RunSettings {
  const masking = maskingOf(options)
  return {
    plan: {
      schema: checkedSchema(options.schema ?? schemaOfUrl ?? 'public'),
      orphans: options.orphans ?? 'keep',
      badValues: options.badValues ?? 'widen',
      casts: options.casts ?? {},
      names: options.names ?? 'keep',
      tables: options.tables ?? {},
      ...maskOptions(options, masking),
    },
    masking,
    include: options.include ?? [],
    exclude: options.exclude ?? [],
    proof: options.proof ?? 'full',
    jobs: options.jobs ?? Math.min(MOST_JOBS, availableParallelism()),
    partBytes: BigInt(options.partBytes ?? PART_BYTES),
    strict: options.strict ?? false,
    limit: options.limit ?? LISTED,
    sample: sampleChoice(options.sample),
    forceRecreate: options.forceRecreate ?? false,
    carries: false,
    resume: options.resume ?? false,
    patienceMs: (options.retryFor ?? RETRY_SECONDS) * 1000,
  }
}

/** Who names no seed gets another part every time. */
function sampleChoice(sample: VerifyOptions['sample']): SampleChoice | null {
  if (sample === undefined) return null
  const size = sample === true ? { rows: SAMPLED_ROWS } : sample
  return { ...size, seed: size.seed ?? randomInt(SEEDS) }
}

/** Throws BAD_OPTION_VALUE. https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-CATALOG */
export function checkedSchema(name: string): string {
  const isTaken = /^(?:pg_|sqlite2pg_|information_schema$)/.test(name)
  if (name !== '' && !isTaken && Buffer.byteLength(name) <= 63) return name
  const fact =
    name === ''
      ? 'it is empty'
      : isTaken
        ? 'PostgreSQL or sqlite2pg uses such names itself'
        : 'a name has at most 63 bytes'
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `--schema ${name}: ${fact}`,
    'Choose another name for the schema.',
  )
}
