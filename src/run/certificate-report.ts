// The report of a target that was held against a certificate: what a run reads from its source, it has from there.
import type { Certificate, CertifiedTable } from '../model/certificate.ts'
import type { ReportedTable, RunReport } from '../model/report.ts'
import type { CertifiedTableVerdict, CertifiedVerdict } from '../verify/certificate/compare-certificate.ts'
import { reportedDifferences } from './reported-differences.ts'

export interface HeldAgainst {
  readonly certificate: Certificate
  /** Those that were chosen. */
  readonly tables: readonly CertifiedTable[]
  /** Null where the run ended before it. */
  readonly verdict: CertifiedVerdict | null
}

type Reported = Pick<
  RunReport,
  'source' | 'tables' | 'quarantine' | 'foreignKeys' | 'indexes' | 'sequences' | 'differences' | 'checks'
>

export function reportedCertificate({ certificate, tables, verdict }: HeldAgainst): Reported {
  const { path, bytes, sqliteVersion, journalMode, fingerprint } = certificate.source
  const verdicts = new Map(verdict?.tables.map(one => [one.table, one]))
  const checks = verdict?.checks ?? []
  return {
    source: { path, bytes, sqliteVersion, journalMode, fingerprint },
    tables: tables.map(table => reportedTable(table, verdicts.get(table))),
    quarantine: certificate.quarantine,
    foreignKeys: tables.flatMap(({ target, foreignKeys }) =>
      foreignKeys.map(({ columns, parent, parentColumns, orphans, state }) => ({
        ...{ table: target, columns, parent, parentColumns, orphans, state, because: BECAUSE },
      })),
    ),
    indexes: tables.flatMap(({ target, indexes }) =>
      indexes.map(({ name }) => ({ name, table: target, state: 'created' as const, because: BECAUSE })),
    ),
    sequences: tables.flatMap(({ target, sequences }) =>
      sequences.map(({ column, lastValue }) => ({ table: target, column, lastValue })),
    ),
    differences: reportedDifferences({ tables }, { checks, tables: [] }),
    checks,
  }
}

const BECAUSE = 'as the certificate says'

function reportedTable(table: CertifiedTable, verdict: CertifiedTableVerdict | undefined): ReportedTable {
  const { source, target, rows, rowsSetAside, columns } = table
  const targetRows = verdict?.targetRows ?? null
  return {
    source,
    target,
    sourceRows: rows + rowsSetAside,
    copiedRows: targetRows ?? 0n,
    quarantinedRows: rowsSetAside,
    targetRows,
    bytes: 0n,
    seconds: 0,
    proof: verdict?.proof ?? 'not compared',
    differing: null,
    comparedRows: null,
    columns: columns.map(({ source: name, target: found, type }) => ({
      ...{ source: name, target: found, declared: '', type, because: BECAUSE },
    })),
  }
}
