// The tables the translated expressions are evaluated on: a column of each family, and rows that tell two
// readings apart (beyond 2^53, infinite, empty, accented, across lines, NULL).
import type { ExpressionColumn } from '../../src/sql/translate/translation.ts'

export interface CaseColumn extends Omit<ExpressionColumn, 'target'> {
  /** The declaration in SQLite, collation included. */
  readonly declared: string
  readonly type: string
}

export type CaseValue = number | bigint | string | Uint8Array | null

export interface CaseTable {
  readonly columns: Readonly<Record<string, CaseColumn>>
  /** Values in the order of the columns, as SQLite stores them: booleans are 0 and 1. */
  readonly rows: readonly (readonly CaseValue[])[]
}

const column = (
  declared: string,
  type: string,
  family: CaseColumn['family'],
  more: Partial<CaseColumn> = {},
): CaseColumn => ({
  declared,
  type,
  family,
  collation: null,
  ...more,
})

export const NUMBERS: CaseTable = {
  columns: {
    n: column('INTEGER', 'bigint', 'integer', { affinity: 'integer' }),
    m: column('INTEGER', 'integer', 'integer', { affinity: 'integer' }),
    d: column('NUMERIC', 'numeric', 'numeric', { affinity: 'numeric' }),
    r: column('REAL', 'double precision', 'real', { affinity: 'real' }),
    q: column('REAL', 'double precision', 'real', { affinity: 'real' }),
    w: column('REAL', 'double precision', 'real', { affinity: 'real' }),
  },
  rows: [
    [1n, 2n, 12.1, 0.5, 0.25, 2.5],
    [0n, 0n, 0, 0, 0, -2.5],
    [-7n, 2n, -3, -7.9, 2, 0.999],
    [null, 3n, null, null, 1, null],
    [5n, null, 0.1, 1e300, null, -0.5],
    [9007199254740993n, 2147483647n, 9007199254740993n, Infinity, Infinity, 1e15],
    [-1n, -1n, 1e25, -2.5, -0.75, 3],
  ],
}

export const TEXTS: CaseTable = {
  columns: {
    t: column('TEXT', 'text', 'text', { affinity: 'text' }),
    u: column('VARCHAR(50)', 'varchar(50)', 'text', { affinity: 'text' }),
    c: column('TEXT COLLATE NOCASE', 'text', 'text', { affinity: 'text', collation: 'NOCASE' }),
    x: column('TEXT COLLATE RTRIM', 'text', 'text', { affinity: 'text', collation: 'RTRIM' }),
    z: column('BLOB', 'bytea', 'bytea', { affinity: 'blob' }),
    v: column('INTEGER', 'text', 'text', { affinity: 'integer' }),
  },
  rows: [
    ['abc', 'Abc', 'ABC', 'a', new Uint8Array([0, 255]), 'a'],
    ['', ' ', '', ' ', new Uint8Array([]), ''],
    [null, 'x', null, null, null, null],
    ['Émile', 'émile', 'é', 'E ', new Uint8Array([65]), 'É'],
    ['a%b_c\\d', '5', 'a%B', '5', new Uint8Array([97]), 'x'],
    ['line\nbreak', 'Zebra', 'zebra', 'line', new Uint8Array([1, 2, 3]), 'y'],
    ['😀.x*', 'ab.c', 'Q', '[x]', new Uint8Array([255]), '0x'],
  ],
}

export const FLAGS: CaseTable = {
  columns: {
    b: column('BOOLEAN', 'boolean', 'boolean', { affinity: 'numeric' }),
    b2: column('BOOLEAN', 'boolean', 'boolean', { affinity: 'numeric' }),
    n: column('INTEGER', 'bigint', 'integer', { affinity: 'integer' }),
  },
  rows: [0n, 1n, null].flatMap(b => [0n, 1n, null].flatMap(b2 => [0n, 1n, 2n, null].map(n => [b, b2, n]))),
}

export const TIMES: CaseTable = {
  columns: {
    ts: column('DATETIME', 'timestamp', 'timestamp', { affinity: 'numeric' }),
    s1: column('DATETIME', 'timestamp', 'timestamp', {
      affinity: 'numeric',
      spelling: '9999-99-99 99:99:99',
    }),
    s2: column('DATETIME', 'timestamp', 'timestamp', {
      affinity: 'numeric',
      spelling: '9999-99-99 99:99:99',
    }),
    day: column('DATE', 'date', 'date', { affinity: 'numeric', spelling: '9999-99-99', storage: 'text' }),
    j: column('JSON', 'json', 'json', { affinity: 'numeric' }),
    id: column('UUID', 'uuid', 'uuid', { affinity: 'numeric' }),
  },
  rows: [
    [
      '2024-05-06T07:08:09',
      '2024-05-06 07:08:09',
      '2024-05-06 07:08:10',
      '2024-05-06',
      '{"a": 1}',
      '00000000-0000-0000-0000-00000000000a',
    ],
    [
      '2024-05-06',
      '2023-01-01 00:00:00',
      '2022-01-01 00:00:00',
      '2023-12-31',
      '[]',
      '10000000-0000-0000-0000-00000000000b',
    ],
    [null, null, '2022-01-01 00:00:00', null, null, null],
  ],
}
