// Rows of a catalog query, which come for all tables at once, put back under their tables.
import { groupBy } from '../../model/once-per.ts'

/** A row that says which table it belongs to. */
export interface RowOfTable {
  readonly table: string
}

/** What `make` makes of each row, by table, in the order of the rows. */
export function groupByTable<Row extends RowOfTable, Item>(
  rows: readonly Row[],
  make: (row: Row) => Item,
): ReadonlyMap<string, readonly Item[]> {
  const groups = groupBy(rows, ({ table }) => table)
  return new Map([...groups].map(([table, ofTable]) => [table, ofTable.map(make)]))
}
