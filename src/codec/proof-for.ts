// The proof that suits a column of a copy which another tool made, where the type may not be the planned
// one. Null where no canonical text is known on which both sides can agree.
import type { PlannedColumn, Proof, TypeFamily } from '../model/plan.ts'
import { postgresName } from '../sql/quote.ts'
import { boolean } from './boolean.ts'
import { bytea } from './bytea.ts'
import type { Reading } from './codec.ts'
import { date, declaredTimestamptz, time, timestamp } from './date-time.ts'
import { epochReading } from './date-time-readings.ts'
import { writtenIntegers } from './following.ts'
import { bigint } from './integer.ts'
import { json, jsonb, jsonOfBlobs } from './json.ts'
import { valueInFile } from './mask/value-in-file.ts'
import { numeric, numericOfTexts } from './numeric.ts'
import { doublePrecision } from './real.ts'
import { pureText, text, textOfBlobs } from './text.ts'
import { uuid } from './uuid.ts'

const READINGS: ReadonlyMap<string, Reading> = new Map(
  [
    ...[
      boolean,
      bytea,
      date,
      declaredTimestamptz,
      time,
      timestamp,
      bigint,
      json,
      jsonb,
      jsonOfBlobs,
      doublePrecision,
      pureText,
      text,
      textOfBlobs,
      uuid,
    ],
    ...[numeric(180000), numericOfTexts(180000)],
    ...(['s', 'ms', 'us'] as const).map(unit => ({ reading: epochReading(unit) })),
    { reading: writtenIntegers },
  ].map(({ reading }) => [reading.name, reading]),
)

/** Internal type names of PostgreSQL by the family they belong to. */
const FAMILY_OF_TYPE: Readonly<Record<string, TypeFamily>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  numeric: 'numeric',
  float4: 'real',
  float8: 'real',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  citext: 'text',
  bytea: 'bytea',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  date: 'date',
  time: 'time',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
}

/** The family of a type by its internal name (`int8`, `varchar`), or null for types without a codec. */
export function familyOfType(baseType: string): TypeFamily | null {
  return FAMILY_OF_TYPE[baseType] ?? null
}

/** Readings of a target family that make sense although another family was planned. */
const OTHER_READINGS: Readonly<Partial<Record<TypeFamily, Partial<Record<TypeFamily, Reading>>>>> = {
  integer: { boolean: bigint.reading, numeric: bigint.reading, real: bigint.reading },
  numeric: { integer: bigint.reading, real: numeric(180000).reading, boolean: bigint.reading },
  real: { integer: doublePrecision.reading, numeric: doublePrecision.reading },
  boolean: { integer: boolean.reading, text: boolean.reading },
  text: {
    uuid: text.reading,
    json: text.reading,
    integer: text.reading,
    timestamp: text.reading,
    date: text.reading,
    time: text.reading,
  },
  json: { text: json.reading, jsonb: json.reading },
  jsonb: { json: jsonb.reading, text: jsonb.reading },
  uuid: { text: uuid.reading },
  timestamp: { date: timestamp.reading },
  timestamptz: { timestamp: declaredTimestamptz.reading, date: declaredTimestamptz.reading },
}

/** The proof of a planned column against a target column of another type or name. */
export function proofFor(
  column: PlannedColumn,
  targetBaseType: string,
  targetName: string = column.target,
): Proof | null {
  const reading = readingFor(column, targetBaseType)
  return reading?.proof(valueInFile(column), postgresName(targetName)) ?? null
}

/** How the values of a planned column are read where the target's type is this one. */
function readingFor(column: PlannedColumn, targetBaseType: string): Reading | null {
  const family = familyOfType(targetBaseType)
  if (family === null) return null
  const reading =
    family === column.family ? READINGS.get(column.reading) : OTHER_READINGS[family]?.[column.family]
  return reading ?? null
}
