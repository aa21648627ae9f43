// First pass of the census: of each column is asked what says all there is to say if its values are what its
// declaration makes likely. Columns that hold something else are counted and measured in passes of their own.

import { isNegativeZero } from '../codec/real.ts'
import type { TextKind, TextsJudgement } from '../codec/text-chunk.ts'
import type { Shape } from '../model/census.ts'
import { affinityOf } from '../sql/affinity.ts'
import { sqlite } from '../sql/text.ts'
import { NO_BAD_TEXTS } from './bad-texts.ts'
import {
  type CensusColumn,
  type ClassCount,
  countOfClass,
  countOfUsual,
  type StorageClass,
} from './census-classes.ts'
import {
  isOfIntegers,
  isSettled,
  type Measures,
  NOTHING_MEASURED,
  settledMeasures,
} from './census-measures.ts'
import type { TableScan } from './table-scan.ts'
import { count, countWhere, greatest, judgement, least, type Question, type Sum } from './tally.ts'

export type Shapes = Partial<Record<Shape, bigint>>

/** What is known of a column; null is what further passes must find out. */
export interface Found {
  readonly counts: ClassCount | null
  readonly measures: Measures | null
  readonly shapes: Shapes | null
}

const NOT_AS_EXPECTED: Found = { counts: null, measures: null, shapes: null }

export interface Expectation {
  readonly questions: readonly Question[]
  /** Once they have been answered. */
  readonly found: (rows: bigint) => Found
}

/** `gathers` says that texts can be judged many at once: that they are UTF-8, and can be read so many rows at a time. */
export function expectationOf(column: CensusColumn, scan: TableScan, gathers: boolean): Expectation {
  const { interest, isRowid } = column
  if (isRowid && interest === null) return rowids(scan)
  const implied = interest?.usual.implies?.storageClass
  if (gathers && interest?.texts !== undefined && !isOfIntegers(column)) return texts(column, interest.texts)
  if (implied !== undefined) return settled(column)
  switch (likelyClass(column)) {
    case 'integer':
      return integers(column)
    case 'real':
      return reals(column)
    case 'text':
      return gathers ? texts(column, 'text') : only(column, 'text')
    case 'blob':
      return only(column, 'blob')
    case null:
      return { questions: [], found: () => NOT_AS_EXPECTED }
  }
}

/** Null where the declaration says nothing: then every class is counted at once. */
function likelyClass({ declaredType, interest }: CensusColumn): StorageClass | null {
  const affinity = affinityOf(declaredType)
  if (affinity === 'numeric') return interest?.name === 'json' ? 'text' : null
  return affinity === 'blob' && declaredType === '' ? null : affinity
}

/** All of one class, or null where they are not. */
function allOf(
  key: 'integers' | 'reals' | 'texts' | 'blobs',
  rows: bigint,
  values: bigint,
  usual: Sum | null,
): ClassCount {
  const none = { integers: 0n, reals: 0n, texts: 0n, blobs: 0n }
  return { nulls: rows - values, ...none, [key]: values, usual: usual?.answer ?? 0n }
}

const asked = (...questions: readonly (Question | null)[]): readonly Question[] =>
  questions.flatMap(question => question ?? [])

/** Another name of the rowid is never anything else than an integer, and in order. */
function rowids(scan: TableScan): Expectation {
  return {
    questions: [],
    found: rows => ({
      counts: allOf('integers', rows, rows, null),
      measures: { ...NOTHING_MEASURED, integers: { count: rows, ...scan.rowidEnds() } },
      shapes: null,
    }),
  }
}

/** All of a shape that says everything. */
function settled(column: CensusColumn): Expectation {
  const [values, usual] = [count(column.name), countOfUsual(column)]
  const key = column.interest?.usual.implies?.storageClass === 'integer' ? 'integers' : 'texts'
  return {
    questions: asked(values, usual),
    found: rows => {
      if (values.answer !== usual?.answer) return NOT_AS_EXPECTED
      const counts = allOf(key, rows, values.answer, usual)
      return { counts, measures: settledMeasures({ column, counts }), shapes: null }
    },
  }
}

/** All of a class, to be measured in a pass of its own. */
function only(column: CensusColumn, storageClass: 'text' | 'blob'): Expectation {
  // By its class, for which SQLite need not read a long value.
  const values = countWhere(sqlite`typeof(${column.stored}) <> 'null'`)
  const likely = countOfClass(column, storageClass)
  const usual = countOfUsual(column)
  return {
    questions: asked(values, likely, usual),
    found: rows =>
      values.answer === likely.answer
        ? { ...NOT_AS_EXPECTED, counts: allOf(`${storageClass}s`, rows, values.answer, usual) }
        : NOT_AS_EXPECTED,
  }
}

function integers(column: CensusColumn): Expectation {
  const [values, likely] = [count(column.name), countOfClass(column, 'integer')]
  const [min, max, usual] = [least(column.name), greatest(column.name), countOfUsual(column)]
  return {
    questions: asked(values, likely, min, max, usual),
    found: rows => {
      if (values.answer !== likely.answer) return NOT_AS_EXPECTED
      const measured = { count: values.answer, min: min.answer, max: max.answer }
      const counts = allOf('integers', rows, values.answer, usual)
      return { counts, measures: { ...NOTHING_MEASURED, integers: measured }, shapes: null }
    },
  }
}

/** All of them finite. */
function reals(column: CensusColumn): Expectation {
  const { name, stored } = column
  const [values, usual] = [count(name), countOfUsual(column)]
  const finite = countWhere(
    sqlite`typeof(${stored}) = 'real' AND ${name} BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308`,
  )
  const fractional = countWhere(
    sqlite`${name} <> CAST(${name} AS INTEGER) OR ${name} NOT BETWEEN -9007199254740992.0 AND 9007199254740992.0`,
  )
  // First what is seldom true: SQLite then looks no further.
  const negativeZero = countWhere(sqlite`${name} = 0.0 AND ${isNegativeZero(name)}`)
  return {
    questions: asked(values, finite, fractional, negativeZero, usual),
    found: rows => {
      if (values.answer !== finite.answer) return NOT_AS_EXPECTED
      const measured = {
        ...NOTHING_MEASURED.reals,
        count: values.answer,
        fractional: fractional.answer,
        negativeZero: negativeZero.answer,
      }
      const counts = allOf('reals', rows, values.answer, usual)
      return { counts, measures: { ...NOTHING_MEASURED, reals: measured }, shapes: null }
    },
  }
}

/** All of them short, and whole characters. */
function texts(column: CensusColumn, kind: TextKind): Expectation {
  const likely = countOfClass(column, 'text')
  const judged = judgement(kind, column.name, column.stored)
  const usual = kind === 'text' ? countOfUsual(column) : null
  return {
    questions: asked(likely, judged, usual),
    found: rows => {
      const { answer } = judged
      const values = BigInt(answer.values)
      // Whatever was gathered that is no text, and every text that was not or looks like two, makes them more.
      if (!answer.isClean || values !== likely.answer) return NOT_AS_EXPECTED
      const ofUsual = kind === 'text' ? usual?.answer : usualIn(kind, answer)
      const measures = measured(answer)
      if (ofUsual === null) return { ...NOT_AS_EXPECTED, measures }
      const counts = { ...allOf('texts', rows, values, null), usual: ofUsual ?? 0n }
      return {
        counts,
        measures: isSettled({ column, counts }) ? settledMeasures({ column, counts }) : measures,
        shapes: kind === 'text' ? null : shapesIn(column, counts, answer),
      }
    },
  }
}

/** How many are of the interest's usual shape; null where only SQLite can tell. */
function usualIn(kind: TextKind, { usual, shapes, values }: TextsJudgement): bigint | null {
  if (kind === 'jsonb') return 0n
  if (kind === 'json') return usual + (shapes.json ?? 0) === values ? BigInt(values) : null
  return BigInt(usual)
}

function measured(answer: TextsJudgement): Measures {
  const texts = {
    count: BigInt(answer.values),
    maxCharacters: BigInt(answer.maxCharacters),
    maxBytes: BigInt(answer.maxBytes),
    totalBytes: BigInt(answer.totalBytes),
    needsEscape: BigInt(answer.needsEscape),
    ...NO_BAD_TEXTS,
    plainNumbers: 0n,
  }
  return { ...NOTHING_MEASURED, texts }
}

function shapesIn({ interest }: CensusColumn, { texts }: ClassCount, answer: TextsJudgement): Shapes {
  if (interest === null || texts === 0n) return {}
  const shapes: Shapes = { [interest.usual.shape]: BigInt(answer.usual) }
  for (const [shape, found] of Object.entries(answer.shapes) as [Shape, number][]) {
    shapes[shape] = (shapes[shape] ?? 0n) + BigInt(found)
  }
  return shapes
}
