// The headline says what was proven, and never more.
import { expect, test } from 'vitest'
import type { ReportedTable, RunReport } from '../../../src/model/report.ts'
import { verdictOf } from '../../../src/report/html/verdict.ts'
import { reportedTable, sampleReport } from '../sample-run.ts'

const tables = (...proofs: readonly ReportedTable['proof'][]): RunReport['tables'] =>
  proofs.map((proof, i) => ({ ...reportedTable(`t${i}`, 340_000n), proof }))
const error = (code: NonNullable<RunReport['error']>['code']) => ({ code, message: 'm', hint: 'h' })

// biome-ignore format: one line a row reads as a table
const CASES: readonly (readonly [title: string, over: Partial<RunReport>, tone: string, headline: string])[] = [
  ['every table identical', { tables: tables('identical', 'identical', 'identical') }, 'good', 'Moved and proven: 3 tables, 1,020,000 rows identical'],
  ['one table only counted', { tables: tables('identical', 'counts only') }, 'good', 'Moved and counted: 2 tables, 680,000 rows on both sides'],
  ['one table not compared', { tables: tables('identical', 'not compared') }, 'fair', 'Moved, not compared: 2 tables, 680,000 rows'],
  ['rows set aside', { tables: [{ ...reportedTable('t', 10n), copiedRows: 8n, quarantinedRows: 2n, proof: 'identical' }] }, 'good', 'Moved and proven: 1 table, 8 rows identical, 2 set aside'],
  ['no row at all', { tables: [{ ...reportedTable('t', 0n), proof: 'identical' }] }, 'good', 'Moved: 1 table, 0 rows'],
  ['load', { verb: 'load', tables: tables('identical') }, 'good', 'Loaded and proven: 1 table, 340,000 rows identical'],
  ['refresh', { verb: 'refresh', tables: tables('identical') }, 'good', 'Refreshed and proven: 1 table, 340,000 rows identical'],
  ['verify, the same', { verb: 'verify', tables: tables('identical') }, 'good', 'Source and target are identical'],
  ['verify, counted', { verb: 'verify', tables: tables('counts only') }, 'good', 'Source and target agree in counts and structure'],
  ['verify of two empty sides', { verb: 'verify', tables: [{ ...reportedTable('t', 0n), proof: 'identical' }] }, 'fair', 'Nothing to compare'],
  ['verify, different', { verb: 'verify', exitCode: 6, outcome: 'failed', error: error('DIFFERENT') }, 'bad', 'Source and target differ'],
  ['a dry run', { verb: 'plan', dryRun: true, outcome: 'would succeed' }, 'good', 'Dry run: would succeed'],
  ['a dry run that would stop', { verb: 'plan', dryRun: true, outcome: 'would fail', exitCode: 5, error: error('DECISION_NEEDED') }, 'bad', 'Dry run: would fail'],
  ['a decision', { exitCode: 5, outcome: 'failed', error: error('DECISION_NEEDED') }, 'bad', 'Stopped: a decision is needed'],
  ['a target that is lost', { exitCode: 4, outcome: 'failed', error: error('TARGET_LOST') }, 'bad', 'Failed: the target cannot be used'],
  ['Ctrl-C', { exitCode: 130, outcome: 'interrupted', error: error('INTERRUPTED') }, 'fair', 'Interrupted'],
  ['doctor', { verb: 'doctor', tables: [] }, 'good', 'A run can work here'],
  ['doctor with a complaint', { verb: 'doctor', tables: [], exitCode: 4, outcome: 'failed', error: error('TARGET_REFUSED') }, 'bad', 'A run cannot work here yet'],
]

test.each(CASES)('%s', (_title, over, tone, headline) => {
  expect(verdictOf({ ...sampleReport, ...over })).toMatchObject({ tone, headline })
})
