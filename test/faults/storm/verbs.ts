// The verbs that a storm hits: what is live before, the command, and the command that a user gives after a fault.
import type { RandomSource } from '../../../fixtures/random.ts'
import { load, migrate, refresh } from '../../../src/index.ts'
import type { RunReport } from '../../../src/model/report.ts'
import { query } from '../../server/database.ts'

/** Files with equal tables. */
export interface Sources {
  readonly present: string
  /** Other and fewer rows. */
  readonly earlier: string
  /** No rows. */
  readonly empty: string
}

/** A command without its target, and the file whose rows are live once it has succeeded; null where no table is. */
export interface Command {
  readonly argv: readonly string[]
  readonly source: string | null
}

export interface Verb {
  readonly name: string
  /** Whether `--resume` and `--retry-for` go with it. */
  readonly resumes: boolean
  /** Makes what is live before. */
  prepare(url: string): Promise<void>
  /** The command on what is live before (`old`), and on what it has published (`new`). */
  command(live: 'old' | 'new'): Command
}

const REPLACE = ['--force-recreate', '--yes']

/** A thing of others that no run has to do with. */
const BYSTANDER = `CREATE VIEW bystander AS SELECT 'untouched' AS word; COMMENT ON VIEW bystander IS 'of others'`

/** In this process, which saves the start of another. */
async function prepared(
  url: string,
  ...runs: readonly ((url: string) => Promise<RunReport>)[]
): Promise<void> {
  await query(url, BYSTANDER)
  for (const run of runs) {
    const { verb, error } = await run(url)
    if (error !== null) throw new Error(`what is live before could not be made by ${verb}: ${error.message}`)
  }
}

const loaded = (sqlitePath: string) => (url: string) => load({ sqlitePath, url })
const moved = (sqlitePath: string) => (url: string) => migrate({ sqlitePath, url, forceRecreate: true })

function migrating({ present }: Sources): Verb {
  return {
    name: 'migrate',
    resumes: true,
    prepare: url => prepared(url),
    command: live => ({
      argv: ['migrate', '-s', present, ...(live === 'new' ? REPLACE : [])],
      source: present,
    }),
  }
}

function replacing({ present, earlier }: Sources): Verb {
  return {
    name: 'migrate --force-recreate',
    resumes: true,
    prepare: url => prepared(url, moved(earlier)),
    command: () => ({ argv: ['migrate', '-s', present, ...REPLACE], source: present }),
  }
}

function refreshing({ present, earlier }: Sources): Verb {
  return {
    name: 'refresh',
    resumes: true,
    prepare: url => prepared(url, to => refresh({ sqlitePath: earlier, url: to })),
    command: () => ({ argv: ['refresh', '-s', present], source: present }),
  }
}

function loading({ present, earlier, empty }: Sources, random: RandomSource): Verb {
  const seeded = random.chance(0.5)
  return {
    name: 'load',
    resumes: false,
    prepare: url => prepared(url, moved(empty), ...(seeded ? [loaded(earlier)] : [])),
    command: live => ({
      argv: ['load', '-s', present, ...(seeded || live === 'new' ? REPLACE : [])],
      source: present,
    }),
  }
}

/** Where it is done already, a run begins anew. */
function undoing({ present, earlier }: Sources, random: RandomSource): Verb {
  const replaced = random.chance(0.6)
  const move = ['migrate', '-s', present, ...REPLACE]
  return {
    name: 'rollback',
    resumes: false,
    prepare: url => prepared(url, ...(replaced ? [moved(earlier)] : []), moved(present)),
    command: live =>
      live === 'old'
        ? { argv: ['rollback', '--yes'], source: replaced ? earlier : null }
        : { argv: move, source: present },
  }
}

const VERBS = [migrating, replacing, refreshing, loading, replacing, undoing] as const

export function drawVerb(sources: Sources, random: RandomSource): Verb {
  return random.pick(VERBS)(sources, random)
}
