// The loaded columns that a sequence of the target feeds, each with its sequence as it stands now.
import type { PlannedColumn, PlannedTable } from '../../model/plan.ts'
import type { TargetSequence } from '../../model/target.ts'
import type { LoadPlan } from '../../plan/load/make-load.ts'
import type { CatalogConnection } from '../../postgres/catalog/catalog.ts'
import { readSequences, sequenceKey } from '../../postgres/catalog/sequences.ts'

export interface FedColumn {
  readonly table: PlannedTable
  readonly column: PlannedColumn
  readonly sequence: TargetSequence
}

export async function readFedColumns(
  connection: CatalogConnection,
  { plan, tables }: LoadPlan,
): Promise<readonly FedColumn[]> {
  const sequences = await readSequences(connection, plan.schema)
  return tables.flatMap(table =>
    table.columns.flatMap((column): readonly FedColumn[] => {
      const sequence = sequences.get(sequenceKey(table.target, column.target))
      return column.identity === null || sequence === undefined ? [] : [{ table, column, sequence }]
    }),
  )
}
