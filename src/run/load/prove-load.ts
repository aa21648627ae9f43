// The proof of a load, inside its transaction: contents of every table, and every foreign key by an anti-join, whatever it
// says of itself. The structure is the target's own and is not judged.
import type { Plan } from '../../model/plan.ts'
import type { Check, CheckKind, Verdict } from '../../model/verdict.ts'
import { compareCopy } from '../../verify/verify-copy.ts'
import { requireSame } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import type { PreparedLoad } from './prepare-load.ts'

/** The plan without what the target decides: sequences are raised after the proof, keys are judged by their rows. */
export function provenPlan(plan: Plan): Plan {
  const tables = plan.tables.map(table => ({
    ...table,
    columns: table.columns.map(column => ({ ...column, identity: null })),
  }))
  return { ...plan, tables, foreignKeys: [] }
}

const LISTED = 100
const JUDGED: ReadonlySet<CheckKind> = new Set([
  'table',
  'rows',
  'contents',
  'column',
  'nulls',
  'orphans',
  'quarantine',
  'minimum',
  'maximum',
])

/** Throws DIFFERENT. */
export async function proveLoad(prepared: PreparedLoad, recorder: Recorder): Promise<void> {
  const { load, source, reader, connection, settings } = prepared
  if (settings.proof === 'none') return
  const { verdict } = await recorder.step('verify', '', () =>
    compareCopy({
      ...{ plan: provenPlan(load.plan), source, reader, connection, schema: load.plan.schema },
      contents: settings.proof === 'full' ? contentTerms(prepared, recorder) : null,
      partial: true,
    }),
  )
  const judged = withoutStructure(verdict)
  recorder.found({ verdict: judged })
  requireSame(
    judged,
    'Nothing was changed: the load was rolled back. Please report it, with what --verbose shows.',
  )
}

function contentTerms({ load, settings }: PreparedLoad, recorder: Recorder) {
  const total = load.plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  let done = 0n
  return {
    lanes: async () => [],
    partBytes: settings.partBytes,
    limit: LISTED,
    onProven: ({ target }: { readonly target: string }, rows: number): void => {
      done += BigInt(rows)
      recorder.progress('verify', target, done, total, 'rows')
    },
  }
}

/** Orphans of a key that is NOT VALID are no difference. */
function withoutStructure(verdict: Verdict): Verdict {
  const checks = verdict.checks.filter(({ kind }: Check) => JUDGED.has(kind))
  return { ...verdict, checks, same: !checks.some(({ status }) => status === 'different') }
}
