// Whether a target holds the same as a source: every table, every kind of check, both sides asked and no
// counter of our own believed. Works on our copy before it is published and on one that another tool made.
// Nothing is written; everything on the target is seen in one moment.
import type { Check, Verdict } from '../model/verdict.ts'
import { readTargetSchema } from '../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { type ComparedTable, type CopyToCompare, compareTable } from './compare-table.ts'
import type { ProvenTable } from './content/compare-contents.ts'
import type { ContentTerms } from './content/content-terms.ts'
import { proveTables } from './content/prove-tables.ts'
import { tableProof } from './content/table-proof.ts'
import { useNoCompiler } from './content/target-moment.ts'
import { type Matching, matchTables } from './match-tables.ts'
import { readComparisons } from './orphans.ts'
import { checkForeignRows, checkQuarantineTable, isForeignQuarantine, readQuarantine } from './quarantine.ts'
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
  readonly matching: Matching
  readonly digests: ReadonlyMap<string, ProvenTable> | null
}

/** Compares within whatever transaction the connection is in. */
export async function compareCopy(copy: CopyToVerify): Promise<ComparedCopy> {
  const schema = await readTargetSchema(copy.connection, copy.schema)
  const comparisons = await readComparisons(copy.connection, copy.schema)
  const held = await readQuarantine(copy.connection, { ...schema, schema: copy.schema }, copy.plan)
  const matching = matchTables(copy.plan, schema)
  const digests = copy.contents === null ? null : await takeDigests(copy, copy.contents, matching)
  const tables: ComparedTable[] = []
  for (const [done, planned] of copy.plan.tables.entries()) {
    throwIfStopped(copy.signal)
    copy.onProgress?.({ table: planned.target, done, total: copy.plan.tables.length })
    tables.push(await compareTable({ ...copy, matching, comparisons, held, digests }, planned))
  }
  // Planned views are compared by their rows, elsewhere.
  const views = new Set(copy.plan.views.flatMap(({ state, target }) => (state === 'created' ? [target] : [])))
  const extras = matching.extras.filter(
    check =>
      !views.has(check.object) &&
      check.object !== copy.plan.quarantine?.target &&
      (copy.partial !== true || isForeignQuarantine(check)),
  )
  const others = matching.extras.map(({ object }) => object)
  const foreign =
    copy.partial === true ? [] : await checkForeignRows(copy.connection, copy.plan, held, others)
  const verdict = asVerdict(tables, [...checkQuarantineTable(copy.plan, held), ...foreign, ...extras])
  return { verdict, matching, digests }
}

async function takeDigests(
  { plan, source, reader, connection, schema, signal }: CopyToVerify,
  { lanes, partBytes, onProven }: ContentTerms,
  { found }: Matching,
): Promise<ReadonlyMap<string, ProvenTable>> {
  throwIfStopped(signal)
  const tables = plan.tables.flatMap(planned => {
    const match = found.get(planned.target)
    const proof = match && tableProof(match, schema, source.encoding)
    return proof === undefined || proof.columns.length === 0 ? [] : [{ planned, proof }]
  })
  const abreast = await lanes(connection)
  await useNoCompiler(connection)
  const digests = await proveTables({ tables, reader, connection, lanes: abreast, partBytes, onProven })
  return new Map(
    tables.flatMap(({ proof }) => {
      const found = digests.get(proof.table)
      return found === undefined ? [] : [[proof.table, { proof, digests: found }] as const]
    }),
  )
}

function asVerdict(tables: readonly ComparedTable[], extras: readonly Check[]): Verdict {
  const checks = [...tables.flatMap(table => table.checks), ...extras]
  const rows = tables.map(({ verdict }) => verdict.sourceRows + (verdict.targetRows ?? 0n))
  return {
    checks,
    tables: tables.map(({ verdict }) => verdict),
    same: !checks.some(isDifferent),
    nothingToCompare: rows.every(count => count === 0n),
    certified: certifiedTables(tables),
  }
}

function certifiedTables(tables: readonly ComparedTable[]): Verdict['certified'] {
  const certified = tables.flatMap(table => table.certified ?? [])
  return certified.length === tables.length ? certified : null
}

function isDifferent(check: Check): boolean {
  return check.status === 'different'
}
