// A chain is the order in which types are tried for a declaration: the first whose objection is null is
// taken. Every chain ends in bytea, which holds anything.
import type { Severity } from '../model/plan.ts'
import { bytea, byteaOfBlobs, byteaOfGeometries } from './bytea.ts'
import type { Candidate } from './codec.ts'
import { epoch, mixedEpoch, otherEpoch, timestamp, timestamptz } from './date-time.ts'
import { bigint, integer, smallint } from './integer.ts'
import { indexedJson, json, jsonb, jsonOfBlobs } from './json.ts'
import { numeric, numericOfTexts } from './numeric.ts'
import { doubleOfIntegers, doublePrecision } from './real.ts'
import { pureText, text, textOfBlobs, textOfNumbers } from './text.ts'

export interface Link {
  readonly candidate: Candidate
  /** How loudly to say that this type was taken instead of an earlier one; null for not at all. */
  readonly severity: Exclude<Severity, 'blocker'> | null
  /** Not taken for a column without any value, where nothing speaks for it. */
  readonly needsValues?: true
}

export type Chain = readonly Link[]

export function quietly(...candidates: readonly Candidate[]): Chain {
  return candidates.map(candidate => ({ candidate, severity: null }))
}

export function noted(...candidates: readonly Candidate[]): Chain {
  return candidates.map(candidate => ({ candidate, severity: 'info' }))
}

export function warned(...candidates: readonly Candidate[]): Chain {
  return candidates.map(candidate => ({ candidate, severity: 'warning' }))
}

const END: Chain = warned(text, bytea)

/** smallint → integer → bigint → double precision → numeric → text → bytea, from `first` on. */
export function integerChain(first: Candidate, serverVersion: number): Chain {
  return [
    ...quietly(...sizesFrom(first)),
    ...warned(doubleOfIntegers, numeric(serverVersion), numericOfTexts(serverVersion)),
    ...END,
  ]
}

/** For UNSIGNED integers, whose next larger type is numeric. */
export function unsignedChain(first: Candidate, serverVersion: number): Chain {
  return [
    ...quietly(...sizesFrom(first)),
    ...warned(numeric(serverVersion), doubleOfIntegers, numericOfTexts(serverVersion)),
    ...END,
  ]
}

function sizesFrom(first: Candidate): readonly Candidate[] {
  const sizes = [smallint, integer, bigint]
  return sizes.slice(sizes.indexOf(first))
}

export function realChain(serverVersion: number): Chain {
  return [...quietly(doublePrecision), ...warned(numeric(serverVersion)), ...END]
}

export function numericChain(first: Candidate | null, serverVersion: number): Chain {
  const exact =
    first === null ? quietly(numeric(serverVersion)) : [...quietly(first), ...warned(numeric(serverVersion))]
  return [...exact, ...warned(doublePrecision), ...END]
}

export function booleanChain(boolean: Candidate, serverVersion: number): Chain {
  return [...quietly(boolean), ...warned(smallint, bigint, doublePrecision, numeric(serverVersion)), ...END]
}

export function textChain(first: Candidate | null): Chain {
  const exact = first === null ? quietly(pureText) : [...quietly(first), ...noted(pureText)]
  return [...exact, ...noted(textOfBlobs), ...END]
}

/** For names such as STRING, whose texts SQLite turned into numbers where it could. */
export function stringChain(): Chain {
  return [...quietly(pureText), ...noted(textOfBlobs, textOfNumbers), ...warned(bytea)]
}

/** A time of day, else text or the numbers. */
export function timeChain(time: Candidate, serverVersion: number): Chain {
  return [...quietly(time), ...warned(pureText, bigint, doublePrecision, numeric(serverVersion)), ...END]
}

const EPOCH_UNITS = ['s', 'ms', 'us'] as const

/** For date-like columns: `preferred`, then the other readings of dates, then text or the numbers. */
export function dateTimeChain(preferred: Candidate, serverVersion: number, hasClockDefault: boolean): Chain {
  return [
    ...quietly(preferred),
    ...noted(timestamp, timestamptz, ...EPOCH_UNITS.map(epoch)),
    ...noted(...EPOCH_UNITS.map(unit => mixedEpoch(unit, hasClockDefault))),
    ...noted(otherEpoch('bigint'), otherEpoch('double precision')),
    ...warned(pureText, bigint, doublePrecision, numeric(serverVersion)),
    ...END,
  ]
}

export function jsonChain(): Chain {
  return [...quietly(json), ...noted(jsonb, jsonOfBlobs), ...END]
}

export function jsonbChain(): Chain {
  return [...quietly(jsonb), ...noted(jsonOfBlobs), ...END]
}

/** For JSON in a key or an index, where `json` cannot be, since it has no equality; `jsonb` can. */
export function indexedJsonChain(first: readonly Candidate[]): Chain {
  return [...quietly(...first, indexedJson), ...END]
}

export function uuidChain(uuid: Candidate): Chain {
  return [...quietly(uuid), ...warned(pureText), ...END]
}

export function bytesChain(): Chain {
  return [...quietly(byteaOfBlobs), ...warned(bigint, bytea)]
}

export function geometryChain(serverVersion: number): Chain {
  return [...quietly(byteaOfGeometries), ...noted(...numbersByValue(serverVersion), pureText), ...END]
}

/** Where the declaration says nothing, the values alone decide; without any, text takes whatever is written next. */
export function valuesChain(serverVersion: number): Chain {
  return [...ifAny(...numbersByValue(serverVersion)), ...quietly(pureText, byteaOfBlobs), ...END]
}

/** For unknown names with SQLite's affinity NUMERIC. */
export function numericAffinityChain(serverVersion: number): Chain {
  return [
    ...ifAny(numeric(serverVersion)),
    ...quietly(pureText, byteaOfBlobs),
    ...warned(doublePrecision),
    ...END,
  ]
}

function numbersByValue(serverVersion: number): readonly Candidate[] {
  return [bigint, doublePrecision, numeric(serverVersion)]
}

function ifAny(...candidates: readonly Candidate[]): Chain {
  return candidates.map(candidate => ({ candidate, severity: null, needsValues: true }))
}
