// First pass of the census: storage classes and the usual shape of every column.
import type { Interest } from '../codec/interest.ts'
import { affinityOf } from '../sql/affinity.ts'
import { sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { count, sum, type TableScan, type Tally, type TallyAnswer } from './table-scan.ts'

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

const CLASSES = ['integer', 'real', 'text', 'blob'] as const

/** Counts every column. The storage class a column should have is asked for first; the others only where it is not enough. */
export async function countClasses(
  scan: TableScan,
  columns: readonly CensusColumn[],
): Promise<{ readonly rows: bigint; readonly classes: readonly ClassCount[] }> {
  const [rows, ...first] = await scan.ask([count(sqlite`*`), ...columns.flatMap(firstQuestions)])
  const total = rows ?? 0n
  const answers = inGroups(first, FIRST_QUESTIONS)
  const guesses = columns.map((column, i) => guess(column, total, answers[i] ?? []))
  const unclear = columns.filter((_, i) => guesses[i] === null)
  const counted = inGroups(
    unclear.length === 0 ? [] : await scan.ask(unclear.flatMap(classQuestions)),
    CLASSES.length,
  )
  const classes = columns.map(
    (column, i) =>
      guesses[i] ?? countedClasses(total, counted[unclear.indexOf(column)] ?? [], answers[i]?.[2] ?? 0n),
  )
  return { rows: total, classes }
}

/** Answers by column; a sum is never NULL. */
function inGroups(answers: readonly TallyAnswer[], size: number): readonly (readonly bigint[])[] {
  return batches(
    answers.map(answer => answer ?? 0n),
    size,
  )
}

const FIRST_QUESTIONS = 3

/** Values, values of the class that the declaration or the usual shape makes likely, values of the usual shape. */
function firstQuestions(column: CensusColumn): readonly Tally[] {
  const { name, interest } = column
  const usual = sum(interest === null ? sqlite`0` : interest.usual.test(name))
  const likely = interest?.usual.implies == null ? countOfClass(name, likelyClass(column)) : sum(sqlite`0`)
  return [count(name), likely, usual]
}

function classQuestions({ name }: CensusColumn): readonly Tally[] {
  return CLASSES.map(storageClass => countOfClass(name, storageClass))
}

function countOfClass(name: SqliteSql, storageClass: StorageClass): Tally {
  return sum(sqlite`typeof(${name}) = ${sqliteString(storageClass)}`)
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

/** The items in groups of at most `size`. */
export function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
