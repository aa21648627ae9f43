// Whether a target holds the same as a source: every table, every kind of check, both sides asked and no
// counter of our own believed. Works on our copy before it is published and on one that another tool made.
// Nothing is written; everything on the target is seen in one moment. Contents are not compared row by row.
import type { Check, Verdict } from '../model/verdict.ts'
import { readTargetSchema } from '../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { type ComparedTable, type CopyToCompare, compareTable } from './compare-table.ts'
import { matchTables } from './match-tables.ts'
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
  return copy.connection.transaction(() => compareCopy(copy), moment)
}

/** Compares within whatever transaction the connection is in. */
async function compareCopy(copy: CopyToVerify): Promise<Verdict> {
  const schema = await readTargetSchema(copy.connection, copy.schema)
  const comparisons = await readComparisons(copy.connection, copy.schema)
  const held = await readQuarantine(copy.connection, { ...schema, schema: copy.schema }, copy.plan)
  const matching = matchTables(copy.plan, schema)
  const tables: ComparedTable[] = []
  for (const [done, planned] of copy.plan.tables.entries()) {
    throwIfStopped(copy.signal)
    copy.onProgress?.({ table: planned.target, done, total: copy.plan.tables.length })
    tables.push(await compareTable({ ...copy, matching, comparisons, held }, planned))
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
  return asVerdict(tables, [...checkQuarantineTable(copy.plan, held), ...foreign, ...extras])
}

function asVerdict(tables: readonly ComparedTable[], extras: readonly Check[]): Verdict {
  const checks = [...tables.flatMap(table => table.checks), ...extras]
  const rows = tables.map(({ verdict }) => verdict.sourceRows + (verdict.targetRows ?? 0n))
  return {
    checks,
    tables: tables.map(({ verdict }) => verdict),
    same: !checks.some(isDifferent),
    nothingToCompare: rows.every(count => count === 0n),
  }
}

function isDifferent(check: Check): boolean {
  return check.status === 'different'
}
