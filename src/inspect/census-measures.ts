// Second pass of the census: ranges, lengths and special characters, only of the storage classes that occur.

import { isUtf8Blob } from '../codec/blob-text.ts'
import { isNegativeZero } from '../codec/real.ts'
import type { ColumnCensus } from '../model/census.ts'
import { affinityOf } from '../sql/affinity.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { NO_BAD_TEXTS } from './bad-texts.ts'
import { type CensusColumn, type ClassCount, valuesIn } from './census-classes.ts'
import { greatest, least, sum, type TableScan, type Tally } from './table-scan.ts'

export type Measures = Pick<ColumnCensus, 'integers' | 'reals' | 'texts' | 'blobs'>
type Values = readonly (bigint | null)[]

/** One family of measures: when to take it, what to ask and how to read the answer. */
interface Gauge {
  readonly key: keyof Measures
  readonly questions: (name: SqliteSql, column: CensusColumn) => readonly Tally[]
  readonly read: (count: bigint, values: Values) => Measures[keyof Measures]
}

const when = (name: SqliteSql, storageClass: SqliteSql, value: SqliteSql): SqliteSql =>
  sqlite`CASE typeof(${name}) WHEN ${storageClass} THEN ${value} END`

const GAUGES: readonly Gauge[] = [
  {
    key: 'integers',
    questions: name => {
      const value = when(name, sqlite`'integer'`, name)
      return [least(value), greatest(value)]
    },
    read: (count, [min = null, max = null]) => ({ count, min, max }),
  },
  {
    key: 'reals',
    // Not by abs(): AND looks at both its sides, and the smallest bigint has no positive.
    questions: (name, column) => {
      const real = sqlite`typeof(${name}) = 'real'`
      return [
        sum(
          sqlite`${real} AND ${name} > -9e999 AND ${name} < 9e999 AND (${name} > 9007199254740992.0 OR ${name} < -9007199254740992.0 OR ${name} <> CAST(${name} AS INTEGER))`,
        ),
        sum(sqlite`${real} AND ${name} IN (9e999, -9e999)`),
        sum(isNegativeZero(name)),
        ...(isOfIntegers(column)
          ? [sum(sqlite`${real} AND (${name} >= 9223372036854775808.0 OR ${name} <= -9223372036854775808.0)`)]
          : []),
      ]
    },
    read: (count, [fractional, infinite, negativeZero, beyondInt64]) => ({
      count,
      fractional: fractional ?? 0n,
      infinite: infinite ?? 0n,
      negativeZero: negativeZero ?? 0n,
      beyondInt64: beyondInt64 ?? 0n,
    }),
  },
  {
    key: 'texts',
    questions: (name, column) => {
      const bytes = when(name, sqlite`'text'`, sqlite`octet_length(${name})`)
      return [
        greatest(when(name, sqlite`'text'`, sqlite`length(${name})`)),
        greatest(bytes),
        sum(bytes),
        sum(sqlite`${name} GLOB '*[' || char(9, 10, 13) || '\\]*'`),
        ...(isOfIntegers(column) ? [sum(sqlite`sqlite2pg_is_number(${name})`)] : []),
      ]
    },
    read: (count, [maxCharacters, maxBytes, totalBytes, needsEscape, plainNumbers]) => ({
      count,
      maxCharacters: maxCharacters ?? 0n,
      maxBytes: maxBytes ?? 0n,
      totalBytes: totalBytes ?? 0n,
      needsEscape: needsEscape ?? 0n,
      ...NO_BAD_TEXTS,
      plainNumbers: plainNumbers ?? 0n,
    }),
  },
  {
    key: 'blobs',
    questions: (name, column) => {
      const bytes = when(name, sqlite`'blob'`, sqlite`octet_length(${name})`)
      return [greatest(bytes), sum(bytes), ...(isOfTexts(column) ? [sum(isUtf8Blob(name))] : [])]
    },
    read: (count, [maxBytes, totalBytes, cleanTexts]) => ({
      count,
      cleanTexts: cleanTexts ?? 0n,
      maxBytes: maxBytes ?? 0n,
      totalBytes: totalBytes ?? 0n,
    }),
  },
]

/** Where texts may be numbers all the same, and where reals may have been integers too large. */
function isOfIntegers({ declaredType }: CensusColumn): boolean {
  return affinityOf(declaredType) === 'integer'
}

/** Where blobs may be texts all the same. */
function isOfTexts({ declaredType, interest }: CensusColumn): boolean {
  return affinityOf(declaredType) === 'text' || interest?.blobsAsTexts === true
}

interface MeasuredColumn {
  readonly column: CensusColumn
  readonly counts: ClassCount
}

/** Measures every column, but those whose usual shape says all there is to say. */
export async function measureValues(
  scan: TableScan,
  columns: readonly CensusColumn[],
  classes: readonly ClassCount[],
): Promise<readonly Measures[]> {
  const wanted = columns.map((column, i) => ({ column, counts: classes[i] as ClassCount }))
  const questions = wanted.flatMap(one => GAUGES.flatMap(gauge => questionsOf(one, gauge)))
  const answers = questions.length === 0 ? [] : await scan.ask(questions)
  let at = 0
  const readGauge = (one: MeasuredColumn, gauge: Gauge): Measures[keyof Measures] => {
    const asked = questionsOf(one, gauge).length
    at += asked
    return gauge.read(one.counts[gauge.key], answers.slice(at - asked, at))
  }
  return wanted.map(one =>
    isSettled(one)
      ? settledMeasures(one)
      : (Object.fromEntries(GAUGES.map(gauge => [gauge.key, readGauge(one, gauge)])) as unknown as Measures),
  )
}

function questionsOf(one: MeasuredColumn, gauge: Gauge): readonly Tally[] {
  return one.counts[gauge.key] > 0n && !isSettled(one) ? gauge.questions(one.column.name, one.column) : []
}

/** True where every value has a shape that implies its length and that nothing in it is special. */
export function isSettled({ column, counts }: MeasuredColumn): boolean {
  return column.interest?.usual.implies != null && counts.usual === valuesIn(counts)
}

function settledMeasures({ column, counts }: MeasuredColumn): Measures {
  const characters = counts.texts === 0n ? 0n : (column.interest?.usual.implies?.characters ?? 0n)
  const texts = {
    maxCharacters: characters,
    maxBytes: characters,
    totalBytes: characters * counts.texts,
    needsEscape: 0n,
    plainNumbers: 0n,
  }
  return {
    integers: { count: counts.integers, min: null, max: null },
    reals: { count: counts.reals, fractional: 0n, infinite: 0n, negativeZero: 0n, beyondInt64: 0n },
    texts: { count: counts.texts, ...texts, ...NO_BAD_TEXTS },
    blobs: { count: counts.blobs, maxBytes: 0n, totalBytes: 0n, cleanTexts: 0n },
  }
}
