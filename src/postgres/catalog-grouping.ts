// Rows of a catalog query, which come for all tables at once, put back under their tables.

/** A row that says which table it belongs to. */
export interface RowOfTable {
  readonly table: string
}

/** What `make` makes of each row, by table, in the order of the rows. */
export function groupByTable<Row extends RowOfTable, Item>(
  rows: readonly Row[],
  make: (row: Row) => Item,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const row of rows) {
    const group = groups.get(row.table)
    if (group) group.push(make(row))
    else groups.set(row.table, [make(row)])
  }
  return groups
}
