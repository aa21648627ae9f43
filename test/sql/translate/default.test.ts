import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import {
  type DefaultTarget,
  type EvaluatedDefault,
  isConstantDefault,
  translateDefault,
} from '../../../src/sql/translate/default.ts'

/** What an INSERT into a column with this default stores, and the default's text as PRAGMA gives it. */
function insertDefault(
  declared: string,
  clause: string,
): { defaultSql: string; evaluated: EvaluatedDefault } {
  const database = new Database(':memory:')
  database.exec(`CREATE TABLE t(x ${declared} DEFAULT ${clause}, y); INSERT INTO t(y) VALUES (1)`)
  const defaultSql = database
    .prepare("SELECT dflt_value FROM pragma_table_xinfo('t')")
    .pluck()
    .get() as string
  const evaluated = database
    .prepare(
      "SELECT typeof(x) AS storageClass, CASE typeof(x) WHEN 'blob' THEN hex(x) WHEN 'real' THEN printf('%!.17g', x) ELSE CAST(x AS TEXT) END AS text FROM t",
    )
    .get() as EvaluatedDefault
  database.close()
  return { defaultSql, evaluated }
}

const target = (family: DefaultTarget['family'], type: string = family): DefaultTarget => ({ family, type })

describe('translateDefault of a constant', () => {
  it.each<[declared: string, clause: string, DefaultTarget, sql: string | null]>([
    ['BOOLEAN', '0', target('boolean'), 'false'],
    ['BOOLEAN', 'TRUE', target('boolean'), 'true'],
    ['TEXT', "'t'", target('boolean'), 'true'],
    ['BOOLEAN', "'0'", target('boolean'), 'false'],
    ['BOOLEAN', '1000', target('boolean'), null],
    ['INTEGER', '-5', target('integer', 'bigint'), '-5'],
    ['INTEGER', '+5', target('integer', 'bigint'), '5'],
    ['INTEGER', '0x1F', target('integer', 'bigint'), '31'],
    ['INTEGER', '1_000', target('integer', 'bigint'), '1000'],
    ['INTEGER', "'PreDB'", target('integer', 'bigint'), null],
    ['INTEGER', "''", target('integer', 'bigint'), null],
    ['INTEGER', "'5'", target('integer', 'bigint'), '5'],
    ['INTEGER', '40000', target('integer', 'smallint'), null],
    ['INTEGER', '-9223372036854775808', target('integer', 'bigint'), "'-9223372036854775808'::bigint"],
    ['NUMERIC', '0.10', target('numeric', 'numeric(5,2)'), '0.1'],
    ['NUMERIC', '123456.7', target('numeric', 'numeric(5,2)'), null],
    ['REAL', '1.5', target('real', 'double precision'), "'1.5'::double precision"],
    ['REAL', '9e999', target('real', 'double precision'), "'Infinity'::double precision"],
    ['TEXT', "'it''s'", target('text'), "'it''s'"],
    ['TEXT', '"api"', target('text'), "'api'"],
    ['TEXT', 'medium', target('text', 'varchar(20)'), "'medium'"],
    ['TEXT', '[]', target('text'), "''"],
    ['TEXT', '5', target('text'), "'5'"],
    ['TEXT', "'abc'", target('text', 'varchar(2)'), null],
    ['TEXT', "'a\\b'", target('text'), "E'a\\\\b'"],
    ['BLOB', "x'00ff'", target('bytea'), "'\\x00ff'::bytea"],
    ['BLOB', "'ab'", target('bytea'), "'\\x6162'::bytea"],
    ['DATETIME', "'2024-05-06 07:08:09.500'", target('timestamp'), "'2024-05-06 07:08:09.5'::timestamp"],
    ['DATETIME', "'2024-05-06'", target('timestamp'), "'2024-05-06 00:00:00'::timestamp"],
    ['DATETIME', "'2024-05-06T07:08:09Z'", target('timestamptz'), "'2024-05-06 07:08:09Z'::timestamptz"],
    ['DATETIME', "'2024-05-06 07:08:09'", target('timestamptz'), null],
    ['DATETIME', "'2024-02-30 00:00:00'", target('timestamp'), null],
    ['DATETIME', "'2024-01-01 23:59:60'", target('timestamp'), null],
    ['DATETIME', "'now'", target('timestamp'), null],
    ['DATETIME', "'2024-01-01 00:00:00.1234567'", target('timestamp'), null],
    ['DATETIME', "'STRFTIME(''%Y'', ''now'')'", target('timestamp'), null],
    ['DATETIME', '0', target('timestamp'), null],
    ['DATETIME', '0', { ...target('timestamptz'), epoch: 's' }, "'1970-01-01 00:00:00Z'::timestamptz"],
    [
      'DATETIME',
      '1700000000123',
      { ...target('timestamp'), epoch: 'ms' },
      "'2023-11-14 22:13:20.123'::timestamp",
    ],
    ['DATE', "'2024-02-29'", target('date'), "'2024-02-29'::date"],
    ['TIME', "'07:08'", target('time'), "'07:08:00'::time"],
    ['JSON', '\'{"a": [1]}\'', target('jsonb'), '\'{"a": [1]}\'::jsonb'],
    ['JSON', '\'{"a": 1, "a": 2}\'', target('jsonb'), null],
    ['JSON', '\'{"a": 1, "a": 2}\'', target('json'), '\'{"a": 1, "a": 2}\'::json'],
    ['JSON', "''", target('json'), null],
    [
      'UUID',
      "'{6BA7B810-9DAD-11D1-80B4-00C04FD430C8}'",
      target('uuid'),
      "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid",
    ],
  ])('%s DEFAULT %s is the value SQLite inserts', (declared, clause, to, sql) => {
    const { defaultSql, evaluated } = insertDefault(declared, clause)
    const expected = sql === null ? { kind: 'untranslatable' } : { kind: 'value', sql }
    expect(isConstantDefault(defaultSql)).toBe(true)
    expect(translateDefault(defaultSql, to)).toMatchObject(expected)
    expect(translateDefault(defaultSql, to, evaluated)).toMatchObject(expected)
  })

  it.each<[declared: string, clause: string, DefaultTarget, sql: string]>([
    ['INTEGER', '(1+2*3)', target('integer', 'bigint'), '7'],
    ['TEXT', "(printf('%05d', 7))", target('text'), "'00007'"],
    ['TEXT', '1e3', target('text'), "'1000.0'"],
    ['INTEGER', '1e3', target('text'), "'1000'"],
    ['INTEGER', "'01'", target('integer', 'bigint'), '1'],
    ['REAL', '(0.1 + 0.2)', target('real', 'double precision'), "'0.30000000000000004'::double precision"],
    ['NUMERIC', '(0.1 + 0.2)', target('numeric'), '0.30000000000000004'],
    ['TEXT', "(lower('ABC') || x'64')", target('text'), "'abcd'"],
    ['DATE', "(date('2024-02-28', '+1 day'))", target('date'), "'2024-02-29'::date"],
    ['BLOB', '(zeroblob(2))', target('bytea'), "'\\x0000'::bytea"],
  ])('%s DEFAULT %s is computed by SQLite', (declared, clause, to, sql) => {
    const { defaultSql, evaluated } = insertDefault(declared, clause)
    expect(isConstantDefault(defaultSql)).toBe(true)
    expect(translateDefault(defaultSql, to, evaluated)).toEqual({ kind: 'value', sql })
    const alone = translateDefault(defaultSql, to)
    if (alone.kind === 'value') expect(alone.sql).toBe(sql)
  })

  it.each(['null', 'NULL', '(null)'])('DEFAULT %s is no default', clause => {
    const { defaultSql, evaluated } = insertDefault('TEXT', clause)
    expect(translateDefault(defaultSql, target('text'))).toEqual({ kind: 'none' })
    expect(translateDefault(defaultSql, target('text'), evaluated)).toEqual({ kind: 'none' })
  })
})

const RANDOM_16 = 'sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM 1 FOR 16'
const UUID_V4 = `lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6)))`
const UUID_UPPER = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || '4' || substr(hex(randomblob(2)), 2) || '-' || substr('AB89', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`

describe('translateDefault of clock and chance', () => {
  it.each<[defaultSql: string, DefaultTarget, sql: string | null]>([
    ['CURRENT_TIMESTAMP', target('text'), "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD HH24:MI:SS')"],
    ["datetime('now')", target('text'), "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD HH24:MI:SS')"],
    ['current_timestamp', target('timestamp'), "date_trunc('second', now() AT TIME ZONE 'utc')"],
    ['datetime()', target('timestamptz'), "date_trunc('second', now())"],
    ['CURRENT_DATE', target('date'), "(now() AT TIME ZONE 'utc')::date"],
    ['CURRENT_TIME', target('time'), "date_trunc('second', now() AT TIME ZONE 'utc')::time"],
    ["date('NOW')", target('text'), "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD')"],
    ["date('now')", target('timestamp'), "date_trunc('day', now() AT TIME ZONE 'utc')"],
    ["datetime('now', 'localtime')", target('timestamp'), "date_trunc('second', LOCALTIMESTAMP)"],
    ["datetime('now', 'localtime')", target('timestamptz'), null],
    [
      "date('now','+7 days')",
      target('text'),
      "to_char((now() AT TIME ZONE 'utc') + interval '7 days', 'YYYY-MM-DD')",
    ],
    [
      "datetime('now', '-30 minutes')",
      target('timestamptz'),
      "(date_trunc('second', (now() AT TIME ZONE 'utc') + interval '-30 minutes') AT TIME ZONE 'utc')",
    ],
    ["date('now', '+1 month')", target('date'), null],
    [
      "date('now', 'start of month')",
      target('date'),
      "(date_trunc('month', now() AT TIME ZONE 'utc'))::date",
    ],
    ["date('now', '+1 day', 'start of month')", target('date'), null],
    [
      "datetime('now', 'start of day', '+8 hours', '-30 minutes')",
      target('text'),
      "to_char(date_trunc('day', now() AT TIME ZONE 'utc') + interval '8 hours -30 minutes', 'YYYY-MM-DD HH24:MI:SS')",
    ],
    [
      "datetime(CURRENT_TIMESTAMP, 'localtime')",
      target('text'),
      "to_char(LOCALTIMESTAMP, 'YYYY-MM-DD HH24:MI:SS')",
    ],
    ["strftime('%f', CURRENT_TIMESTAMP)", target('text'), null],
    [
      "datetime('now', '+05:30')",
      target('timestamp'),
      "date_trunc('second', (now() AT TIME ZONE 'utc') + interval '05:30')",
    ],
    ["datetime('now') || 'Z'", target('timestamptz'), "date_trunc('second', now())"],
    ["strftime('%Y-%m-%dT%H:%M:%S', 'now') || '.000Z'", target('timestamptz'), "date_trunc('second', now())"],
    [
      "date('now') || ' ' || time('now')",
      target('text'),
      "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD HH24:MI:SS')",
    ],
    [
      "strftime('%Y', 'now')",
      target('integer', 'bigint'),
      "to_char(now() AT TIME ZONE 'utc', 'YYYY')::bigint",
    ],
    [
      "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
      target('integer', 'bigint'),
      'trunc(((floor(extract(epoch FROM now()) * 1000) / 1000)::double precision * 1000))::bigint',
    ],
    ["unixepoch('subsec') * 1000", target('integer', 'bigint'), null],
    [
      "strftime('%Y', 'now')",
      target('integer', 'smallint'),
      "to_char(now() AT TIME ZONE 'utc', 'YYYY')::bigint",
    ],
    ['unixepoch()', target('integer', 'smallint'), null],
    ['random()', target('integer', 'integer'), null],
    ['random()', { ...target('timestamptz'), epoch: 'ms' }, null],
    [
      "'r' || lower(hex(randomblob(7)))",
      target('text'),
      `('r' || encode(substring(${RANDOM_16.replace('16', '7')}), 'hex'))`,
    ],
    [
      "strftime('%Y-%m-%dT%H:%M:%fZ','now')",
      target('text'),
      `to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    ],
    ["strftime('%Y-%m-%dT%H:%M:%fZ')", target('timestamptz'), "date_trunc('milliseconds', now())"],
    ["strftime('%Y/%j', 'now')", target('text'), `to_char(now() AT TIME ZONE 'utc', 'YYYY/DDD')`],
    ["strftime('%W', 'now')", target('text'), null],
    ["strftime('%s','now')", target('integer', 'bigint'), 'floor(extract(epoch FROM now()))::bigint'],
    [
      "CAST(strftime('%s','now') AS INTEGER)",
      target('integer', 'bigint'),
      'floor(extract(epoch FROM now()))::bigint::bigint',
    ],
    ['unixepoch()', target('integer', 'bigint'), 'floor(extract(epoch FROM now()))::bigint'],
    [
      "strftime('%s','now') * 1000",
      target('integer', 'bigint'),
      '(floor(extract(epoch FROM now()))::bigint * 1000)',
    ],
    ["strftime('%s','now')", target('text'), '(floor(extract(epoch FROM now()))::bigint)::text'],
    [
      'unixepoch() * 1000',
      { ...target('timestamptz'), epoch: 'ms' },
      'to_timestamp(((floor(extract(epoch FROM now()))::bigint * 1000)) / 1000.0)',
    ],
    ['CURRENT_TIMESTAMP', { ...target('timestamptz'), epoch: 'ms' }, "date_trunc('second', now())"],
    ['unixepoch()', target('timestamp'), null],
    ['CURRENT_TIMESTAMP', target('integer', 'bigint'), null],
    [
      "julianday('now')",
      target('real', 'double precision'),
      '(2440587.5 + extract(epoch FROM now())::double precision / 86400)',
    ],
    [
      'random()',
      target('integer', 'bigint'),
      "('x' || encode(substring(sha256(uuid_send(gen_random_uuid())) FROM 1 FOR 8), 'hex'))::bit(64)::bigint",
    ],
    ['lower(hex(randomblob(16)))', target('text'), `encode(substring(${RANDOM_16}), 'hex')`],
    ['hex(randomblob(16))', target('text'), `upper(encode(substring(${RANDOM_16}), 'hex'))`],
    ['randomblob(16)', target('bytea'), `substring(${RANDOM_16})`],
    ['lower(hex(randomblob(16)))', target('uuid'), 'gen_random_uuid()'],
    ['randomblob(33)', target('bytea'), null],
    [UUID_V4, target('text'), 'gen_random_uuid()::text'],
    [`(${UUID_V4})`, target('uuid'), 'gen_random_uuid()'],
    [UUID_UPPER, target('text', 'varchar(36)'), 'gen_random_uuid()::text'],
    [UUID_V4, target('text', 'varchar(20)'), null],
    ['my_function()', target('text'), null],
  ])('%s', (defaultSql, to, sql) => {
    expect(isConstantDefault(defaultSql)).toBe(false)
    const translated = translateDefault(defaultSql, to)
    expect(translated.kind === 'value' ? translated.sql : null, JSON.stringify(translated)).toBe(sql)
  })

  it('says that local time depends on the session', () => {
    expect(translateDefault("datetime('now','localtime')", target('text'))).toMatchObject({
      note: "depends on the session's time zone",
    })
  })

  it.each([UUID_V4, UUID_UPPER])('takes for a uuid only what SQLite makes a uuid of version 4', recipe => {
    const database = new Database(':memory:')
    const found = database.prepare(`SELECT ${recipe}`).pluck().get()
    expect(found).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    database.close()
  })
})
