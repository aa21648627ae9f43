// What both ways of a repair begin with, in one transaction: the two sides are compared, and the rows that differ become
// statements in a temporary file.
import type { Repair, RepairedTable } from '../../model/repair.ts'
import type { Check, Verdict } from '../../model/verdict.ts'
import { makeNotice } from '../../plan/notices.ts'
import { compareDigests } from '../../verify/content/compare-digests.ts'
import { computedColumns } from '../../verify/match-tables.ts'
import { repairedTarget, repairRows } from '../../verify/repair/repair-rows.ts'
import type { RepairedTarget } from '../../verify/repair/repairing-statements.ts'
import { proveStored, type StoredEnds } from '../../verify/repair/stored-columns.ts'
import { type ComparedCopy, compareCopy } from '../../verify/verify-copy.ts'
import type { Prepared } from '../prepare.ts'
import { copyToVerify } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import { parentsFirst } from './order-tables.ts'
import { raiseSequences } from './raise-sequences.ts'
import { computedOtherwise, remainingChecks } from './remaining-checks.ts'
import type { RepairOptions } from './repair.ts'
import { frameOf, type RepairTerms, readRepairTerms, triggersThatFire } from './repair-frame.ts'
import { type RepairStatement, type RowStatements, remainingDifference } from './script.ts'
import { RepairSpool } from './spool.ts'

export interface PreparedRepair {
  readonly verdict: Verdict
  readonly rows: RowStatements
  readonly sequences: readonly (RepairStatement & { readonly column: string })[]
  readonly tables: readonly RepairedTable[]
  /** Checks that differ and that no statement here mends. */
  readonly remaining: readonly Check[]
}

interface TableToRepair extends RepairedTarget {
  readonly planned: string
  readonly number: number
}

/** Within the transaction that the connection is in; hands the work a file that is gone afterwards. */
export async function withRepair<Result>(
  prepared: Prepared,
  recorder: Recorder,
  { apply = false, signal }: Pick<RepairOptions, 'apply' | 'signal'>,
  work: (repair: PreparedRepair) => Promise<Result>,
): Promise<Result> {
  const { connection, plan } = prepared
  const copy = copyToVerify(prepared, plan.schema, recorder)
  const compared = await recorder.step('verify', '', async () =>
    byStoredColumns(await compareCopy({ ...copy, ...(signal && { signal }) }), prepared, signal),
  )
  recorder.found({ verdict: compared.verdict })
  const differing = tablesToRepair(compared)
  const names = differing.map(({ target }) => target.name)
  const terms = await readRepairTerms(connection, plan.schema, names)
  noticeTriggers(terms, recorder)
  const spool = await RepairSpool.open()
  try {
    await recorder.step('repair', 'rows that differ', async () => {
      for (const table of differing)
        await spoolTable(table, compared, prepared, terms, spool, { apply, signal })
      await spool.flush()
    })
    return await work(repairOf(compared, differing, terms, spool))
  } finally {
    await spool.close()
  }
}

/** As it was compared; where a table differs, by digests without what the target computes. */
async function byStoredColumns(
  compared: ComparedCopy,
  prepared: Prepared,
  signal: AbortSignal | undefined,
): Promise<ComparedCopy> {
  const digests = new Map(compared.digests)
  for (const [planned, { digests: found }] of digests) {
    const match = compared.matching.found.get(planned)
    if (match === undefined || computedColumns(match).size === 0) continue
    if (compareDigests(found).differing === null) continue
    const stored = await proveStored(match, storedEnds(prepared, signal))
    if (stored === null) digests.delete(planned)
    else digests.set(planned, stored)
  }
  return { ...compared, digests: compared.digests && digests }
}

export function storedEnds(
  { reader, connection, settings, plan, source }: Prepared,
  signal: AbortSignal | undefined,
): StoredEnds {
  const { partBytes } = settings
  return { reader, connection, partBytes, schema: plan.schema, encoding: source.encoding, signal }
}

/** Only tables can be written to. */
function tablesToRepair({ matching, digests }: ComparedCopy): readonly TableToRepair[] {
  return [...(digests ?? [])].flatMap(([planned, proven], number) => {
    const match = matching.found.get(planned)
    if (match === undefined || compareDigests(proven.digests).differing === null) return []
    const isTable = match.target.kind === 'table' || match.target.kind === 'partitioned table'
    return isTable ? [{ ...repairedTarget({ proven, match, number }), planned, number }] : []
  })
}

function noticeTriggers(terms: RepairTerms, recorder: Recorder): void {
  for (const trigger of triggersThatFire(terms))
    recorder.notice(
      makeNotice(
        'TRIGGERS_FIRE',
        trigger,
        'fires for the rows that are repaired: this role may not switch it off',
      ),
    )
}

async function spoolTable(
  { planned, number }: TableToRepair,
  { digests, matching }: ComparedCopy,
  { reader, connection }: Prepared,
  { canPark }: RepairTerms,
  spool: RepairSpool,
  { apply, signal }: { readonly apply: boolean; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const [proven, match] = [digests?.get(planned), matching.found.get(planned)]
  if (proven === undefined || match === undefined) return
  const task = { proven, match, reader, connection, canPark, number, signal, isNow: apply }
  for await (const row of repairRows(task)) await spool.add(match.target.name, row)
}

function repairOf(
  { verdict, matching }: ComparedCopy,
  differing: readonly TableToRepair[],
  terms: RepairTerms,
  spool: RepairSpool,
): PreparedRepair {
  const { schema, keys } = terms
  const order = parentsFirst(
    differing.map(({ target }) => target.name),
    schema,
    keys,
  )
  const ordered = order.flatMap(name => differing.filter(({ target }) => target.name === name))
  const counts = ordered.map(({ target, planned }) => countsOf(spool, target.name, planned))
  const moved = ordered.map(({ target: { name } }) => {
    const [parked, deleted] = [spool.count(name, 'park'), spool.count(name, 'delete')]
    return { table: name, leaves: parked + deleted > 0n, comes: parked + spool.count(name, 'insert') > 0n }
  })
  const tables = counts.filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0n)
  const sequences = raiseSequences(matching, verdict, schema)
  const written = new Set(tables.map(({ table }) => table))
  return {
    verdict,
    rows: {
      frame: frameOf(terms, moved),
      spool,
      tables: ordered.filter(({ planned }) => written.has(planned)),
    },
    sequences,
    tables,
    remaining: remainingChecks(verdict, {
      tables: written,
      sequences: new Set(sequences.map(({ column }) => column)),
      computed: computedOtherwise(matching, verdict),
    }),
  }
}

function countsOf(spool: RepairSpool, name: string, table: string): RepairedTable {
  return {
    table,
    inserted: spool.count(name, 'insert'),
    updated: spool.count(name, 'park') + spool.count(name, 'update'),
    deleted: spool.count(name, 'delete'),
  }
}

export function repairRecord(
  { tables, sequences }: PreparedRepair,
  remaining: readonly Check[],
  applied: boolean,
): Repair {
  return {
    applied,
    tables,
    sequences: sequences.map(({ column }) => column),
    remaining: remaining.map(remainingDifference),
  }
}

/** No statement at all, be it that something differs. */
export function isEmptyRepair({ tables, sequences }: Pick<PreparedRepair, 'tables' | 'sequences'>): boolean {
  return tables.length + sequences.length === 0
}

/** The next step where `what` has been done and something differs still. */
export function leftToYou(what: string): string {
  return `${what}. What is left is for you to mend, or move everything anew with sqlite2pg migrate --force-recreate.`
}
