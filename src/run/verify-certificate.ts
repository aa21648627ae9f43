// `verify --certificate`: proves that a target still holds what a certificate says, without the SQLite file. Which rows
// of a range differ only the file can tell. Changes nothing.
import { availableParallelism } from 'node:os'
import type { Certificate, CertifiedTable } from '../model/certificate.ts'
import { Sqlite2pgError } from '../model/errors.ts'
import type { OnEvent } from '../model/event.ts'
import type { Target } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { choiceText, nameFilter } from '../plan/select-tables.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { inspectServer, requireUsable } from '../postgres/preflight.ts'
import { parseTarget } from '../postgres/target/parse-target.ts'
import { readCertificate } from '../report/certificate/read-certificate.ts'
import { type CertifiedVerdict, compareCertificate } from '../verify/certificate/compare-certificate.ts'
import type { DigestLane } from '../verify/certificate/target-digests.ts'
import { readCertificateFile } from './certificate-file.ts'
import { reportedCertificate } from './certificate-report.ts'
import { checkOptions } from './check-options.ts'
import { inOneMoment } from './one-moment.ts'
import { requireSame } from './prove.ts'
import { Recorder } from './recorder.ts'
import { checkedSchema } from './run-settings.ts'
import { readableError, requireSchema } from './verify.ts'

export interface CertificateOptions extends Target {
  /** Path of a JSON report that holds a certificate, or the report or the certificate itself. */
  readonly certificate: string | RunReport | Certificate
  /** Instead of the certificate's. */
  readonly schema?: string
  /** By names in the source, as in the run that made the certificate. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Connections that ask for digests at once; the cores by default, at most 8. */
  readonly jobs?: number
  readonly onEvent?: OnEvent
  readonly signal?: AbortSignal
}

export async function verifyCertificate(options: CertificateOptions): Promise<RunReport> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'verify', dryRun: false, onEvent, signal })
  let known: Parameters<typeof reportedCertificate>[0] | null = null
  const withKnown = (report: RunReport): RunReport =>
    known === null ? report : { ...report, ...reportedCertificate(known) }
  try {
    const certificate = await recorder.step('open', nameOf(options), () => openCertificate(options))
    known = { certificate, tables: chosenTables(certificate, options), verdict: null }
    const verdict = await compare(options, certificate, known.tables, recorder)
    known = { ...known, verdict }
    requireSame({ checks: verdict.checks, tables: [] }, NEXT_STEP, 'certificate')
    return withKnown(recorder.report(null))
  } catch (error) {
    return withKnown(recorder.reportThrown(error))
  }
}

const NEXT_STEP =
  'Which rows of a range differ only the source can tell: with the file, run `sqlite2pg verify FILE URL`. Rows that were written since the certificate was made differ, too.'

function nameOf({ certificate }: CertificateOptions): string {
  return typeof certificate === 'string' ? certificate : 'certificate'
}

function openCertificate(options: CertificateOptions): Certificate {
  const { certificate } = options
  const value = typeof certificate === 'string' ? readCertificateFile(certificate) : certificate
  return readCertificate(nameOf(options), value)
}

function chosenTables(
  { tables }: Certificate,
  { include = [], exclude = [] }: CertificateOptions,
): readonly CertifiedTable[] {
  const isWanted = nameFilter(include, exclude)
  const chosen = tables.filter(({ source }) => isWanted(source))
  if (chosen.length > 0 || tables.length === 0) return chosen
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `no table of the certificate is left after ${choiceText(include, exclude)}`,
    `Its tables are: ${tables.map(({ source }) => source).join(', ')}.`,
  )
}

async function compare(
  options: CertificateOptions,
  certificate: Certificate,
  tables: readonly CertifiedTable[],
  recorder: Recorder,
): Promise<CertifiedVerdict> {
  // The other options are those of every verb.
  checkOptions({ ...options, sqlitePath: '' })
  const target = parseTarget(options)
  const schema = checkedSchema(options.schema ?? target.schema ?? certificate.target.schema)
  const { signal } = options
  const connection = await recorder.step('connect', target.maskedUrl, () =>
    TargetConnection.connect(target, signal === undefined ? {} : { signal }),
  )
  try {
    const { maskedUrl: url, serverVersion } = connection
    recorder.found({ target: { url, serverVersion, schema } })
    const facts = await inspectServer(connection, schema)
    requireUsable(facts, { writes: false })
    requireSchema(facts)
    const jobs = options.jobs ?? Math.min(MOST_JOBS, availableParallelism())
    const work = (lanes: readonly DigestLane[]): Promise<CertifiedVerdict> =>
      compareCertificate({
        certificate,
        tables,
        connection,
        lanes,
        schema,
        ...terms(tables, recorder),
        signal,
      })
    return await recorder
      .step('verify', '', () => inOneMoment(connection, lanesFor(tables, jobs), work))
      .catch(error => {
        throw readableError(error, schema, facts.currentUser)
      })
  } finally {
    await connection.close()
  }
}

const MOST_JOBS = 8
/** Parts of a table that are told one by one. */
const LISTED = 100

function terms(tables: readonly CertifiedTable[], recorder: Recorder) {
  const total = tables.reduce((sum, { rows }) => sum + rows, 0n)
  let done = 0n
  const onProven = (table: string, rows: bigint): void => {
    done += rows
    recorder.progress('verify', table, done, total, 'rows')
  }
  return { limit: LISTED, onProven }
}

/** Rows below which another connection takes longer to open than it saves. */
const ROWS_A_LANE = 50_000n

function lanesFor(tables: readonly CertifiedTable[], jobs: number): number {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0n)
  return Math.max(1, Math.min(jobs, Number(rows / ROWS_A_LANE)))
}
