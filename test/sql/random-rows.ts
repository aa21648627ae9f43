// Rows for the tables of the translated cases: values of every kind a column's type can hold, odd ones first. The
// seed is fixed, so that a failure comes back. Sums that leave 64 bits are not among them: PostgreSQL raises.
import fc from 'fast-check'
import type { CaseColumn, CaseTable, CaseValue } from './translate-case-tables.ts'

const ROWS = 60
const SEED = 20240506

export function randomRows({ columns }: CaseTable): CaseTable['rows'] {
  return rowsOf(columns, cellOf)
}

/** Rows with the numbers at the edges of what a type holds: there PostgreSQL fails where SQLite does not. */
export function extremeRows({ columns }: CaseTable): CaseTable['rows'] {
  return rowsOf(columns, column => {
    const edges = EDGES[column.family]
    return edges === undefined || column.type === 'integer' ? cellOf(column) : fc.constantFrom(...edges)
  })
}

const EDGES: Partial<Record<CaseColumn['family'], readonly CaseValue[]>> = {
  integer: [0n, 1n, -1n, 7n, 2n ** 62n, 2n ** 63n - 1n, 1n - 2n ** 63n, -(2n ** 63n), 3037000500n],
  real: [0, 1, -1.5, 1e200, -1e308, 1.7976931348623157e308, 5e-324, -1e-200, 2 ** 63, -(2 ** 63), 9.3e18],
}

function rowsOf(
  columns: CaseTable['columns'],
  cell: (column: CaseColumn) => fc.Arbitrary<CaseValue>,
): CaseTable['rows'] {
  const row = fc.tuple(...Object.values(columns).map(column => fc.option(cell(column), { freq: 8 })))
  return fc.sample(row, { numRuns: ROWS, seed: SEED })
}

function cellOf({ declared, type, family, spelling }: CaseColumn): fc.Arbitrary<CaseValue> {
  switch (family) {
    case 'boolean':
      return fc.constantFrom(0n, 1n)
    case 'integer':
      return integers(type === 'integer' ? 2n ** 31n - 1n : 2n ** 40n)
    case 'real':
      return fc.oneof(
        fc.constantFrom(0, -0, 0.5, -0.5, 1, -1, 2.5, 1e15, -1e15),
        fc.double({ min: -1e18, max: 1e18, noNaN: true }).filter(isNotTiny),
      )
    case 'numeric':
      return fc.oneof(integers(2n ** 62n), fc.double({ min: -1e15, max: 1e15, noNaN: true }).map(plusZero))
    case 'text':
      return declared === 'INTEGER' ? fc.constantFrom('a', 'É', '0x', 'x1') : texts()
    case 'bytea':
      return fc.uint8Array({ maxLength: 5 })
    case 'timestamp':
      return moments().map(text => (spelling === undefined ? text.replace(' ', 'T') : text))
    case 'date':
      return moments().map(text => text.slice(0, 10))
    case 'uuid':
      return fc.uuid()
    default:
      return fc.json()
  }
}

function integers(limit: bigint): fc.Arbitrary<bigint> {
  return fc.oneof(fc.constantFrom(0n, 1n, -1n, 2n, 5n, limit, -limit), fc.bigInt({ min: -limit, max: limit }))
}

/** An underflow is 0 in SQLite and an error in PostgreSQL. */
function isNotTiny(value: number): boolean {
  return value === 0 || Math.abs(value) > 1e-100
}

function plusZero(value: number): number {
  return value + 0
}

const PIECES = [
  ...['', ' ', 'a', 'A', 'abc', 'Abc', 'c', 'z', 'Z', 'É', 'é', 'ß', 'İ', '😀', '一', '\u0301', '\uFFFF'],
  ...[
    '%',
    '_',
    '\\',
    '.',
    '*',
    '?',
    '[',
    ']',
    "'",
    '"',
    '\n',
    '\t',
    '\r',
    '\v',
    '\f',
    '\u00A0',
    '-',
    '+',
    '0',
    '5',
    '12',
    '1e3',
    '0x1F',
  ],
  ...['99999999999999999999', '-9223372036854775809'],
]

/** At most the 50 characters of varchar(50). */
function texts(): fc.Arbitrary<string> {
  const ofPieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map(parts => parts.join(''))
  const ofAny = fc.string({ unit: 'grapheme', maxLength: 8 })
  return fc.oneof(ofPieces, ofAny).map(text => [...text.replaceAll('\0', '')].slice(0, 50).join(''))
}

function moments(): fc.Arbitrary<string> {
  const span = {
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  }
  return fc.date(span).map(date => date.toISOString().slice(0, 19).replace('T', ' '))
}
