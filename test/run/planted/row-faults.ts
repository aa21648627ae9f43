// What can be wrong with the rows of a copy: SQL that plants the fault in a table, and what verify must then list of it.
import { expect } from 'vitest'
import type { ReportedDifference } from '../../../src/model/report.ts'
import type { RowTable } from './todo-database.ts'

/** What is found in each of the tables. */
export type RowFinding =
  | { readonly number: number; readonly column: string; readonly source: string; readonly target: string }
  | { readonly number: number; readonly kind: 'missing' | 'extra' }
  | 'no primary key'

/** What verify must list of one table. */
export function rowsOf(
  { name, keyColumns, key, extraKey }: RowTable,
  found: RowFinding,
): readonly ReportedDifference[] {
  const about = { table: name, key: null, column: null, source: null, target: null }
  if (found === 'no primary key') {
    const columns = keyColumns.filter(column => column !== 'user_id')
    if (columns.length === 0) return []
    return [{ ...about, kind: 'missing', source: `primary key (${columns.join(', ')})` }]
  }
  if ('column' in found) return [{ ...about, kind: 'changed', key: key(found.number), ...rest(found) }]
  // A row that only one side has is shown whole.
  const whole: string = expect.stringMatching(/^\(.+\)$/)
  return found.kind === 'missing'
    ? [{ ...about, kind: 'missing', key: key(found.number), source: whole }]
    : [{ ...about, kind: 'extra', key: extraKey(found.number), target: whole }]
}

function rest({ column, source, target }: Extract<RowFinding, { readonly column: string }>) {
  return { column, source, target }
}

export interface RowFault {
  readonly title: string
  readonly breaking: (table: RowTable) => string
  readonly found: readonly RowFinding[]
}

function cell(title: string, number: number, column: string, value: string, source: string, target: string) {
  const breaking = ({ name }: RowTable): string =>
    `UPDATE ${name} SET ${column} = ${value} WHERE number = ${number}`
  return { title, breaking, found: [{ number, column, source, target }] } as const
}

/** Beyond every id, so that the row is all that is wrong. */
const MOVE_ON = `SELECT setval('tasks_id_seq', 1000);`

function extraRow(title: string, number: number): RowFault {
  const breaking = ({ name, keyColumns, keyValues }: RowTable): string =>
    `${MOVE_ON} INSERT INTO ${name} (${[...keyColumns, 'number', 'title'].join(', ')}) VALUES (${keyValues(number)}${number}, 'x')`
  return { title, breaking, found: [{ number, kind: 'extra' }] }
}

const HEX: string = expect.stringMatching(/^x'[0-9a-f]{40}'$/)

export const ROW_FAULTS: readonly RowFault[] = [
  cell('one cell changed', 10, 'done', 'NOT done', '0', 'true'),
  cell('one ulp of a double', 9, 'hours', '0.10000000000000002', '0.1', '0.10000000000000002'),
  cell(
    'one microsecond',
    8,
    'due_date',
    `due_date + interval '1 microsecond'`,
    `'2024-05-09 07:08:09.008008'`,
    `'2024-05-09 07:08:09.008009'`,
  ),
  cell('a trailing space', 11, 'title', `title || ' '`, `'task 11'`, `'task 11 ' (U+0020)`),
  cell(`'' for NULL`, 6, 'title', `''`, 'NULL', `''`),
  cell(`NULL for ''`, 5, 'title', 'NULL', `''`, 'NULL'),
  cell('a byte of a blob', 12, 'file', 'set_byte(file, 19, get_byte(file, 19) # 1)', HEX, HEX),
  cell('the case of one letter', 13, 'title', `'Task 13'`, `'task 13'`, `'Task 13'`),
  cell(
    'a character that was composed and is combining',
    7,
    'title',
    'normalize(title, NFD)',
    expect.stringMatching(/^'Café crème'/),
    expect.stringMatching(/^'Cafe\u0301 cre\u0300me'/),
  ),
  {
    title: 'two values swapped',
    breaking: ({ name }) =>
      `UPDATE ${name} SET title = CASE number WHEN 21 THEN 'task 52' ELSE 'task 21' END WHERE number IN (21, 52)`,
    found: [
      { number: 21, column: 'title', source: `'task 21'`, target: `'task 52'` },
      { number: 52, column: 'title', source: `'task 52'`, target: `'task 21'` },
    ],
  },
  {
    title: 'a row missing',
    breaking: ({ name }) => `DELETE FROM ${name} WHERE number = 33`,
    found: [{ number: 33, kind: 'missing' }],
  },
  {
    title: 'the first and the last row missing',
    breaking: ({ name }) => `DELETE FROM ${name} WHERE number IN (1, 90)`,
    found: [
      { number: 1, kind: 'missing' },
      { number: 90, kind: 'missing' },
    ],
  },
  {
    title: 'a row twice',
    breaking: ({ name, keyColumns }) =>
      `${keyColumns.length > 0 ? `ALTER TABLE ${name} DROP CONSTRAINT ${name}_pkey;` : ''} INSERT INTO ${name} SELECT * FROM ${name} WHERE number = 44`,
    found: [{ number: 44, kind: 'extra' }, 'no primary key'],
  },
  extraRow('an extra row', 60),
  extraRow('an extra row before all others', 0),
  extraRow('an extra row after all others', 95),
  cell(
    'a number in JSON changed in its last digit',
    14,
    'details',
    `replace(details::text, '1.25', '1.26')::json`,
    `'{"a": 1.25, "n": [14, null]}'`,
    `'{"a": 1.26, "n": [14, null]}'`,
  ),
]
