// First pass of the census: storage classes and the usual shape of every column.
import type { Interest } from '../codec/interest.ts'
import type { SourceTable } from '../model/source.ts'
import { affinityOf } from '../sql/affinity.ts'
import { sqliteName, sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'

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
  /** The column's name, quoted. */
  readonly name: SqliteSql
  readonly declaredType: string
  readonly interest: Interest | null
}

/** SQLite answers at most 2,000 result columns a query. https://www.sqlite.org/limits.html */
export const RESULT_COLUMNS = 1800

const CLASSES = ['integer', 'real', 'text', 'blob'] as const

/** Counts every column. The storage class a column should have is asked for first; the others only where it is not enough. */
export function countClasses(
  reader: SourceReader,
  table: SourceTable,
  columns: readonly CensusColumn[],
): { readonly rows: bigint; readonly classes: readonly ClassCount[] } {
  const answers = ask(reader, table, columns, firstQuestions)
  const rows =
    answers.rows ??
    reader.value<bigint>(sqlite`SELECT count(*) FROM ${sqliteName(table.name)} NOT INDEXED`) ??
    0n
  const guesses = columns.map((column, i) => guess(column, rows, answers.values[i] ?? []))
  const unclear = columns.filter((_, i) => guesses[i] === null)
  const counted = ask(reader, table, unclear, classQuestions).values
  const classes = columns.map(
    (column, i) =>
      guesses[i] ??
      countedClasses(rows, counted[unclear.indexOf(column)] ?? [], answers.values[i]?.[2] ?? 0n),
  )
  return { rows, classes }
}

function ask(
  reader: SourceReader,
  table: SourceTable,
  columns: readonly CensusColumn[],
  questions: (column: CensusColumn) => readonly SqliteSql[],
): { readonly rows: bigint | null; readonly values: readonly (readonly bigint[])[] } {
  const values: (readonly bigint[])[] = []
  let rows: bigint | null = null
  for (const batch of batches(columns, Math.floor(RESULT_COLUMNS / CLASSES.length))) {
    const asked = batch.map(questions)
    const answers = firstRow(
      reader.raw<bigint[]>(
        sqlite`SELECT count(*), ${asked.flat()} FROM ${sqliteName(table.name)} NOT INDEXED`,
      ),
    )
    rows = answers[0] ?? null
    let at = 1
    for (const { length } of asked) {
      values.push(answers.slice(at, at + length))
      at += length
    }
  }
  return { rows, values }
}

/** Values, values of the class that the declaration or the usual shape makes likely, values of the usual shape. */
function firstQuestions(column: CensusColumn): readonly SqliteSql[] {
  const { name, interest } = column
  const usual = interest === null ? sqlite`0` : sqlite`coalesce(sum(${interest.usual.test(name)}), 0)`
  const likely = interest?.usual.implies == null ? countOfClass(name, likelyClass(column)) : sqlite`0`
  return [sqlite`count(${name})`, likely, usual]
}

function classQuestions({ name }: CensusColumn): readonly SqliteSql[] {
  return CLASSES.map(storageClass => countOfClass(name, storageClass))
}

function countOfClass(name: SqliteSql, storageClass: StorageClass): SqliteSql {
  return sqlite`coalesce(sum(typeof(${name}) = ${sqliteString(storageClass)}), 0)`
}

type StorageClass = (typeof CLASSES)[number]

const LIKELY = { integer: 'integer', text: 'text', blob: 'blob', real: 'real', numeric: 'text' } as const

function likelyClass({ declaredType }: CensusColumn): StorageClass {
  return LIKELY[affinityOf(declaredType)]
}

/** The counts where every value is of the likely class, else null. */
function guess(
  column: CensusColumn,
  rows: bigint,
  [values = 0n, likely = 0n, usual = 0n]: readonly bigint[],
): ClassCount | null {
  const implied = column.interest?.usual.implies ?? null
  const none = { nulls: rows - values, integers: 0n, reals: 0n, texts: 0n, blobs: 0n, usual }
  if (implied !== null) return usual === values ? { ...none, [KEYS[implied.storageClass]]: values } : null
  return likely === values ? { ...none, [KEYS[likelyClass(column)]]: values } : null
}

const KEYS = { integer: 'integers', real: 'reals', text: 'texts', blob: 'blobs' } as const

function countedClasses(
  rows: bigint,
  [integers = 0n, reals = 0n, texts = 0n, blobs = 0n]: readonly bigint[],
  usual: bigint,
): ClassCount {
  return { nulls: rows - integers - reals - texts - blobs, integers, reals, texts, blobs, usual }
}

/** Values that are not NULL. */
export function valuesIn({ integers, reals, texts, blobs }: ClassCount): bigint {
  return integers + reals + texts + blobs
}

/** The one row an aggregate query answers with. */
export function firstRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('an aggregate query gave no row')
  return row
}

/** The items in groups of at most `size`. */
export function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
