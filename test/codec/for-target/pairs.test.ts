// A column of a copy that another tool made has another type than the planned one: what is equal there agrees, what
// was lost does not, and where nothing sensible is known nothing is compared.
import { afterAll, describe, expect, it } from 'vitest'
import { boolean } from '../../../src/codec/boolean.ts'
import { bytea } from '../../../src/codec/bytea.ts'
import { parseCast } from '../../../src/codec/cast/cast.ts'
import type { Candidate } from '../../../src/codec/codec.ts'
import {
  date,
  declaredTimestamptz,
  epoch,
  mixedEpoch,
  time,
  timestamp,
} from '../../../src/codec/date-time.ts'
import { digestFor } from '../../../src/codec/digest/digest-for.ts'
import { sourceRowText, targetRowText } from '../../../src/codec/digest/row-text.ts'
import { bigint } from '../../../src/codec/integer.ts'
import { json, jsonb } from '../../../src/codec/json.ts'
import { numeric } from '../../../src/codec/numeric.ts'
import { doublePrecision } from '../../../src/codec/real.ts'
import { pureText, text } from '../../../src/codec/text.ts'
import { uuid } from '../../../src/codec/uuid.ts'
import type { PlannedColumn } from '../../../src/model/plan.ts'
import { readTargetSchema } from '../../../src/postgres/catalog/catalog.ts'
import { TargetConnection } from '../../../src/postgres/connection.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'
import { postgresName } from '../../../src/sql/quote.ts'
import { postgres, sqlite, trustPostgres } from '../../../src/sql/text.ts'
import { SourceReader } from '../../../src/sqlite/reader.ts'
import { sourceFile } from '../../run/workplace.ts'
import { withDatabase } from '../../server/database.ts'
import { column } from '../../verify/todo.ts'

const database = await withDatabase()
const connection = await TargetConnection.connect(parseTarget({ url: database.url }))
afterAll(async () => {
  await connection.close()
  await database.drop()
})
await connection.execute(
  trustPostgres(`CREATE EXTENSION IF NOT EXISTS citext; CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE DOMAIN short AS varchar(5)`),
)

/** A column as it is planned by a cast. */
function castColumn(wish: string): PlannedColumn {
  const cast = parseCast(wish, 180000)
  const [candidate] = cast?.candidates ?? []
  if (cast === null || candidate === undefined) throw new Error(`no cast ${wish}`)
  const name = sqlite`"v"`
  return column('v', candidate, {
    value: cast.value(name),
    digest: candidate.reading.digest(cast.provenValue(name), null),
  })
}

type Planned = Candidate | string

/** Whether both sides write the same for one value of SQLite and one of PostgreSQL, both as literals; null where they are not compared. */
async function agree(
  planned: Planned,
  source: string,
  type: string,
  target: string,
): Promise<boolean | null> {
  await connection.execute(
    trustPostgres(
      `DROP SCHEMA IF EXISTS copy CASCADE; CREATE SCHEMA copy; CREATE TABLE copy.t (v ${type}); INSERT INTO copy.t VALUES (${target})`,
    ),
  )
  const schema = await readTargetSchema(connection, 'copy')
  const [found] = schema.tables[0]?.columns ?? []
  if (found === undefined) throw new Error('no column')
  const digest = digestFor(typeof planned === 'string' ? castColumn(planned) : column('v', planned), found)
  if (digest === null) return null
  const path = sourceFile(`CREATE TABLE t (v); INSERT INTO t VALUES (${source})`)
  const reader = new SourceReader(path, { path })
  const digested = [{ digest, rule: digest.rule, target: postgresName('v') }]
  const [ours] = reader.values<string>(sqlite`SELECT ${sourceRowText(digested, 'UTF-8')} FROM t`)
  reader.close()
  const [theirs] = await connection.rows<{ text: string }>(
    postgres`SELECT ${targetRowText(digested, 'UTF-8')} AS text FROM copy.t`,
  )
  return ours === theirs?.text
}

const numbers = numeric(180000)
const UUID = '0e984725-c51c-4bf4-9960-e1c80e27aba0'

type Pair = readonly [planned: Planned, source: string, type: string, target: string]

const EQUAL: Readonly<Record<string, readonly Pair[]>> = {
  numbers: [
    [doublePrecision, '1.0', 'integer', '1'],
    [numbers, '12.10', 'numeric(8,4)', '12.1000'],
    [numbers, '7', 'bigint', '7'],
    [pureText, "'12'", 'smallint', '12'],
    [pureText, "'12.50'", 'numeric', '12.5'],
    [pureText, "'1e-7'", 'numeric', '0.0000001'],
    [bigint, '9223372036854775807', 'numeric', '9223372036854775807'],
    [bigint, '9007199254740992', 'double precision', '9007199254740992'],
    [numbers, '0.1', 'double precision', '0.1'],
    [numbers, '-0.0', 'numeric', '0'],
    [doublePrecision, '9e999', 'numeric', "'Infinity'"],
    [doublePrecision, '0.5', 'real', '0.5'],
    [boolean, '1', 'integer', '1'],
    [boolean, "'true'", 'smallint', '1'],
    [boolean, '0', 'numeric', '0'],
    [json, "'12'", 'integer', '12'],
    [epoch('ms'), '1700000000123', 'bigint', '1700000000123'],
    ['coredata', '635358975', 'integer', '635358975'],
    ['integer:empty_null', "''", 'numeric', 'NULL'],
    [bigint, '5', 'positive', '5'],
  ],
  'truth values': [
    [bigint, '1', 'boolean', 'true'],
    [doublePrecision, '0.0', 'boolean', 'false'],
    [pureText, "'1'", 'boolean', 'true'],
    [pureText, "'OFF'", 'boolean', 'false'],
    [text, '1', 'boolean', 'true'],
  ],
  texts: [
    [bigint, '12', 'text', "'12'"],
    [doublePrecision, '1.0', 'text', "'1'"],
    [doublePrecision, '1e22', 'varchar(40)', "'1e+22'"],
    [doublePrecision, '0.1', 'text', "'0.10'"],
    [pureText, "'ab'", 'char(5)', "'ab'"],
    [pureText, "'ab   '", 'char(5)', "'ab'"],
    [pureText, "'ab'", 'citext', "'ab'"],
    [pureText, "'ab'", 'name', "'ab'"],
    [pureText, "'ok'", 'mood', "'ok'"],
    [pureText, "'ab'", 'short', "'ab'"],
    [uuid, `'${UUID}'`, 'text', `'${UUID}'`],
    ['uuid', "x'0e984725c51c4bf49960e1c80e27aba0'", 'varchar(36)', `'${UUID}'`],
    [timestamp, "'2024-05-06T07:08'", 'text', "'2024-05-06T07:08'"],
    [bytea, "x'C3A9'", 'text', "'é'"],
    [json, `'{"a":1}'`, 'text', `'{"a":1}'`],
  ],
  moments: [
    [timestamp, "'2024-05-06T07:08'", 'timestamptz', "'2024-05-06 07:08+00'"],
    [declaredTimestamptz, "'2024-05-06 09:08:00.5+02:00'", 'timestamp', "'2024-05-06 07:08:00.5'"],
    [pureText, "'2024-05-06 07:08:09.120'", 'timestamptz', "'2024-05-06 07:08:09.12+00'"],
    [pureText, "'2024-05-06T09:08:09+0200'", 'timestamp', "'2024-05-06 07:08:09'"],
    [pureText, "'2024-05-06 07:08:09.5 +0200 CEST m=+0.1'", 'timestamptz', "'2024-05-06 05:08:09.5+00'"],
    [pureText, "'1700000000123'", 'timestamptz', "'2023-11-14 22:13:20.123+00'"],
    [bigint, '1700000000', 'timestamptz', "'2023-11-14 22:13:20+00'"],
    [bigint, '1700000000123', 'timestamp', "'2023-11-14 22:13:20.123'"],
    [bigint, '1700000000123456', 'timestamp', "'2023-11-14 22:13:20.123456'"],
    [bigint, '-1', 'timestamp', "'1969-12-31 23:59:59'"],
    [doublePrecision, '1700000000.25', 'timestamptz', "'2023-11-14 22:13:20.25+00'"],
    [epoch('s'), '1700000000', 'timestamp', "'2023-11-14 22:13:20'"],
    [mixedEpoch('ms', true), "'2023-11-14 22:13:20'", 'timestamp', "'2023-11-14 22:13:20'"],
    [pureText, "'-0044-03-15'", 'timestamp', "'0045-03-15 BC'"],
    [date, "'2024-05-06'", 'timestamptz', "'2024-05-06 00:00+00'"],
    [date, "'-0044-03-15'", 'timestamp', "'0045-03-15 BC'"],
    [timestamp, "'2024-05-06 00:00:00.000'", 'date', "'2024-05-06'"],
    [timestamp, "'-0044-03-15'", 'date', "'0045-03-15 BC'"],
    [epoch('ms'), '1699920000000', 'date', "'2023-11-14'"],
    [bigint, '1699920000', 'date', "'2023-11-14'"],
    [pureText, "'2024-05-06 00:00'", 'date', "'2024-05-06'"],
    [pureText, "'07:08'", 'time', "'07:08:00'"],
    ['coredata', '0', 'timestamp', "'2001-01-01'"],
    [pureText, "'1 day, 2:03:04.5'", 'interval', "'1 day 02:03:04.5'"],
    [pureText, "'36:00'", 'interval', "'36:00:00'"],
    [pureText, "'1.02:03:04'", 'interval', "'1 day 02:03:04'"],
    [pureText, "'1 year 2 mons'", 'interval', "'1 year 2 mons'"],
    [bigint, '93784500000', 'interval', "'1 day 02:03:04.5'"],
    [time, "'07:08:09.5'", 'interval', "'07:08:09.5'"],
    ['interval', "'36:00'", 'interval', "'1 day 12:00'"],
    ['interval', "'36:00'", 'text', "'36:00'"],
  ],
  'uuids and bytes': [
    [pureText, `'${UUID.replaceAll('-', '')}'`, 'uuid', `'${UUID}'`],
    [pureText, `'{${UUID.toUpperCase()}}'`, 'uuid', `'${UUID}'`],
    [bytea, "x'0e984725c51c4bf49960e1c80e27aba0'", 'uuid', `'${UUID}'`],
    [uuid, `'${UUID}'`, 'bytea', "'\\x0e984725c51c4bf49960e1c80e27aba0'"],
    ['guid', "x'2547980e1cc5f44b9960e1c80e27aba0'", 'text', `'${UUID}'`],
    [pureText, "'é'", 'bytea', "'\\xc3a9'"],
  ],
  'JSON and lists': [
    [pureText, `'{"b":1,"a":[1.50]}'`, 'jsonb', `'{"a":[1.50],"b":1}'`],
    [json, `'{"b":1,"a":2}'`, 'jsonb', `'{"a":2,"b":1}'`],
    [jsonb, `'{"b": 1}'`, 'json', `'{"b": 1}'`],
    [bigint, '12', 'jsonb', "'12'"],
    [bytea, `jsonb('{"a":1}')`, 'jsonb', `'{"a":1}'`],
    [pureText, `'["a","b,c",null,"é\\n"]'`, 'text[]', `ARRAY['a', 'b,c', NULL, E'é\\n']`],
    [json, "'[1, 2.0]'", 'int[]', "'{1,2}'"],
    [pureText, '\'{a,"b c",NULL,"NULL"}\'', 'varchar[]', `ARRAY['a', 'b c', NULL, 'NULL']`],
    [pureText, "'{{1,2},{3,4}}'", 'bigint[]', "'{{1,2},{3,4}}'"],
    [pureText, "'[]'", 'text[]', "'{}'"],
    [pureText, "'[1.50]'", 'numeric[]', "'{1.50}'"],
    [pureText, "'[true,0]'", 'boolean[]', "'{t,f}'"],
    [pureText, `'["${UUID.toUpperCase()}"]'`, 'uuid[]', `'{${UUID}}'`],
  ],
  'types that are known by their text': [
    [pureText, "'10.0.0.1'", 'inet', "'10.0.0.1'"],
    [pureText, "'<a>é</a>'", 'xml', "'<a>é</a>'"],
    [pureText, "'08:00:2b:01:02:03'", 'macaddr', "'08:00:2b:01:02:03'"],
  ],
}

const LOST: readonly Pair[] = [
  [doublePrecision, '1.5', 'integer', '2'],
  [pureText, "'007'", 'integer', '7'],
  [pureText, "''", 'integer', 'NULL'],
  [pureText, "''", 'timestamptz', 'NULL'],
  [pureText, "'abc'", 'boolean', 'NULL'],
  [doublePrecision, '0.1', 'real', '0.1'],
  [bigint, '9007199254740993', 'double precision', '9007199254740992'],
  [pureText, "'0.1000000000000000055511151231257827'", 'double precision', '0.1'],
  [numbers, '1.25', 'numeric(6,1)', '1.3'],
  [bigint, '2', 'boolean', 'true'],
  [pureText, "''", 'boolean', 'false'],
  [doublePrecision, '0.1', 'text', "'0.11'"],
  [doublePrecision, '0.1', 'text', "'?'"],
  [doublePrecision, '0.1', 'text', 'NULL'],
  [pureText, "'abcde'", 'varchar(4)', "'abcd'"],
  [pureText, "' ab'", 'char(5)', "'ab'"],
  [pureText, "'AB'", 'citext', "'ab'"],
  [timestamp, "'2024-05-06 07:08:09.1'", 'timestamp(0)', "'2024-05-06 07:08:09'"],
  [timestamp, "'2024-05-06 07:08:09'", 'timestamptz', "'2024-05-06 07:08:09+02'"],
  [timestamp, "'2024-05-06 07:08:09'", 'date', "'2024-05-06'"],
  [pureText, "'2024-05-06 07:08:09.1234567'", 'timestamp', "'2024-05-06 07:08:09.123457'"],
  [pureText, "'2024-02-30'", 'date', "'2024-03-01'"],
  [epoch('ms'), '1700000000123', 'timestamptz', "'2023-11-14 22:13:20.123001+00'"],
  [epoch('ms'), '1700000000123', 'timestamp', "'infinity'"],
  [timestamp, 'NULL', 'timestamptz', "'infinity'"],
  [timestamp, 'NULL', 'timestamp', "'-infinity'"],
  [date, 'NULL', 'date', "'-infinity'"],
  [bigint, '1700000000', 'timestamptz', "'294276-12-31'"],
  [epoch('ms'), '1700000000123', 'timestamptz', "'294276-12-31 23:59:59.999999'"],
  [pureText, "'24:00:00'", 'time', "'24:00:00'"],
  ['interval', "'720:00'", 'interval', "'1 mon'"],
  ['interval', "'720:00'", 'interval', "'720:00:00.000001'"],
  [pureText, `'${UUID.slice(0, -1)}1'`, 'uuid', `'${UUID}'`],
  [json, `'{"a":1,"a":2}'`, 'jsonb', `'{"a":2}'`],
  [pureText, "'{a'", 'jsonb', "'{}'"],
  [pureText, "'[1.50]'", 'jsonb', "'[1.5]'"],
  [pureText, "'[-0]'", 'jsonb', "'[0]'"],
  [pureText, "'a,b'", 'text[]', `'{a,b}'`],
  [pureText, `'["a",null]'`, 'text[]', `'{a,"NULL"}'`],
  [pureText, `'["a","b"]'`, 'text[]', `'{b,a}'`],
  [pureText, "'[1,2]'", 'int[]', "'{12}'"],
  [pureText, "'{a,,b}'", 'text[]', "'{a,b}'"],
  [pureText, "x'00'", 'bytea', "''"],
  [pureText, "'10.0.0.1'", 'inet', "'10.0.0.2'"],
  [pureText, "'sad'", 'mood', "'ok'"],
]

const UNKNOWN: readonly (readonly [Planned, string])[] = [
  [timestamp, 'integer'],
  [timestamp, 'time'],
  [time, 'timestamp'],
  [bytea, 'integer'],
  [bytea, 'point'],
  [pureText, 'tsvector'],
  [pureText, 'point'],
  [bigint, 'int[]'],
  [uuid, 'bigint'],
  [boolean, 'jsonb'],
  ['timestamptz:zone=Europe/Paris', 'timestamp'],
]

const nameOf = (planned: Planned): string => (typeof planned === 'string' ? planned : planned.type)

describe.each(Object.entries(EQUAL))('%s agree', (_, pairs) => {
  it.each(pairs.map(pair => [nameOf(pair[0]), ...pair] as const))(
    '%s: $2 as $3 $4',
    async (_name, ...pair) => {
      expect(await agree(...pair)).toBe(true)
    },
  )
})

describe('what was lost does not agree', () => {
  it.each(LOST.map(pair => [nameOf(pair[0]), ...pair] as const))(
    '%s: $2 as $3 $4',
    async (_name, ...pair) => {
      expect(await agree(...pair)).toBe(false)
    },
  )
})

describe('nothing is compared where nothing sensible is known', () => {
  it.each(UNKNOWN.map(pair => [nameOf(pair[0]), ...pair] as const))(
    '%s as $2',
    async (_name, planned, type) => {
      expect(await agree(planned, 'NULL', type, 'NULL')).toBe(null)
    },
  )
})

it('NULL is NULL in every type', async () => {
  for (const [planned, , type] of [...Object.values(EQUAL).flat(), ...LOST])
    expect([type, await agree(planned, 'NULL', type, 'NULL')]).toEqual([type, true])
})
