// `sqlite2pg verify`: the library's verify, of a file or of a certificate, and its checklist.
import { resolve } from 'node:path'
import type { RunReport } from '../../model/report.ts'
import { checklistText } from '../../report/checklist.ts'
import type { RunVerb } from '../session.ts'

export const runVerify: RunVerb = async (session, options) => {
  const { request, style } = session
  const report = await verifyWith(session, options)
  const looked = report.checks.length > 0
  const text = looked
    ? checklistText(report, style, {
        onlyDifferences: request.settings.quiet === true,
        ...(request.settings.limit !== undefined && { listed: request.settings.limit }),
      })
    : ''
  return { report, text, tells: looked ? 'reasons' : 'nothing' }
}

async function verifyWith(
  { request, terminal }: Parameters<RunVerb>[0],
  { sqlitePath, ...options }: Parameters<RunVerb>[1],
): Promise<RunReport> {
  const { certificate, limit, sample, recheck } = request.settings
  const own = {
    ...(limit !== undefined && { limit }),
    ...(sample !== undefined && { sample }),
    ...(recheck !== undefined && { recheck }),
  }
  if (certificate === undefined) {
    const { verify } = await import('../../run/verify.ts')
    return verify({ sqlitePath, ...options, ...own })
  }
  const { verifyCertificate } = await import('../../run/verify-certificate.ts')
  return verifyCertificate({ ...options, certificate: resolve(terminal.directory, certificate) })
}
