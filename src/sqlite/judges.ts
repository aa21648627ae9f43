// Defines the codecs' judging functions for SQL of ours; `directOnly` keeps them out of reach of a file's own
// schema. https://www.sqlite.org/c3ref/c_deterministic.html#sqlitedirectonly
import type Database from 'better-sqlite3'
import { CASTING_FUNCTIONS } from '../codec/cast/casting-functions.ts'
import { DIGEST_FUNCTIONS } from '../codec/digest/functions.ts'
import { FOR_TARGET_FUNCTIONS } from '../codec/for-target/functions.ts'
import { JUDGING_FUNCTIONS, type JudgedValue } from '../codec/judging-functions.ts'
import { LOADING_FUNCTIONS } from '../codec/load/values.ts'
import { maskingFunctions } from '../codec/mask/masking-functions.ts'
import { WRITING_FUNCTIONS } from '../codec/raw-text.ts'

/** `maskKey` is null for readers that mask nothing by key. */
export function defineJudges(database: Database.Database, maskKey: Uint8Array | null): void {
  for (const { name, compute } of [
    ...JUDGING_FUNCTIONS,
    ...CASTING_FUNCTIONS,
    ...DIGEST_FUNCTIONS,
    ...FOR_TARGET_FUNCTIONS,
    ...LOADING_FUNCTIONS,
    ...WRITING_FUNCTIONS,
    ...maskingFunctions(maskKey),
  ]) {
    const options = { deterministic: true, directOnly: true, safeIntegers: true, varargs: true }
    database.function(name, options, (...values: JudgedValue[]) =>
      compute(values[0] ?? null, values[1] ?? null),
    )
  }
}
