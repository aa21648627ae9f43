// Functions that the digests for other tools' types call inside SQLite, and the one way to call them. Pure and
// deterministic; sqlite/ defines them at every reader.
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { JudgedValue, JudgingFunction } from '../judging-functions.ts'
import { readArray } from './arrays.ts'
import { dayOfMicroseconds, dayOfMoment, midnightOf, readDay, readMoment, readTimeOfDay } from './moments.ts'
import { readDouble, readNumber } from './numbers.ts'
import { readSpan } from './spans.ts'
import { readTruth, readTruthNumber } from './truth.ts'
import { readUuid } from './uuids.ts'

const READERS = {
  number: readNumber,
  double: readDouble,
  truth: readTruth,
  'truth as number': readTruthNumber,
  moment: readMoment,
  day: readDay,
  'day of moment': dayOfMoment,
  'day of microseconds': dayOfMicroseconds,
  'midnight of date': midnightOf,
  'time of day': readTimeOfDay,
  span: readSpan,
  uuid: readUuid,
} as const satisfies Readonly<Record<string, (value: JudgedValue) => string>>

export type ReaderName = keyof typeof READERS

/** SQLite expression: the value as PostgreSQL writes it in such a type, NULL for NULL. */
export function readAs(reader: ReaderName | `${string}[]`, value: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_read_as(${sqliteString(reader)}, ${value})`
}

export const FOR_TARGET_FUNCTIONS: readonly JudgingFunction[] = [
  {
    name: 'sqlite2pg_read_as',
    compute: (reader, value) => (value === null ? null : read(String(reader), value)),
  },
]

function read(reader: string, value: JudgedValue): string | null {
  if (reader.endsWith('[]')) return readArray(reader.slice(0, -2), value)
  return isReader(reader) ? READERS[reader](value) : null
}

function isReader(name: string): name is ReaderName {
  return Object.hasOwn(READERS, name)
}
