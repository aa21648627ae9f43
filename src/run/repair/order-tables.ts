// Tables in the order in which their rows may come: parents before children. In a circle any order is as good.
import type { TouchingKey } from '../../postgres/catalog/touching-keys.ts'

/** `tables` are names in the schema. */
export function parentsFirst(
  tables: readonly string[],
  schema: string,
  keys: readonly Pick<TouchingKey, 'child' | 'parent'>[],
): readonly string[] {
  const ordered: string[] = []
  const seen = new Set<string>()
  const visit = (table: string): void => {
    if (seen.has(table)) return
    seen.add(table)
    for (const { child, parent } of keys)
      if (child[0] === schema && child[1] === table && parent[0] === schema && tables.includes(parent[1]))
        visit(parent[1])
    ordered.push(table)
  }
  for (const table of tables) visit(table)
  return ordered
}
