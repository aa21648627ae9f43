// What a run comes down to, in a headline and a sentence. It says what was proven and never more.
import { ERROR_CODES, type ErrorKind } from '../../model/errors.ts'
import type { RunReport, Verb } from '../../model/report.ts'
import { proofSentence } from '../proof-sentence.ts'
import { countText, quantityText } from '../quantity-text.ts'
import type { Tone } from './badge.ts'

export interface HeadlineVerdict {
  readonly tone: Tone
  readonly headline: string
  readonly sentence: string
}

type Strength = 'identical' | 'in part' | 'counts only' | 'not compared' | 'different' | 'empty'

/** What a run that moves rows has done, where it succeeded. */
const DONE: Readonly<Partial<Record<Verb, string>>> = {
  migrate: 'Moved',
  load: 'Loaded',
  refresh: 'Refreshed',
  repair: 'Repaired',
}

const COMPARED: Readonly<Record<Strength, Omit<HeadlineVerdict, 'sentence'>>> = {
  identical: { tone: 'good', headline: 'Source and target are identical' },
  'counts only': { tone: 'good', headline: 'Source and target agree in counts and structure' },
  'in part': { tone: 'fair', headline: 'Source and target are identical where they were compared' },
  'not compared': { tone: 'fair', headline: 'Not everything was compared' },
  different: { tone: 'bad', headline: 'Source and target differ' },
  empty: { tone: 'fair', headline: 'Nothing to compare' },
}

const FAILURES: Readonly<Record<ErrorKind, string>> = {
  internal: 'Failed: a fault in sqlite2pg',
  usage: 'Failed: the command line or the configuration is wrong',
  source: 'Failed: the source cannot be used',
  target: 'Failed: the target cannot be used',
  decision: 'Stopped: a decision is needed',
  difference: 'Source and target differ',
  interrupted: 'Interrupted',
}

export function verdictOf(report: RunReport): HeadlineVerdict {
  if (report.error !== null || report.exitCode !== 0) return failure(report)
  if (report.verb === 'doctor') return { tone: 'good', headline: 'A run can work here', sentence: '' }
  if (report.dryRun) return dryRun(report)
  return isComparison(report) ? comparison(report) : success(report)
}

/** Of both sides as they are: no row was moved from one to the other as a whole. */
export function isComparison({ verb }: Pick<RunReport, 'verb'>): boolean {
  return verb === 'verify' || verb === 'repair'
}

function failure({ error, outcome, verb, dryRun }: RunReport): HeadlineVerdict {
  const kind = error === null ? 'internal' : ERROR_CODES[error.code]
  const tone = kind === 'interrupted' ? 'fair' : 'bad'
  if (verb === 'doctor') return { tone, headline: 'A run cannot work here yet', sentence: '' }
  const unchanged = 'Nothing was changed on either side.'
  if (outcome === 'would fail') return { tone, headline: `Dry run: would fail`, sentence: unchanged }
  return { tone, headline: FAILURES[kind], sentence: dryRun ? unchanged : '' }
}

function dryRun(report: RunReport): HeadlineVerdict {
  const sentence = `The real run would move ${amountOf(report)}${asideText(report)}. Nothing was changed on either side.`
  return { tone: 'good', headline: 'Dry run: would succeed', sentence }
}

function comparison(report: RunReport): HeadlineVerdict {
  return { ...COMPARED[strengthOf(report)], sentence: proofSentence(report) }
}

function success(report: RunReport): HeadlineVerdict {
  const done = DONE[report.verb]
  if (done === undefined) return { tone: 'good', headline: 'Done', sentence: '' }
  const amount = amountOf(report)
  const aside = asideText(report)
  const sentence = proofSentence(report)
  switch (strengthOf(report)) {
    case 'identical':
      return { tone: 'good', headline: `${done} and proven: ${amount} identical${aside}`, sentence }
    case 'counts only':
      return { tone: 'good', headline: `${done} and counted: ${amount} on both sides${aside}`, sentence }
    case 'in part':
      return { tone: 'fair', headline: `${done}, proven in part: ${amount}${aside}`, sentence }
    case 'empty':
      return { tone: 'good', headline: `${done}: ${amount}${aside}`, sentence }
    case 'different':
      return { tone: 'bad', headline: COMPARED.different.headline, sentence }
    case 'not compared':
      return { tone: 'fair', headline: `${done}, not compared: ${amount}${aside}`, sentence }
  }
}

/** As strong as the weakest table. */
function strengthOf({ tables }: RunReport): Strength {
  const weakestFirst = ['different', 'not compared', 'counts only'] as const
  const weakest = weakestFirst.find(proof => tables.some(table => table.proof === proof))
  if (weakest === 'different' || weakest === 'not compared') return weakest
  const isEmpty = tables.every(({ sourceRows, targetRows }) => sourceRows === 0n && (targetRows ?? 0n) === 0n)
  if (isEmpty) return 'empty'
  return tables.some(({ comparedRows }) => comparedRows !== null) ? 'in part' : (weakest ?? 'identical')
}

function amountOf({ tables }: RunReport): string {
  const rows = tables.reduce((sum, table) => sum + table.copiedRows, 0n)
  return `${quantityText(tables.length, 'table')}, ${quantityText(rows, 'row')}`
}

/** Rows that did not come along belong in the headline. */
function asideText({ tables }: RunReport): string {
  const rows = tables.reduce((sum, table) => sum + table.quarantinedRows, 0n)
  return rows === 0n ? '' : `, ${countText(rows)} set aside`
}
