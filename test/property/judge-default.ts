// A default gives in PostgreSQL what it gives in SQLite, which is asked by an insert that counts on it.
import Database from 'better-sqlite3'
import { agrees } from './compare-cells.ts'
import type { Cell } from './expected-cell.ts'
import { cellOf } from './read-sides.ts'
import type { Structure } from './read-structure.ts'
import type { Clause, ColumnModel, TableModel } from './source-model.ts'

/** What is wrong with it in words; a default that a notice speaks of may be anything. */
export function judgeDefault(
  { options }: TableModel,
  column: ColumnModel,
  clause: Clause,
  copy: Structure['columns'][number],
  isTold: boolean,
): readonly string[] {
  if (isTold || column.clauses.filter(({ kind }) => kind === 'default').length > 1) return []
  if (copy.defaultFailure !== null)
    return [
      `default fails: ${clause.sql} of ${column.declared}, ${copy.type} DEFAULT ${copy.default}: ${copy.defaultFailure}`,
    ]
  const fact = (what: string): string[] => [
    `default ${what}: ${clause.sql} of ${column.declared}, ${copy.type} DEFAULT ${copy.default}`,
  ]
  if (clause.steady === undefined) return copy.default === null && !copy.identity ? fact('lost') : []
  const cell = defaultCell(column, clause, options.includes('STRICT'))
  if (cell === null || copy.identity) return []
  if (cell.storageClass === 'null') return copy.defaultValue === null ? [] : fact('invented')
  if (copy.default === null) return fact('lost')
  if (cell.storageClass === 'integer' && copy.type === 'timestamp with time zone') return []
  // Before there are values a column of no type may be of integers, which know one zero only.
  const value: Cell =
    cell.storageClass === 'real' && cell.value === 0 && !['double precision', 'text'].includes(copy.type)
      ? { ...cell, value: 0 }
      : cell
  return agrees(value, copy.defaultValue, copy.type) ? [] : fact(`changed to ${copy.defaultValue}`)
}

/** What SQLite itself puts into the column by default; null where it puts nothing in. */
function defaultCell(column: ColumnModel, clause: Clause, isStrict: boolean): Cell | null {
  const scratch = new Database(':memory:')
  try {
    scratch.exec(
      `CREATE TABLE d (c ${column.declared} ${clause.sql})${isStrict ? ' STRICT' : ''}; INSERT INTO d DEFAULT VALUES`,
    )
    const [storageClass, value] = scratch
      .prepare(`SELECT typeof(c), CASE typeof(c) WHEN 'text' THEN CAST(c AS BLOB) ELSE c END FROM d`)
      .safeIntegers()
      .raw()
      .get() as [Cell['storageClass'], unknown]
    return cellOf(storageClass, value, 'UTF-8')
  } catch {
    return null
  } finally {
    scratch.close()
  }
}
