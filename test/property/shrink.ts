// Makes a failing database smaller for as long as the smaller one fails in the same way: tables, objects, rows,
// columns and clauses are taken out, coarse before fine.
import type { SourceModel, TableModel } from './source-model.ts'

/** True where the smaller database still shows the fault. */
export type StillFails = (source: SourceModel) => Promise<boolean>

export async function shrink(
  source: SourceModel,
  stillFails: StillFails,
  attempts: number,
): Promise<SourceModel> {
  let smallest = source
  let left = attempts
  for (let progress = true; progress && left > 0; ) {
    progress = false
    for (const candidate of candidates(smallest)) {
      if (left-- <= 0) break
      if (!(await stillFails(candidate))) continue
      smallest = candidate
      progress = true
      break
    }
  }
  return smallest
}

function* candidates(source: SourceModel): Generator<SourceModel> {
  yield* without(source.tables).map(tables => ({ ...source, tables }))
  if (source.objects.length > 1) yield { ...source, objects: [] }
  yield* without(source.objects).map(objects => ({ ...source, objects }))
  if (source.pragmas.length > 0) yield { ...source, pragmas: [] }
  yield* without(source.pragmas).map(pragmas => ({ ...source, pragmas }))
  for (const [i, table] of source.tables.entries()) {
    for (const smaller of smallerTables(table)) yield { ...source, tables: source.tables.with(i, smaller) }
  }
}

function* smallerTables(table: TableModel): Generator<TableModel> {
  const { rows, columns, clauses, options } = table
  if (rows.length > 0) yield { ...table, rows: [] }
  const half = Math.ceil(rows.length / 2)
  if (rows.length > 1) yield { ...table, rows: rows.slice(0, half) }
  if (rows.length > 1) yield { ...table, rows: rows.slice(half) }
  for (const i of columns.keys()) {
    yield { ...table, columns: columns.toSpliced(i, 1), rows: rows.map(row => row.toSpliced(i, 1)) }
  }
  yield* without(clauses).map(fewer => ({ ...table, clauses: fewer }))
  yield* without(options).map(fewer => ({ ...table, options: fewer }))
  for (const [i, column] of columns.entries()) {
    for (const fewer of without(column.clauses))
      yield { ...table, columns: columns.with(i, { ...column, clauses: fewer }) }
  }
  if (rows.length <= 12) yield* without(rows).map(fewer => ({ ...table, rows: fewer }))
  for (const [i, { length }] of rows.slice(0, 4).entries()) {
    for (let j = 0; j < length; j++) {
      if (rows[i]?.[j] === 'NULL' || rows[i]?.[j] === null) continue
      yield { ...table, rows: rows.with(i, rows[i]!.with(j, 'NULL')) }
    }
  }
}

function without<T>(list: readonly T[]): T[][] {
  return list.map((_, i) => list.toSpliced(i, 1))
}
