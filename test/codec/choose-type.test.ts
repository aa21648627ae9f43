// Declaration and values choose the type: one plan of a real file with a table for each line of the field guide.
import { afterAll, describe, expect, it } from 'vitest'
import { plan } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { withDatabase } from '../server/database.ts'

/** Declaration, values as SQL, type. */
const FITTING: readonly (readonly [string, string, string])[] = [
  ['INTEGER', '1, -5, NULL', 'bigint'],
  ['INT(11)', '1', 'bigint'],
  ['BIGINT UNSIGNED', '9223372036854775807', 'bigint'],
  ['INT4', '2147483647, -2147483648', 'integer'],
  ['SMALLINT', '32767, -32768', 'smallint'],
  ['TINYINT', '255', 'smallint'],
  ['TINYINT(1)', '0, 1', 'smallint'],
  ['TINYINT(1) CHECK (c IN (0, 1))', '0, 1', 'boolean'],
  ['NUMERIC DEFAULT TRUE', '0, 1', 'boolean'],
  ['REAL', '1.5, 2', 'double precision'],
  ['FLOAT(10,2)', '1.005', 'double precision'],
  ['DECIMAL(10,2)', '12.10, 99999999.99', 'numeric(10,2)'],
  ['NUMERIC', '1, 2.5', 'numeric'],
  ['BOOLEAN', '0, 1, NULL', 'boolean'],
  ['BOOL', "'true', 'FALSE', 1", 'boolean'],
  ['VARCHAR(5)', "'abcde', ''", 'varchar(5)'],
  ['VARCHAR(2)', "'😀é'", 'varchar(2)'],
  ['CHAR(3)', "'abc'", 'varchar(3)'],
  ['NVARCHAR( 7 )', "'x'", 'varchar(7)'],
  ['varchar', "'x'", 'text'],
  ['CHAR(0)', "''", 'text'],
  ['LONGTEXT', "'x'", 'text'],
  ['DATE', "'2024-05-06'", 'date'],
  ['TIME', "'07:08:09'", 'time'],
  ['DATETIME', "'2024-05-06 07:08:09'", 'timestamp'],
  ['DATETIME', "'2024-05-06T07:08:09Z'", 'timestamptz'],
  ['DATETIME', '1714980000, 0', 'timestamptz'],
  ['DATETIME', '1714980000123', 'timestamptz'],
  ['timestamp with time zone', "'2024-05-06 07:08:09+00:00'", 'timestamptz'],
  ['JSON', `'{"a": 1}', 'null', 5`, 'json'],
  ['JSONB', `'{"a": 1}'`, 'jsonb'],
  ['UUID', "'9ee973a5-edc8-400b-bed4-8b1cac447801'", 'uuid'],
  ['BLOB', "x'00', x''", 'bytea'],
  ['', '1, 2', 'bigint'],
  ['', '1, 2.5', 'double precision'],
  ['', "'a'", 'text'],
  ['', "x'00'", 'bytea'],
  ['money', '5', 'numeric'],
  ['FLOATING POINT', '5', 'bigint'],
]

const EMPTY: readonly string[] = [
  ...[
    'BIGINT',
    'SMALLINT',
    'DOUBLE PRECISION',
    'NUMERIC',
    'BOOLEAN',
    'TEXT',
    'DATE',
    'TIME',
    'JSON',
    'JSONB',
  ],
  ...['UUID', 'BYTEA', 'VARCHAR(20)', 'NUMERIC(5,2)'],
  'TIMESTAMPTZ',
  'TIMESTAMP',
]

/** Declaration, values as SQL, type, severity of what is told. */
const WIDENED: readonly (readonly [string, string, string, string | null])[] = [
  ['INTEGER', "1, 'abc'", 'text', 'warning'],
  ['INTEGER', "1, ''", 'text', 'warning'],
  ['INTEGER', '1, 2.5', 'double precision', 'warning'],
  ['INTEGER', '9007199254740993, 2.5', 'numeric', 'warning'],
  ['INTEGER', "1, x'00'", 'bytea', 'warning'],
  ['SMALLINT', '40000', 'integer', null],
  ['INT4', '2147483648', 'bigint', null],
  ['REAL', "1.5, 'x'", 'text', 'warning'],
  ['DECIMAL(5,2)', '123456.789', 'numeric', 'warning'],
  ['DECIMAL(5,2)', '1.005', 'numeric', 'warning'],
  ['BOOLEAN', '0, 2', 'smallint', 'warning'],
  ['BOOLEAN', "'true', 0, 2", 'text', 'warning'],
  ['BOOLEAN', '0, 1000000', 'bigint', 'warning'],
  ['BOOLEAN', "0, ''", 'text', 'warning'],
  ['BOOLEAN', "0, 'maybe'", 'text', 'warning'],
  ['BOOLEAN', "'t', 'no'", 'text', 'warning'],
  ['VARCHAR(3)', "'abcd'", 'text', 'info'],
  ['VARCHAR(3)', "'abc '", 'text', 'info'],
  ['TEXT', "'a', x'ff'", 'bytea', 'warning'],
  ['TEXT', "'a', x'61'", 'text', 'info'],
  ['', "1, 'a'", 'text', 'warning'],
  ['', "'a', x'61'", 'bytea', 'warning'],
  ['FOO', '5', 'numeric', null],
  ['FOO', "'x'", 'text', null],
  ['UNSIGNED BIG INT', '0.5', 'numeric', 'warning'],
  ['BLOB', "x'00', 'a'", 'bytea', 'warning'],
  ['BLOB', '1, 2', 'bigint', 'warning'],
  ['DATE', "'2024-05-06 07:08:09'", 'timestamp', 'info'],
  ['DATE', "'2024-02-30'", 'text', 'warning'],
  ['DATE', "'0000-01-01'", 'text', 'warning'],
  ['DATETIME', "'0000-00-00 00:00:00'", 'text', 'warning'],
  ['DATETIME', "'2024-05-06 24:00:00'", 'text', 'warning'],
  ['DATETIME', "'2024-05-06 07:08:09', '2024-05-06T07:08:09Z'", 'text', 'warning'],
  ['DATETIME', "'2024-05-06 07:08:09', 1714980000", 'text', 'warning'],
  ['DATETIME', '1714980000, 1714980000123', 'bigint', 'warning'],
  ['DATETIME', '635358975', 'bigint', 'info'],
  ['DATETIME', '2460436.8', 'double precision', 'info'],
  ['DATETIME', "'2024-05-06 07:08:09.123456789'", 'text', 'warning'],
  ['TIME', "'24:00:00'", 'text', 'warning'],
  ['TIME', "'36:00'", 'text', 'warning'],
  ['JSON', "'{a: 1}'", 'text', 'warning'],
  ['JSON', "''", 'text', 'warning'],
  ['JSONB', `'{"a": 1, "a": 2}'`, 'json', 'info'],
  ['JSONB', "'x'", 'text', 'warning'],
  ['UUID', "'user_1'", 'text', 'warning'],
  ['UUID', "'9EE973A5-EDC8-400B-BED4-8B1CAC447801', 'user_1'", 'text', 'warning'],
  ['UUID', "x'00112233445566778899aabbccddeeff'", 'bytea', 'warning'],
]

/** Declaration, values as SQL, what is asked for, type. */
const WISHES: readonly (readonly [string, string, string, string])[] = [
  ['INTEGER', '1714980000123', 'epoch_ms', 'timestamptz'],
  ['INTEGER', '1', 'integer', 'integer'],
  ['TEXT', "'9ee973a5edc8400bbed48b1cac447801'", 'uuid', 'uuid'],
  ['TEXT', `'{"a": 1}'`, 'jsonb', 'jsonb'],
  ['INTEGER', '0, 1', 'boolean', 'boolean'],
  ['TEXT', "'x'", 'varchar(3)', 'varchar(3)'],
  ['REAL', '1.25', 'numeric(10,2)', 'numeric(10,2)'],
]

/** Declaration, values as SQL, what is asked for. */
const IMPOSSIBLE: readonly (readonly [string, string, string])[] = [
  ['TEXT', "'x'", 'integer'],
  ['INTEGER', '40000', 'smallint'],
  ['TEXT', "'abcd'", 'varchar(3)'],
  ['REAL', '1.255', 'numeric(10,2)'],
  ['TEXT', "'{a: 1}'", 'jsonb'],
  ['TEXT', "'2024-02-30'", 'date'],
  ['TEXT', "x'ff'", 'text'],
  ['INTEGER', '2', 'boolean'],
]

const CASES = [
  ...FITTING.map(([declared, values]) => ({ declared, values, wish: null })),
  ...EMPTY.map(declared => ({ declared, values: '', wish: null })),
  ...WIDENED.map(([declared, values]) => ({ declared, values, wish: null })),
  ...[...WISHES, ...IMPOSSIBLE].map(([declared, values, wish]) => ({ declared, values, wish })),
]
const keyOf = (declared: string, values: string, wish: string | null = null): string =>
  `t${CASES.findIndex(one => one.declared === declared && one.values === values && one.wish === wish)}`

const database = await withDatabase()
afterAll(() => database.drop())
const { report } = await plan({
  sqlitePath: sourceFile(CASES.map(tableSql).join(';\n')),
  url: database.url,
  casts: Object.fromEntries(CASES.flatMap(({ wish }, i) => (wish === null ? [] : [[`t${i}.c`, wish]]))),
})

function tableSql({ declared, values }: (typeof CASES)[number], i: number): string {
  const rows = values.split(/, ?(?=(?:[^']*'[^']*')*[^']*$)/).map(value => `(${value})`)
  return `CREATE TABLE t${i} (c ${declared})${values === '' ? '' : `; INSERT INTO t${i} VALUES ${rows.join(', ')}`}`
}

function chosen(table: string): { type: string; because: string; severity: string | null; message: string } {
  const [column] = report.tables.find(({ source }) => source === table)?.columns ?? []
  const notice = report.notices.find(({ object }) => object === `${table}.c`)
  return {
    type: column?.type ?? '',
    because: column?.because ?? '',
    severity: notice?.severity ?? null,
    message: notice?.message ?? '',
  }
}

describe('the values allow what the declaration asks for:', () => {
  it.each(FITTING)('%s with %s becomes %s', (declared, values, type) => {
    const choice = chosen(keyOf(declared, values))
    expect(choice.type).toBe(type)
    expect(choice.severity).not.toBe('warning')
  })
})

describe('without rows the declaration decides:', () => {
  it.each(EMPTY)('%s', declared => {
    expect(chosen(keyOf(declared, ''))).toMatchObject({ type: declared.toLowerCase(), severity: null })
  })
})

describe('the values do not fit, and a wider type holds every one of them:', () => {
  it.each(WIDENED)('%s with %s becomes %s (%s)', (declared, values, type, severity) => {
    const choice = chosen(keyOf(declared, values))
    expect(choice).toMatchObject({ type, severity })
    if (severity === 'warning') expect(choice.because).toContain('not ')
  })
})

describe('a wish is taken where it holds every value, else it is an obstacle:', () => {
  it.each(WISHES)('%s with %s as %s', (declared, values, wish, type) => {
    const choice = chosen(keyOf(declared, values, wish))
    expect(choice.type).toBe(type)
    expect([null, 'info']).toContain(choice.severity)
  })

  it.each(IMPOSSIBLE)('%s with %s cannot be %s', (declared, values, wish) => {
    const choice = chosen(keyOf(declared, values, wish))
    expect(choice.severity).toBe('blocker')
    expect(choice.message).toContain(`cannot become ${wish}`)
    expect(report.error?.code).toBe('DECISION_NEEDED')
  })
})

describe('the example that is told speaks against the type:', () => {
  it.each([
    ['BOOLEAN', "'true', 0, 2", '2 (rowid 3)'],
    ['UUID', "'9EE973A5-EDC8-400B-BED4-8B1CAC447801', 'user_1'", "'user_1' (rowid 2)"],
  ])('%s with %s', (declared, values, example) => {
    expect(chosen(keyOf(declared, values)).message).toContain(`such as ${example}`)
  })
})
