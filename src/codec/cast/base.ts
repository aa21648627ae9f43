// What a cast begins with: the types it may give, how it reads a value, and which suffixes make sense after it.

import type { Candidate } from '../codec.ts'
import type { Interest } from '../interest.ts'
import type { CastCount } from './count.ts'
import type { TextEncodingName } from './texts.ts'
import type { ValueSql } from './values.ts'
import type { Suffix } from './wish.ts'

export interface CastBase {
  readonly candidates: readonly Candidate[]
  readonly interest: Interest | null
  readonly value?: ValueSql
  readonly provenValue?: ValueSql
  readonly encoding?: TextEncodingName
  readonly takes: readonly Suffix[]
  readonly takesTimestamp: boolean
  readonly isReading: boolean
  readonly counts: readonly CastCount[]
}

/** A type that is what its name says, without suffixes of its own. */
export const PLAIN = {
  interest: null,
  takes: [],
  takesTimestamp: false,
  isReading: false,
  counts: [],
} as const

/** Values that say something else than they look like. */
export const READING = { ...PLAIN, isReading: true } as const

/** For texts. */
export const MENDED: readonly Suffix[] = ['strip_nul', 'replace']
