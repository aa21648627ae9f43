// The declared types of the field guide, by name: what each asks for first, and in which order others are tried. The
// values then decide, which choose-type.test.ts and test/cases/ show.
import { describe, expect, it } from 'vitest'
import { parseDeclaredType } from '../../src/codec/declared-type.ts'
import { ruleFor } from '../../src/codec/rule-for.ts'
import type { RuleContext } from '../../src/codec/type-table.ts'
import { PLAIN_CONTEXT } from './plain-context.ts'

function typesFor(declaredType: string, more: Partial<RuleContext> = {}): readonly string[] {
  const { rule, declared } = ruleFor(declaredType)
  return rule.chain(declared, { ...PLAIN_CONTEXT, ...more }).map(({ candidate }) => candidate.type)
}

/** Names, the type they ask for, the others in the order in which they are tried. */
const TABLE: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'INTEGER, INT, BIGINT, INT8, INT64, LONG, BIG INT, SERIAL',
    'bigint',
    ['double precision', 'numeric', 'text'],
  ],
  ['INT4, MEDIUMINT', 'integer', ['bigint', 'double precision', 'numeric', 'text']],
  ['SMALLINT UNSIGNED', 'integer', ['bigint', 'numeric', 'text']],
  [
    'SMALLINT, INT2, SHORT INTEGER, TINYINT, YEAR',
    'smallint',
    ['integer', 'bigint', 'double precision', 'numeric', 'text'],
  ],
  ['TINYINT UNSIGNED', 'smallint', ['integer', 'bigint', 'numeric', 'text']],
  ['INT UNSIGNED, MEDIUMINT UNSIGNED, BIGINT UNSIGNED, UNSIGNED BIG INT', 'bigint', ['numeric', 'text']],
  ['REAL, FLOAT, FLOAT(10,2), DOUBLE, DOUBLE PRECISION, FLOAT8', 'double precision', ['numeric', 'text']],
  ['NUMERIC(10,2), DECIMAL(10,2), NUMBER(10,2)', 'numeric(10,2)', ['numeric', 'double precision', 'text']],
  ['NUMERIC, DECIMAL, NUMBER, MONEY', 'numeric', ['text']],
  ['BOOLEAN, BOOL', 'boolean', ['smallint', 'bigint', 'text']],
  ['TINYINT(1), BIT, BIT(1)', 'smallint', ['bigint', 'text']],
  [
    'VARCHAR(7), NVARCHAR(7), VARCHAR2(7), CHARACTER VARYING(7), VARYING CHARACTER(7)',
    'varchar(7)',
    ['text'],
  ],
  ['CHAR(7), NCHAR(7), CHARACTER(7), NATIVE CHARACTER(7)', 'varchar(7)', ['text', 'bytea']],
  ['TEXT, TEXT(9), CLOB, LONGTEXT, MEDIUMTEXT, TINYTEXT, VARCHAR, LONGVARCHAR', 'text', ['bytea']],
  ['STRING, ENUM, XML', 'text', ['bytea']],
  ['DATE', 'date', ['timestamp', 'timestamptz', 'text']],
  ['TIME', 'time', ['text']],
  [
    'DATETIME, DATETIME(6), DATETIME2, SMALLDATETIME, TIMESTAMP, TIMESTAMP WITHOUT TIME ZONE',
    'timestamp',
    ['timestamptz', 'bigint', 'double precision', 'numeric'],
  ],
  ['TIMESTAMPTZ, TIMESTAMP WITH TIME ZONE, DATETIMEOFFSET', 'timestamptz', ['timestamp', 'text']],
  ['JSON', 'json', ['text']],
  ['JSONB', 'jsonb', ['json', 'text']],
  ['UUID, UNIQUEIDENTIFIER, GUID', 'uuid', ['text', 'bytea']],
  ['BLOB, BYTEA, BINARY(16), VARBINARY(9), IMAGE, LONGBLOB, TINYBLOB', 'bytea', ['bigint']],
  ['GEOMETRY, POINT, LINESTRING, POLYGON, MULTIPOLYGON', 'bytea', ['bigint', 'text']],
  ['ANY, INTERVAL, INET, HSTORE, integer[]', 'bigint', ['double precision', 'numeric', 'text', 'bytea']],
  ['no such type', 'numeric', ['text']],
]

describe('a declared type asks for', () => {
  const rows = TABLE.flatMap(([names, first, others]) =>
    names.split(/, (?!\d)/).map(name => [name, first, others] as const),
  )

  it.each(rows)('%s: %s, then %j', (name, first, others) => {
    const [asked, ...tried] = typesFor(name)
    expect(asked).toBe(first)
    const places = others.map(type => tried.indexOf(type))
    expect(places).not.toContain(-1)
    expect(places.toSorted((a, b) => a - b)).toEqual(places)
  })

  it('nothing where there is none: the values decide', () => {
    expect(typesFor('')).toEqual(typesFor('ANY'))
  })
})

describe('a name is read as SQLite reads it', () => {
  it.each([
    ['varchar( 20 )', 'VARCHAR', [20]],
    ['  Double \n\t precision ', 'DOUBLE PRECISION', []],
    ['DECIMAL(10 , 2', 'DECIMAL', [10, 2]],
    ['numeric(+10, -2)', 'NUMERIC', [10, -2]],
    ['INTEGER NON', 'INTEGER NON', []],
    ['datetime2](7', 'DATETIME2', [7]],
    ['[nvarchar](50)', 'NVARCHAR', [50]],
    ['"INTEGER"', 'INTEGER', []],
    ['`int`(11) unsigned', 'INT UNSIGNED', [11]],
    ['VARCHAR(max)', 'VARCHAR', []],
    ['TEXT /* a, (b) */ -- c', 'TEXT', []],
    ['integer[]', 'ARRAY', []],
    ['text [3]', 'ARRAY', []],
    ['', '', []],
  ])('%j', (declared, name, given) => {
    expect(parseDeclaredType(declared)).toEqual({ name, arguments: given })
  })
})

describe('a name nobody knows follows the letters that SQLite goes by', () => {
  it.each([
    ['INTEGE', 'bigint'],
    ['INTEGER NON', 'bigint'],
    ['TEXT NOCASE', 'text'],
    ['MYCLOB', 'text'],
    ['REALLY', 'double precision'],
    ['SOMEBLOB', 'bytea'],
  ])('%s: %s', (declared, type) => {
    expect(typesFor(declared)[0]).toBe(type)
  })

  it.each(['CHARINT', 'FLOATING POINT', 'BLOBTEXT'])('%s has letters of two kinds: by values', declared => {
    expect(typesFor(declared)).toEqual(typesFor(''))
  })
})

describe('0 and 1 are boolean', () => {
  it.each(['INTEGER', 'NUMERIC', 'TINYINT(1)', 'BIT', 'SMALLINT UNSIGNED'])(
    'in %s with a witness',
    declared => {
      expect(typesFor(declared)[0]).not.toBe('boolean')
      expect(typesFor(declared, { truthWitness: true })[0]).toBe('boolean')
    },
  )

  it.each([
    ['TINYINT(1)', 'boolean'],
    ['BIT', 'boolean'],
    ['TINYINT', 'smallint'],
    ['TINYINT(4)', 'smallint'],
    ['INTEGER', 'bigint'],
  ])('in a file made by Laravel only for TINYINT(1) and BIT: %s', (declared, type) => {
    expect(typesFor(declared, { schemaTruth: true })[0]).toBe(type)
  })
})

describe('in a key or an index', () => {
  it('JSON is text and JSONB stays jsonb', () => {
    expect(typesFor('JSON', { indexed: true })).not.toContain('json')
    expect(typesFor('JSONB', { indexed: true })[0]).toBe('jsonb')
    expect(typesFor('JSONB', { indexed: true })).not.toContain('json')
  })
})
