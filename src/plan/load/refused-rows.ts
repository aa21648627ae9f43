// Rows that a CHECK of the target refuses, as the server has judged them: told, or set aside where the user wants that.
import type { SourceTable } from '../../model/source.ts'
import type { SqliteSql } from '../../sql/text.ts'
import type { RowsToSetAside } from '../aside/aside-causes.ts'
import { type DraftTable, findDraft, type PlanContext } from '../draft.ts'
import { note } from '../notices.ts'

export interface RefusedRows {
  readonly table: SourceTable
  /** Of the file. */
  readonly columns: readonly string[]
  /** Of the CHECK. */
  readonly name: string
  readonly expression: string
  readonly rows: bigint
  /** More values than can be told apart are refused, so that there may be more rows. */
  readonly isCut: boolean
  readonly examples: readonly string[]
  /** SQLite condition that is true for these rows. */
  readonly condition: SqliteSql
}

export function noteRefused(
  { table, name, expression, rows, isCut, examples }: RefusedRows,
  context: PlanContext,
): void {
  if (context.input.options.badValues === 'quarantine' && !isCut) return
  const counted = `${isCut ? 'at least ' : ''}${rows} ${rows === 1n ? 'row' : 'rows'}`
  const fact = `CHECK ${name} of the target refuses ${counted}: ${expression} (${examples.join('; ')})`
  note(context, 'VALUES_MISFIT', table.name, fact)
}

export function setRefusedAside(
  { table, columns, name, expression, condition }: RefusedRows,
  drafts: readonly DraftTable[],
): readonly RowsToSetAside[] {
  const draft = findDraft(drafts, table.name)
  const reason = `CHECK ${name} of the target: ${expression}`
  return draft === undefined ? [] : [{ table: draft, kind: 'check', columns, reason, condition }]
}
