// One run of the property: databases by their seeds, judged a few at a time on one server, counted, and the ones
// that fail made small.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Failure, type Ground, type Judged, judgeSource, type Wishes } from './judge-source.ts'
import { makeSource } from './make-source.ts'
import { Random } from './random.ts'
import { shrink } from './shrink.ts'

export interface FailedDatabase {
  readonly seed: number
  readonly wishes: Wishes
  readonly failure: Failure
  /** Statements that make a small database with the same fault. */
  readonly statements: readonly string[]
}

export interface PropertyResult {
  readonly moved: number
  readonly refusals: ReadonlyMap<string, number>
  /** Runs with default options, and how many of them were refused. */
  readonly defaults: { readonly count: number; readonly refused: number }
  readonly failures: readonly FailedDatabase[]
  readonly features: ReadonlyMap<string, number>
  readonly notices: ReadonlyMap<string, number>
  readonly statements: { readonly tried: number; readonly refused: number }
  readonly seconds: number
}

export interface PropertyOptions {
  readonly url: string
  readonly seeds: readonly number[]
  readonly lanes?: number
  /** How often a failing database may be tried in smaller form. */
  readonly shrinkAttempts?: number
  readonly onFailure?: (failed: FailedDatabase) => void
}

export async function runProperty({
  url,
  seeds,
  lanes = 3,
  shrinkAttempts = 120,
  onFailure,
}: PropertyOptions): Promise<PropertyResult> {
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-property-'))
  const tally = new Tally()
  const queue = [...seeds]
  const lane = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const ground: Ground = { url, client, folder }
    try {
      for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
        const failed = await runSeed(seed, ground, tally, shrinkAttempts)
        if (failed === null) continue
        tally.failures.push(failed)
        onFailure?.(failed)
      }
    } finally {
      await client.end()
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...tally, seconds: (performance.now() - started) / 1000 }
}

class Tally {
  moved = 0
  readonly refusals = new Map<string, number>()
  readonly defaults = { count: 0, refused: 0 }
  readonly failures: FailedDatabase[] = []
  readonly features = new Map<string, number>()
  readonly notices = new Map<string, number>()
  readonly statements = { tried: 0, refused: 0 }

  add({ ending, built, notices }: Judged, features: ReadonlySet<string>, isDefault: boolean): void {
    for (const feature of features) increase(this.features, feature)
    for (const notice of notices) increase(this.notices, notice)
    this.statements.tried += built.statements.length + built.refusals
    this.statements.refused += built.refusals
    if (isDefault) this.defaults.count++
    if (ending.kind === 'moved') this.moved++
    if (ending.kind !== 'refused') return
    increase(this.refusals, ending.code)
    if (isDefault) this.defaults.refused++
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

async function runSeed(
  seed: number,
  ground: Ground,
  tally: Tally,
  attempts: number,
): Promise<FailedDatabase | null> {
  const { source, features, casts } = makeSource(seed)
  const asked = wishesOf(seed, casts)
  const wishes = { ...asked, ...workersOf(seed) }
  const judged = await judgeSource(source, wishes, ground)
  tally.add(judged, new Set([...features, ...optionsOf(wishes)]), Object.keys(asked).length === 0)
  const { ending } = judged
  if (ending.kind !== 'failed') return null
  const isKnown = tally.failures.filter(({ failure }) => failure.kind === ending.failure.kind).length >= 2
  const small = await shrink(judged.built.accepted, fails, isKnown ? 0 : attempts)
  const last = await judgeSource(small, wishes, ground)
  const failure = last.ending.kind === 'failed' ? last.ending.failure : ending.failure
  return { seed, wishes, failure, statements: last.built.statements }

  async function fails(candidate: typeof source): Promise<boolean> {
    const again = await judgeSource(candidate, wishes, ground)
    return (
      again.ending.kind === 'failed' &&
      again.ending.failure.kind === (ending.kind === 'failed' ? ending.failure.kind : '')
    )
  }
}

/** Some files are read by several threads, in parts of a few rows. */
function workersOf(seed: number): Wishes {
  const random = new Random(seed + 0.25 * 2 ** 33)
  return random.chance(0.1) ? { jobs: 2 + (seed % 2), partBytes: random.chance(0.5) ? 200 : 2000 } : {}
}

function optionsOf({ casts = {}, partBytes, ...others }: Wishes): readonly string[] {
  return [
    ...(partBytes === undefined ? [] : ['several readers']),
    ...Object.entries(others).map(([name, value]) => `option ${name} ${value}`),
    ...Object.values(casts).map(cast => `cast ${cast}`),
  ]
}

/** Default options mostly. */
function wishesOf(seed: number, casts: Readonly<Record<string, string>>): Wishes {
  const random = new Random(seed + 0.5 * 2 ** 33)
  // Without quarantine one value that does not fit stops the run.
  if (Object.keys(casts).length > 0)
    return random.chance(0.6) ? { casts, badValues: 'quarantine' } : { casts }
  return random.weighted<Wishes>([
    [80, {}],
    [5, { names: 'lower' }],
    [5, { names: 'snake' }],
    [2, { badValues: 'fail' }],
    [2, { orphans: 'fail' }],
    [5, { badValues: 'quarantine' }],
    [4, { orphans: 'quarantine' }],
    [3, { badValues: 'quarantine', orphans: 'quarantine' }],
    [3, { strict: true }],
  ])
}
