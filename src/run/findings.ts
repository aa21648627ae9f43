// What a run has learned so far, and how that reads in its report. Each part is there as soon as it is known,
// so that a run that fails half-way still tells what it saw.
import type { TableResult } from '../copy/copy-tally.ts'
import type { Plan, PlannedTable, PlannedView } from '../model/plan.ts'
import type { ReportedTable, RunReport } from '../model/report.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { TableDifferences, Verdict } from '../model/verdict.ts'
import type { CertificateGrounds } from './make-certificate.ts'
import { reportedDifferences } from './reported-differences.ts'

export interface Findings {
  readonly source?: SourceDatabase
  readonly target?: { readonly url: string; readonly serverVersion: string; readonly schema: string }
  readonly plan?: Plan
  readonly copied?: readonly TableResult[]
  /** Rows that the quarantine table took, by table of the source. */
  readonly quarantined?: ReadonlyMap<string, bigint>
  /** By target name of a view whose rows were compared: whether they are the same. */
  readonly views?: ReadonlyMap<string, boolean>
  readonly verdict?: Verdict
  /** What a certificate needs beside the verdict. */
  readonly grounds?: CertificateGrounds
}

type Reported = Pick<
  RunReport,
  | 'source'
  | 'target'
  | 'tables'
  | 'quarantine'
  | 'foreignKeys'
  | 'indexes'
  | 'sequences'
  | 'views'
  | 'differences'
  | 'checks'
>

export function reportedFindings(findings: Findings, isDryRun: boolean): Reported {
  const { source, target, plan, verdict } = findings
  return {
    source: source === undefined ? null : reportedSource(source),
    target: target ?? null,
    tables: plan?.tables.map(table => reportedTable(table, findings, isDryRun)) ?? [],
    quarantine: plan?.quarantine ? { table: plan.quarantine.target, rows: plan.quarantine.rows } : null,
    foreignKeys:
      plan?.foreignKeys.map(({ table, columns, parent, parentColumns, orphans, state, because }) => ({
        ...{ table, columns, parent, parentColumns, orphans, state, because },
      })) ?? [],
    indexes: plan?.indexes.map(({ name, table, state, because }) => ({ name, table, state, because })) ?? [],
    sequences: plan?.tables.flatMap(sequencesOf) ?? [],
    views: plan?.views.map(view => reportedView(view, findings)) ?? [],
    differences: plan === undefined || verdict === undefined ? [] : reportedDifferences(plan, verdict),
    checks: verdict?.checks ?? [],
  }
}

function reportedSource(source: SourceDatabase): RunReport['source'] {
  const { path, sizeBytes, sqliteVersion, journalMode, fingerprint } = source
  return { path, bytes: sizeBytes, sqliteVersion, journalMode, fingerprint }
}

/** Where nothing is copied, `copiedRows` is what the target holds (verify) or what would be copied (a dry run). */
function reportedTable(
  table: PlannedTable,
  { copied, quarantined, verdict }: Findings,
  isDryRun: boolean,
): ReportedTable {
  const aside = table.setAside?.rows ?? 0n
  const result = copied?.find(({ table: name }) => name === table.source)
  const judged = verdict?.tables.find(({ source }) => source === table.source)
  return {
    source: table.source,
    target: table.target,
    sourceRows: table.sourceRows,
    copiedRows:
      copied === undefined
        ? (judged?.targetRows ?? (isDryRun ? table.sourceRows - aside : 0n))
        : (result?.copiedRows ?? 0n),
    quarantinedRows: quarantined?.get(table.source) ?? judged?.quarantinedRows ?? (isDryRun ? aside : 0n),
    targetRows: judged?.targetRows ?? null,
    bytes: result?.sentBytes ?? 0n,
    seconds: (result?.durationMs ?? 0) / 1000,
    proof: judged?.proof ?? 'not compared',
    differing: judged?.differences == null ? null : counts(judged.differences),
    comparedRows: judged?.comparedRows ?? null,
    columns: table.columns.map(({ source, target, declared, type, because, mask }) => ({
      ...{ source, target, declared, type, because },
      ...(mask !== undefined && { mask: mask.kind }),
    })),
  }
}

function counts({ rows: _, ...counted }: TableDifferences): ReportedTable['differing'] {
  return counted
}

function reportedView(
  { name, target, state, because }: PlannedView,
  { views }: Findings,
): RunReport['views'][number] {
  const same = views?.get(target)
  const proof = same === undefined ? 'not compared' : same ? 'identical' : 'different'
  return { name, target, state, because, proof }
}

function sequencesOf(table: PlannedTable): RunReport['sequences'] {
  return table.columns.flatMap(({ target, identity }) =>
    identity === null ? [] : [{ table: table.target, column: target, lastValue: identity.lastValue }],
  )
}
