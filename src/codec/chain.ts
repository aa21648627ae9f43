// A chain is the order in which types are tried for a declaration: the first whose objection is null is
// taken. Every chain ends in bytea, which holds anything.
import type { Severity } from '../model/plan.ts'
import { bytea } from './bytea.ts'
import type { Candidate } from './codec.ts'
import { epoch, timestamp, timestamptz } from './date-time.ts'
import { bigint, integer, smallint } from './integer.ts'
import { numeric } from './numeric.ts'
import { doublePrecision } from './real.ts'
import { pureText, text } from './text.ts'

export interface Link {
  readonly candidate: Candidate
  /** How loudly to say that this type was taken instead of an earlier one; null for not at all. */
  readonly severity: Exclude<Severity, 'blocker'> | null
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
  const sizes = [smallint, integer, bigint]
  const from = sizes.slice(sizes.indexOf(first))
  return [...quietly(...from), ...warned(doublePrecision, numeric(serverVersion)), ...END]
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
  return [
    ...(first === null ? [] : quietly(first)),
    ...(first === null ? quietly(pureText) : noted(pureText)),
    ...END,
  ]
}

/** For date-like columns: `first`, then the other readings of dates, then text or the numbers. */
export function dateTimeChain(first: readonly Candidate[], serverVersion: number): Chain {
  const [preferred, ...others] = first
  return [
    ...(preferred === undefined ? [] : quietly(preferred)),
    ...noted(...others, timestamp, timestamptz, epoch('s'), epoch('ms'), epoch('us')),
    ...warned(pureText, bigint, doublePrecision, numeric(serverVersion)),
    ...END,
  ]
}

export function jsonChain(...candidates: readonly Candidate[]): Chain {
  const [preferred, ...others] = candidates
  return [...(preferred === undefined ? [] : quietly(preferred)), ...noted(...others), ...END]
}

export function uuidChain(uuid: Candidate): Chain {
  return [...quietly(uuid), ...warned(pureText), ...END]
}

export function bytesChain(byteaOfBlobs: Candidate): Chain {
  return [...quietly(byteaOfBlobs), ...warned(bigint, bytea)]
}

/** Where the declaration says nothing, the values alone decide. */
export function valuesChain(byteaOfBlobs: Candidate, serverVersion: number): Chain {
  return [...quietly(bigint, doublePrecision, numeric(serverVersion), pureText, byteaOfBlobs), ...END]
}
