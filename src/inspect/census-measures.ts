// Ranges, lengths and special characters of columns that hold something else than was expected, only of the storage
// classes that occur.

import { isUtf8Blob } from '../codec/blob-text.ts'
import { isNegativeZero } from '../codec/real.ts'
import type { BlobCensus, ColumnCensus, IntegerCensus, RealCensus, TextCensus } from '../model/census.ts'
import { affinityOf } from '../sql/affinity.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { NO_BAD_TEXTS } from './bad-texts.ts'
import { type CensusColumn, type ClassCount, valuesIn } from './census-classes.ts'
import type { TableScan } from './table-scan.ts'
import { countWhere, greatest, least, type Question, sum } from './tally.ts'

export type Measures = Pick<ColumnCensus, 'integers' | 'reals' | 'texts' | 'blobs'>

export const NOTHING_MEASURED: Measures = {
  integers: { count: 0n, min: null, max: null },
  reals: { count: 0n, fractional: 0n, infinite: 0n, negativeZero: 0n, beyondInt64: 0n },
  texts: {
    count: 0n,
    maxCharacters: 0n,
    maxBytes: 0n,
    totalBytes: 0n,
    needsEscape: 0n,
    ...NO_BAD_TEXTS,
    plainNumbers: 0n,
  },
  blobs: { count: 0n, maxBytes: 0n, totalBytes: 0n, cleanTexts: 0n },
}

/** What is asked of one storage class, and what it comes to once it has been answered. */
interface Gauge<Census> {
  readonly questions: readonly Question[]
  readonly read: (count: bigint) => Census
}

/** The value where it is of the class. */
const when = ({ stored }: CensusColumn, storageClass: SqliteSql, value: SqliteSql): SqliteSql =>
  sqlite`CASE typeof(${stored}) WHEN ${storageClass} THEN ${value} END`

function gaugeIntegers(column: CensusColumn): Gauge<IntegerCensus> {
  const value = when(column, sqlite`'integer'`, column.name)
  const [min, max] = [least(value), greatest(value)]
  return { questions: [min, max], read: count => ({ count, min: min.answer, max: max.answer }) }
}

function gaugeReals(column: CensusColumn): Gauge<RealCensus> {
  const { name } = column
  const real = sqlite`typeof(${column.stored}) = 'real'`
  // Not by abs(), which the smallest bigint has none of.
  const fractional = countWhere(
    sqlite`${real} AND ${name} > -9e999 AND ${name} < 9e999 AND (${name} > 9007199254740992.0 OR ${name} < -9007199254740992.0 OR ${name} <> CAST(${name} AS INTEGER))`,
  )
  const infinite = countWhere(sqlite`${real} AND ${name} IN (9e999, -9e999)`)
  const negativeZero = countWhere(isNegativeZero(name))
  const beyondInt64 = countWhere(
    isOfIntegers(column)
      ? sqlite`${real} AND (${name} >= 9223372036854775808.0 OR ${name} <= -9223372036854775808.0)`
      : sqlite`0`,
  )
  return {
    questions: [fractional, infinite, negativeZero, beyondInt64],
    read: count => ({
      count,
      fractional: fractional.answer,
      infinite: infinite.answer,
      negativeZero: negativeZero.answer,
      beyondInt64: beyondInt64.answer,
    }),
  }
}

function gaugeTexts(column: CensusColumn): Gauge<TextCensus> {
  const { name, stored } = column
  const bytes = when(column, sqlite`'text'`, sqlite`octet_length(${stored})`)
  const maxCharacters = greatest(when(column, sqlite`'text'`, sqlite`length(${name})`))
  const [maxBytes, totalBytes] = [greatest(bytes), sum(bytes)]
  const needsEscape = countWhere(sqlite`${name} GLOB '*[' || char(9, 10, 13) || '\\]*'`)
  const plainNumbers = countWhere(isOfIntegers(column) ? sqlite`sqlite2pg_is_number(${name})` : sqlite`0`)
  return {
    questions: [maxCharacters, maxBytes, totalBytes, needsEscape, plainNumbers],
    read: count => ({
      count,
      maxCharacters: maxCharacters.answer ?? 0n,
      maxBytes: maxBytes.answer ?? 0n,
      totalBytes: totalBytes.answer,
      needsEscape: needsEscape.answer,
      ...NO_BAD_TEXTS,
      plainNumbers: plainNumbers.answer,
    }),
  }
}

function gaugeBlobs(column: CensusColumn): Gauge<BlobCensus> {
  const bytes = when(column, sqlite`'blob'`, sqlite`octet_length(${column.stored})`)
  const [maxBytes, totalBytes] = [greatest(bytes), sum(bytes)]
  const cleanTexts = countWhere(isOfTexts(column) ? isUtf8Blob(column.name) : sqlite`0`)
  return {
    questions: [maxBytes, totalBytes, cleanTexts],
    read: count => ({
      count,
      maxBytes: maxBytes.answer ?? 0n,
      totalBytes: totalBytes.answer,
      cleanTexts: cleanTexts.answer,
    }),
  }
}

/** Where texts may be numbers all the same, and where reals may have been integers too large. */
export function isOfIntegers({ declaredType }: CensusColumn): boolean {
  return affinityOf(declaredType) === 'integer'
}

/** Where blobs may be texts all the same. */
function isOfTexts({ declaredType, interest }: CensusColumn): boolean {
  return affinityOf(declaredType) === 'text' || interest?.blobsAsTexts === true
}

export interface CountedColumn {
  readonly column: CensusColumn
  readonly counts: ClassCount
}

/** Measures every column, but those whose usual shape says all there is to say. */
export async function measureValues(
  scan: TableScan,
  columns: readonly CountedColumn[],
): Promise<readonly Measures[]> {
  const asked = columns.map(one => (isSettled(one) ? null : gaugesOf(one)))
  const questions = asked.flatMap(gauges =>
    Object.values(gauges ?? {}).flatMap(gauge => gauge?.questions ?? []),
  )
  if (questions.length > 0) await scan.ask(questions)
  return columns.map((one, i) => {
    const gauges = asked[i] ?? null
    return gauges === null ? settledMeasures(one) : readGauges(gauges, one.counts)
  })
}

/** Of the classes that occur. */
type Gauges = { readonly [Key in keyof Measures]: Gauge<Measures[Key]> | null }

function gaugesOf({ column, counts }: CountedColumn): Gauges {
  return {
    integers: counts.integers > 0n ? gaugeIntegers(column) : null,
    reals: counts.reals > 0n ? gaugeReals(column) : null,
    texts: counts.texts > 0n ? gaugeTexts(column) : null,
    blobs: counts.blobs > 0n ? gaugeBlobs(column) : null,
  }
}

function readGauges({ integers, reals, texts, blobs }: Gauges, counts: ClassCount): Measures {
  return {
    integers: integers?.read(counts.integers) ?? NOTHING_MEASURED.integers,
    reals: reals?.read(counts.reals) ?? NOTHING_MEASURED.reals,
    texts: texts?.read(counts.texts) ?? NOTHING_MEASURED.texts,
    blobs: blobs?.read(counts.blobs) ?? NOTHING_MEASURED.blobs,
  }
}

/** True where every value has a shape that implies its length and that nothing in it is special. */
export function isSettled({ column, counts }: CountedColumn): boolean {
  return column.interest?.usual.implies != null && counts.usual === valuesIn(counts)
}

export function settledMeasures({ column, counts }: CountedColumn): Measures {
  const characters = counts.texts === 0n ? 0n : (column.interest?.usual.implies?.characters ?? 0n)
  const texts = {
    ...NOTHING_MEASURED.texts,
    count: counts.texts,
    maxCharacters: characters,
    maxBytes: characters,
    totalBytes: characters * counts.texts,
  }
  return { ...NOTHING_MEASURED, integers: { ...NOTHING_MEASURED.integers, count: counts.integers }, texts }
}
