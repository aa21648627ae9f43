// What a column of the target takes, as the beginning of a cast: the type is the target's own, so nothing widens. Types
// without a codec are asked of the server, text by text.

import type { TargetType } from '../../model/target-type.ts'
import { sqliteString } from '../../sql/quote.ts'
import { sqlite } from '../../sql/text.ts'
import { type CastBase, MENDED, PLAIN } from '../cast/base.ts'
import { findBase, type ServerFacts } from '../cast/bases.ts'
import { anyVarchar } from '../cast/candidates.ts'
import { type CastCount, info } from '../cast/count.ts'
import { interestInAccepted } from '../cast/moments.ts'
import { integerBase, numberWithArguments } from '../cast/number-bases.ts'
import { uuidBase } from '../cast/text-bases.ts'
import type { CastWish } from '../cast/wish.ts'
import type { Candidate } from '../codec.ts'
import { bigint, integer, smallint } from '../integer.ts'
import {
  loadedArrayOf,
  loadedBoolean,
  loadedBytes,
  loadedChar,
  loadedCitext,
  loadedEnum,
  loadedInterval,
  loadedMomentOf,
  loadedSingle,
} from './candidates.ts'
import { type MomentType, momentSpec } from './moments.ts'
import { loadedMoment } from './values.ts'

/** Null for a type that only the server knows; it is then asked, and `served` has what it said. */
export function baseForTarget(type: TargetType, wish: CastWish, server: ServerFacts): CastBase | null {
  if (type.kind === 'enum') return baseOf(loadedEnum(type.type, type.labels), MENDED)
  if (type.kind === 'array') return baseOf(loadedArrayOf(type.type, type.element ?? ''), MENDED)
  const [first, second] = argumentsOf(type.written)
  switch (type.base) {
    case 'bool':
      return baseOf(loadedBoolean)
    case 'int2':
      return integerBase(wish, smallint)
    case 'int4':
      return integerBase(wish, integer)
    case 'int8':
      return integerBase(wish, bigint)
    case 'numeric':
      return first === undefined
        ? named('numeric', wish, server)
        : numberWithArguments(wish, 'NUMERIC', first, second)
    case 'float8':
      return named('double precision', wish, server)
    case 'float4':
      return baseOf(loadedSingle)
    case 'text':
      return named('text', wish, server)
    case 'varchar':
      return first === undefined ? named('text', wish, server) : baseOf(anyVarchar(first), MENDED)
    case 'bpchar':
      return first === undefined ? named('text', wish, server) : baseOf(loadedChar(first), MENDED)
    case 'citext':
      return baseOf(loadedCitext, MENDED)
    case 'bytea':
      return baseOf(loadedBytes)
    case 'json':
    case 'jsonb':
      return named(type.base, wish, server)
    case 'uuid':
      return uuidBase(false)
    case 'timestamp':
    case 'timestamptz':
      return momentBase(type.base, first ?? 6)
    case 'date':
      return momentBase('date', 6)
    case 'time':
      return named(first === undefined ? 'time' : `time(${first})`, wish, server)
    case 'interval':
      return type.written === 'interval' ? intervalBase() : null
    default:
      return null
  }
}

function argumentsOf(written: string): readonly number[] {
  const given = /\(([\d, -]+)\)/.exec(written)?.[1]
  return given === undefined ? [] : given.split(',').map(Number)
}

function baseOf(
  candidate: Candidate,
  takes: CastBase['takes'] = [],
  counts: readonly CastCount[] = [],
): CastBase {
  return {
    ...PLAIN,
    candidates: [candidate],
    interest: interestInAccepted(`load as ${candidate.type} ${candidate.reading.name}`, candidate),
    takes,
    counts,
  }
}

function named(name: string, wish: CastWish, server: ServerFacts): CastBase | null {
  return findBase({ ...wish, base: name, written: name }, { ...server, served: null })
}

function momentBase(type: MomentType, digits: number): CastBase {
  const isKind = (kind: string) => (column: Parameters<CastCount['when']>[0]) =>
    sqlite`(${loadedMoment(`${momentSpec(type, digits)}|kind`, column)} = ${sqliteString(kind)})`
  const counted = info(
    isKind('count'),
    'count since 1970 is read by its size',
    'counts since 1970 are read by their size',
  )
  const naive = info(
    isKind('naive'),
    'value without an offset is read as UTC',
    'values without an offset are read as UTC',
  )
  const shifted = info(
    isKind('offset'),
    'value with an offset becomes the wall clock of UTC',
    'values with an offset become the wall clock of UTC',
  )
  const counts = { timestamptz: [naive, counted], timestamp: [shifted, counted], date: [counted] }[type]
  return baseOf(loadedMomentOf(type, digits), [], counts)
}

function intervalBase(): CastBase {
  const counted = info(
    column => sqlite`(typeof(${column}) = 'integer')`,
    'integer is read as microseconds',
    'integers are read as microseconds',
  )
  return baseOf(loadedInterval, [], [counted])
}
