// The certificate of a run: what a full proof has shown, of which source and which target, and what was accepted.
import { hash } from 'node:crypto'
import { contentRoot } from '../codec/digest/roots.ts'
import type { AcceptedOptions, Certificate, CertifiedSource, CertifiedTarget } from '../model/certificate.ts'
import type { Notice, Plan } from '../model/plan.ts'
import type { Verb } from '../model/report.ts'
import type { Verdict } from '../model/verdict.ts'
import { certificateDigest } from '../report/certificate/certificate-digest.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { Prepared } from './prepare.ts'
import type { RunSettings } from './run-settings.ts'
import { TOOL_VERSION } from './tool-version.ts'

/** What only the run knows while both sides are open. */
export interface CertificateGrounds {
  readonly madeAt: string
  readonly source: Omit<CertifiedSource, 'contentRoot'>
  readonly target: CertifiedTarget
  readonly options: AcceptedOptions
}

export function certificateGrounds(prepared: Prepared): CertificateGrounds {
  const { connection, facts, plan, settings } = prepared
  const { maskedUrl: url, serverVersion } = connection
  return {
    madeAt: new Date().toISOString(),
    source: certifiedSource(prepared),
    target: { url, serverVersion, database: facts.database, schema: plan.schema },
    options: acceptedOptions(settings),
  }
}

function certifiedSource({ file, reader, source }: Prepared): CertificateGrounds['source'] {
  const { path, sizeBytes: bytes, journalMode, sqliteVersion, fingerprint } = source
  return {
    path,
    bytes,
    pageCount: reader.value<bigint>(sqlite`PRAGMA page_count`) ?? 0n,
    pageSizeBytes: reader.value<bigint>(sqlite`PRAGMA page_size`) ?? 0n,
    journalMode,
    sqliteVersion,
    fingerprint,
    schemaDigest: schemaDigest(file.schemaReader(reader)),
  }
}

const STATEMENTS = sqlite`SELECT CAST(sql AS TEXT) FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name`

function schemaDigest(reader: SourceReader): string {
  const lines = reader.values<string>(STATEMENTS).map(statement => `${statement}\n`)
  return hash('sha256', lines.join(''), 'hex')
}

function acceptedOptions({ plan, proof, strict, include, exclude }: RunSettings): AcceptedOptions {
  const { orphans, badValues, names, casts } = plan
  return { proof, strict, badValues, orphans, names, casts, include, exclude }
}

export interface CertificateFindings {
  readonly plan?: Plan
  readonly verdict?: Verdict
  readonly grounds?: CertificateGrounds
}

/** Null unless every table was found identical by content. */
export function makeCertificate(
  { plan, verdict, grounds }: CertificateFindings,
  verb: Verb,
  notices: readonly Notice[],
): Certificate | null {
  const tables = verdict?.same === true ? verdict.certified : null
  if (tables === null || grounds === undefined) return null
  const { madeAt, source, target, options } = grounds
  const warnings = notices.filter(({ severity }) => severity === 'warning')
  const certificate: Omit<Certificate, 'digest'> = {
    formatVersion: 1,
    tool: { name: 'sqlite2pg', version: TOOL_VERSION },
    madeAt,
    verb,
    source: { ...source, contentRoot: contentRoot(tables) },
    target,
    tables,
    quarantine: plan?.quarantine ? { table: plan.quarantine.target, rows: plan.quarantine.rows } : null,
    accepted: {
      options,
      warnings: warnings.map(({ code, object, message }) => ({ code, object, message })),
    },
  }
  return { ...certificate, digest: certificateDigest(certificate) }
}
