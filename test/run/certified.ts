// A run with its certificate, as a JSON file beside which no SQLite file is left.
import { rmSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import {
  type Certificate,
  type MigrateOptions,
  migrate,
  type RunReport,
  verifyCertificate,
} from '../../src/index.ts'
import { reportToJson } from '../../src/report/json.ts'
import { newPath } from './workplace.ts'

export interface Certified {
  readonly report: RunReport
  readonly certificate: Certificate
  /** JSON report of the run. */
  readonly path: string
}

/** Moves the file, writes the report, and takes the file away. */
export async function certified(
  url: string,
  sqlitePath: string,
  options: Partial<MigrateOptions> = {},
): Promise<Certified> {
  const report = await migrate({ sqlitePath, url, ...options })
  expect({ error: report.error, exitCode: report.exitCode }).toEqual({ error: null, exitCode: 0 })
  const { certificate } = report
  if (certificate === null) throw new Error('the run has no certificate')
  for (const suffix of ['', '-wal', '-shm']) rmSync(sqlitePath + suffix, { force: true })
  return { report, certificate, path: written(JSON.parse(reportToJson(report))) }
}

/** A JSON file with this in it. */
export function written(document: unknown): string {
  const path = newPath('report.json')
  writeFileSync(path, JSON.stringify(document))
  return path
}

/** The outcome of holding the target against a certificate: exit code, error, and what differs. */
export async function held(
  url: string,
  certificate: string | Certificate,
  more: { readonly schema?: string; readonly jobs?: number } = {},
) {
  const report = await verifyCertificate({ certificate, url, ...more })
  const differing = report.checks
    .filter(({ status }) => status === 'different')
    .map(({ kind, object, expected, found, remark }) =>
      `${object}: ${kind} ${expected} → ${found} ${remark}`.trim(),
    )
  return { exitCode: report.exitCode, code: report.error?.code ?? null, differing, report }
}

export const SAME = { exitCode: 0, code: null, differing: [] }
