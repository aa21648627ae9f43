// Views of tables of which rows are set aside: they give other rows than in the file, so nobody compares them.
import type { PlannedTable, PlannedView, ViewQuery } from '../../model/plan.ts'
import type { PlanContext } from '../draft.ts'
import { note } from '../notices.ts'

type NarrowedTable = Pick<PlannedTable, 'target' | 'setAside'>

/** Whether a view reads tables of which rows are set aside, so that it gives other rows than in the file. */
export function isNarrowed({ query }: PlannedView, tables: readonly NarrowedTable[]): boolean {
  return narrowedTables(query, tables).length > 0
}

function narrowedTables(query: ViewQuery | null, tables: readonly NarrowedTable[]): readonly string[] {
  const read = tables.filter(({ target, setAside }) => setAside !== null && query?.tables.includes(target))
  return read.map(({ target }) => target)
}

/** Tells of views whose rows cannot be held against those of the file. */
export function noteNarrowedViews(
  views: readonly PlannedView[],
  tables: readonly NarrowedTable[],
  context: PlanContext,
): void {
  for (const view of views) {
    const narrowed = narrowedTables(view.query, tables)
    if (narrowed.length === 0) continue
    const message = `its rows are not compared with the file's: rows of ${narrowed.join(', ')}, which it reads, are set aside`
    note(context, 'VIEW_NOT_COMPARED', view.name, message)
  }
}
