// Storage classes of columns that hold something else than their declaration makes likely, and how many values have
// the usual shape.
import type { Interest } from '../codec/interest.ts'
import { sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { TableScan } from './table-scan.ts'
import { countWhere, type Sum } from './tally.ts'

export interface ClassCount {
  readonly nulls: bigint
  readonly integers: bigint
  readonly reals: bigint
  readonly texts: bigint
  readonly blobs: bigint
  /** Values of the usual shape, 0 where no shape was asked for. */
  readonly usual: bigint
}

export interface CensusColumn {
  /** What is read of the column. */
  readonly name: SqliteSql
  /** The bare column where that is what is read: SQLite knows its class and length without reading a long value. */
  readonly stored: SqliteSql
  readonly declaredType: string
  readonly interest: Interest | null
  /** True for another name of the rowid, read as it is. */
  readonly isRowid: boolean
}

export type StorageClass = 'integer' | 'real' | 'text' | 'blob'

export function countOfClass({ stored }: CensusColumn, storageClass: StorageClass): Sum {
  return countWhere(sqlite`typeof(${stored}) = ${sqliteString(storageClass)}`)
}

/** Null where no shape is looked for. */
export function countOfUsual({ name, interest }: CensusColumn): Sum | null {
  return interest === null ? null : countWhere(interest.usual.test(name))
}

/** Every class of every column. */
export async function countClasses(
  scan: TableScan,
  columns: readonly CensusColumn[],
  rows: bigint,
): Promise<readonly ClassCount[]> {
  const asked = columns.map(column => ({
    integers: countOfClass(column, 'integer'),
    reals: countOfClass(column, 'real'),
    texts: countOfClass(column, 'text'),
    blobs: countOfClass(column, 'blob'),
    usual: countOfUsual(column),
  }))
  const questions = asked.flatMap(each => Object.values(each).flatMap(question => question ?? []))
  if (questions.length > 0) await scan.ask(questions)
  return asked.map(each => {
    const [integers, reals] = [each.integers.answer, each.reals.answer]
    const [texts, blobs] = [each.texts.answer, each.blobs.answer]
    const nulls = rows - integers - reals - texts - blobs
    return { nulls, integers, reals, texts, blobs, usual: each.usual?.answer ?? 0n }
  })
}

/** Values that are not NULL. */
export function valuesIn({ integers, reals, texts, blobs }: ClassCount): bigint {
  return integers + reals + texts + blobs
}

/** The items in groups of at most `size`. */
export function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
