// Whether a repair has done what it was for, asked within its own transaction: every table that it changed is what it is
// in the source, but for what the target computes, and sequences that it raised are beyond their columns.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { Plan } from '../../model/plan.ts'
import { plannedTable } from '../../model/plan-parts.ts'
import type { RepairedTable } from '../../model/repair.ts'
import type { Check, Verdict } from '../../model/verdict.ts'
import { readTargetSchema } from '../../postgres/catalog/catalog.ts'
import { isDifferent } from '../../verify/content/content-checks.ts'
import { computedColumns, matchTables, type TableMatch } from '../../verify/match-tables.ts'
import { compareStored, type StoredEnds } from '../../verify/repair/stored-columns.ts'
import { compareSequences } from '../../verify/sequences.ts'
import { compareCopy } from '../../verify/verify-copy.ts'
import type { Prepared } from '../prepare.ts'
import { copyToVerify } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import { type PreparedRepair, storedEnds } from './prepare-repair.ts'

/** What both sides are like now. Throws DIFFERENT where a table is not repaired. */
export async function proveRepair(
  prepared: Prepared,
  { tables }: PreparedRepair,
  recorder: Recorder,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const copy = copyToVerify(prepared, prepared.plan.schema, recorder)
  // Other connections do not see what this one has changed.
  const contents = copy.contents && { ...copy.contents, lanes: async () => [] }
  const { verdict, matching } = await compareCopy({ ...copy, contents, ...(signal && { signal }) })
  const different: string[] = []
  for (const table of differingTables(prepared.plan, verdict, tables))
    if (await differsInStored(matching.found.get(table), storedEnds(prepared, signal))) different.push(table)
  requireRepaired(different)
  return verdict
}

function differingTables(
  plan: Plan,
  { tables }: Verdict,
  repaired: readonly RepairedTable[],
): readonly string[] {
  const bySource = new Map(tables.map(table => [table.source, table.differences]))
  return repaired.flatMap(({ table }) => {
    const differences = bySource.get(plannedTable(plan, table)?.source ?? '')
    return differences != null && isDifferent(differences) ? [table] : []
  })
}

/** What the target computes is not what was repaired. */
async function differsInStored(match: TableMatch | undefined, ends: StoredEnds): Promise<boolean> {
  if (match === undefined || computedColumns(match).size === 0) return true
  const stored = await compareStored(match, ends)
  return stored !== null && stored.differences !== null && isDifferent(stored.differences)
}

/** Throws DIFFERENT unless there is none; nothing is committed then. */
function requireRepaired(different: readonly string[]): void {
  if (different.length === 0) return
  throw new Sqlite2pgError(
    'DIFFERENT',
    `after the repair source and target still differed in ${different.join(', ')}: all was taken back`,
    'Something in the target changes what is written: a trigger, a rule, a type that cannot hold the values. sqlite2pg verify shows the columns.',
  )
}

export function isBehind({ checks }: Verdict, column: string): boolean {
  return checks.some(
    ({ kind, status, object }) => kind === 'sequence' && status === 'different' && object === column,
  )
}

/** Sequences are raised last, and looked at again. */
export async function withSequences({ connection, plan }: Prepared, verdict: Verdict): Promise<Verdict> {
  const matching = matchTables(plan, await readTargetSchema(connection, plan.schema))
  const found = new Map<string, Check>()
  for (const match of matching.found.values()) {
    const isMeant = match.columns.some(({ planned }) =>
      isBehind(verdict, `${match.planned.target}.${planned.target}`),
    )
    const checks = isMeant ? await compareSequences(connection, plan.schema, match) : []
    for (const check of checks) found.set(check.object, check)
  }
  const checks = verdict.checks.map(check =>
    check.kind === 'sequence' ? (found.get(check.object) ?? check) : check,
  )
  return { ...verdict, checks, same: !checks.some(({ status }) => status === 'different') }
}
