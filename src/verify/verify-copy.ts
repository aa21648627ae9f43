// Whether a target holds the same as a source: every table, every kind of check, both sides asked and no
// counter of our own believed. Works on our copy before it is published and on one that another tool made.
// Nothing is written; everything on the target is seen in one moment.
import type { Check, TableVerdict, Verdict } from '../model/verdict.ts'
import { readTargetSchema } from '../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { type ComparedTable, type CopyToCompare, compareTable } from './compare-table.ts'
import type { ProvenTable } from './content/compare-contents.ts'
import { proveTables, type TableToProve } from './content/prove-tables.ts'
import { tableProof } from './content/table-proof.ts'
import { useNoCompiler } from './content/target-moment.ts'
import { type Matching, matchTables } from './match-tables.ts'
import { readComparisons } from './orphans.ts'
import { checkForeignRows, checkQuarantineTable, isForeignQuarantine, readQuarantine } from './quarantine.ts'
import type { SeenRows } from './recheck/seen-rows.ts'
import { chooseSample } from './sample/choose-sample.ts'
import { throwIfStopped } from './sides.ts'

export interface CopyToVerify extends CopyToCompare {
  /** Told before each table. */
  readonly onProgress?: (progress: VerifyProgress) => void
}

export interface VerifyProgress {
  readonly table: string
  /** Tables that are done. */
  readonly done: number
  readonly total: number
}

/** Compares in a repeatable-read, read-only transaction of its own. */
export function verifyCopy(
  copy: CopyToVerify & { readonly connection: Pick<TargetConnection, 'rows' | 'transaction'> },
): Promise<Verdict> {
  const moment = { isolation: 'repeatable read', readOnly: true } as const
  return copy.connection.transaction(async () => (await compareCopy(copy)).verdict, moment)
}

/** A verdict with what led to it, for whoever goes on from there in the same transaction. */
export interface ComparedCopy {
  readonly verdict: Verdict
  /** What the verdict is made of, table by table, and what is about no table of the plan. */
  readonly tables: readonly ComparedTable[]
  readonly others: readonly Check[]
  readonly matching: Matching
  readonly digests: ReadonlyMap<string, ProvenTable> | null
}

/** What a copy that is looked at again was like before. */
export interface LookedAt {
  readonly digests: ComparedCopy['digests']
  /** By planned name, of the tables that are looked at again: the rows that differed. */
  readonly seen: ReadonlyMap<string, SeenRows>
}

/** Compares within whatever transaction the connection is in; of a copy that was looked at before, some tables only. */
export async function compareCopy(copy: CopyToVerify, before?: LookedAt): Promise<ComparedCopy> {
  const schema = await readTargetSchema(copy.connection, copy.schema)
  const comparisons = await readComparisons(copy.connection, copy.schema)
  const held = await readQuarantine(copy.connection, { ...schema, schema: copy.schema }, copy.plan)
  const matching = matchTables(copy.plan, schema)
  const digests = before === undefined ? await takeDigests(copy, matching) : before.digests
  const chosen = copy.plan.tables.filter(({ target }) => before?.seen.has(target) ?? true)
  const terms = { matching, comparisons, held, digests, ...(before && { seen: before.seen }) }
  const tables: ComparedTable[] = []
  for (const [done, planned] of chosen.entries()) {
    throwIfStopped(copy.signal)
    copy.onProgress?.({ table: planned.target, done, total: chosen.length })
    tables.push(await compareTable({ ...copy, ...terms }, planned))
  }
  // Planned views are compared by their rows, elsewhere.
  const views = new Set(copy.plan.views.flatMap(({ state, target }) => (state === 'created' ? [target] : [])))
  const extras = matching.extras.filter(
    check =>
      !views.has(check.object) &&
      check.object !== copy.plan.quarantine?.target &&
      check.object !== copy.besides &&
      (copy.partial !== true || isForeignQuarantine(check)),
  )
  const others = matching.extras.map(({ object }) => object)
  const foreign =
    copy.partial === true ? [] : await checkForeignRows(copy.connection, copy.plan, held, others)
  const about = [...checkQuarantineTable(copy.plan, held), ...foreign, ...extras]
  return { verdict: verdictOf(tables, about), tables, others: about, matching, digests }
}

async function takeDigests(
  { plan, source, reader, connection, schema, contents, signal }: CopyToVerify,
  { found }: Matching,
): Promise<ReadonlyMap<string, ProvenTable> | null> {
  if (contents === null) return null
  throwIfStopped(signal)
  const { lanes, partBytes, sample = null, leniency = null, onProven } = contents
  const tables = plan.tables.flatMap(planned => {
    const match = found.get(planned.target)
    const proof = match && tableProof(match, schema, source.encoding)
    if (proof === undefined || proof.columns.length === 0) return []
    return [sampled({ planned, proof, sample: sample && chooseSample(reader, planned, proof, sample) })]
  })
  const abreast = await lanes(connection)
  await useNoCompiler(connection)
  const digests = await proveTables({
    tables,
    reader,
    connection,
    lanes: abreast,
    partBytes,
    leniency,
    onProven,
  })
  return new Map(
    tables.flatMap(({ proof, sample: chosen }) => {
      const found = digests.get(proof.table)
      return found === undefined ? [] : [[proof.table, { proof, digests: found, sample: chosen }] as const]
    }),
  )
}

/** Its buckets are left out where they are gathered, by the queries of both sides. */
function sampled(table: TableToProve): TableToProve {
  const { proof, sample } = table
  if (sample?.kind !== 'buckets' || proof.partition.kind !== 'buckets') return table
  return { ...table, proof: { ...proof, partition: { ...proof.partition, only: sample.buckets } } }
}

export function verdictOf(tables: readonly ComparedTable[], extras: readonly Check[]): Verdict {
  const checks = [...tables.flatMap(table => table.checks), ...extras]
  const verdicts = tables.map(({ verdict }) => verdict)
  const nothingToCompare = verdicts.every(
    ({ sourceRows, targetRows }) => sourceRows + (targetRows ?? 0n) === 0n,
  )
  return {
    checks,
    tables: nothingToCompare ? verdicts.map(unproven) : verdicts,
    same: !checks.some(isDifferent),
    nothingToCompare,
    certified: certifiedTables(tables),
  }
}

/** Two empty sides are not identical: there was nothing to compare. */
function unproven(table: TableVerdict): TableVerdict {
  return table.proof === 'identical' ? { ...table, proof: 'counts only' } : table
}

function certifiedTables(tables: readonly ComparedTable[]): Verdict['certified'] {
  const certified = tables.flatMap(table => table.certified ?? [])
  return certified.length === tables.length ? certified : null
}

function isDifferent(check: Check): boolean {
  return check.status === 'different'
}
