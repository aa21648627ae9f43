// Rows that a CHECK of the target refuses, or a rule over several rows, as the server has judged them: told, or set aside
// where the user wants that.
import type { SourceTable } from '../../model/source.ts'
import type { SqliteSql } from '../../sql/text.ts'
import type { RowsToSetAside } from '../aside/aside-causes.ts'
import { type DraftTable, findDraft, type PlanContext } from '../draft.ts'
import { note } from '../notices.ts'

export interface RefusedRows {
  readonly table: SourceTable
  /** Of the file. */
  readonly columns: readonly string[]
  readonly kind: 'check' | 'unique'
  /** As people are told of it, such as `CHECK positive`. */
  readonly rule: string
  readonly expression: string
  readonly rows: bigint
  /** False where more rows may be refused than the condition finds. */
  readonly canBeTold: boolean
  readonly examples: readonly string[]
  /** SQLite condition that is true for these rows. */
  readonly condition: SqliteSql
}

export function noteRefused(
  { table, kind, rule, expression, rows, canBeTold, examples }: RefusedRows,
  context: PlanContext,
): void {
  if (context.input.options.badValues === 'quarantine' && canBeTold) return
  const atLeast = canBeTold || kind === 'unique' ? '' : 'at least '
  const beside = kind === 'unique' ? ` beside ${rows === 1n ? 'another' : 'others'}` : ''
  const counted = `${atLeast}${rows} ${rows === 1n ? 'row' : 'rows'}${beside}`
  const fact = `${rule} of the target refuses ${counted}: ${expression} (${examples.join('; ')})`
  note(context, kind === 'unique' ? 'DUPLICATE_ROWS' : 'VALUES_MISFIT', table.name, fact)
}

export function setRefusedAside(
  { table, columns, kind, rule, expression, condition }: RefusedRows,
  drafts: readonly DraftTable[],
): readonly RowsToSetAside[] {
  const draft = findDraft(drafts, table.name)
  const reason = `${rule} of the target: ${expression}`
  return draft === undefined ? [] : [{ table: draft, kind, columns, reason, condition }]
}
