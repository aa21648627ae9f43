// What a repair did, for the terminal.
import type { Repair, RepairedTable } from '../model/repair.ts'
import type { RunReport } from '../model/report.ts'
import type { Check } from '../model/verdict.ts'
import type { TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

export function repairText(report: RunReport, repair: Repair, style: TextStyle): string {
  const { tables, sequences, remaining } = repair
  if (!repair.applied) return ''
  if (tables.length + sequences.length === 0)
    return remaining.length === 0
      ? `${style.paint.green('✓')} Nothing to repair: ${proven(report)}.`
      : `${nothingWritten(report.checks.filter(({ status }) => status === 'different'))}: nothing was changed.`
  const lines = tables.map(table => `  ${visibleText(table.table)}: ${repairedRows(table)}`)
  const raised = sequences.map(column => `  ${visibleText(column)}: its sequence was raised`)
  const end =
    remaining.length === 0
      ? `${style.paint.green('✓')} Source and target hold the same again: ${proven(report)}.`
      : `The rows hold the same again; ${remaining.length} other ${remaining.length === 1 ? 'difference is' : 'differences are'} left:`
  return [
    'Repaired, in one transaction:',
    ...lines,
    ...raised,
    '',
    end,
    ...remaining.map(text => `  ${visibleText(text)}`),
  ].join('\n')
}

/** Of the checks that differ: rows may do so all the same, of a view, or in what the target computes. */
export function nothingWritten(different: readonly Pick<Check, 'kind'>[]): string {
  return different.some(({ kind }) => kind === 'rows' || kind === 'contents')
    ? 'What differs is not written by a repair'
    : 'No row differs'
}

/** `2 rows inserted, 1 changed, 3 deleted`: what is 0 is left out. */
export function repairedRows({ inserted, updated, deleted }: RepairedTable): string {
  const parts = [
    [inserted, 'inserted'],
    [updated, 'changed'],
    [deleted, 'deleted'],
  ] as const
  const said = parts.filter(([count]) => count > 0n)
  const [first] = said
  return said
    .map(([count, what]) =>
      count === first?.[0] && what === first[1] ? `${rows(count)} ${what}` : `${count} ${what}`,
    )
    .join(', ')
}

function rows(count: bigint): string {
  return `${count} ${count === 1n ? 'row' : 'rows'}`
}

function proven({ tables }: RunReport): string {
  const count = tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  return `${tables.length} ${tables.length === 1 ? 'table' : 'tables'}, ${rows(count)}, every value compared`
}
