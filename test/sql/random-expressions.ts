// Random expressions over one table with a column of each family, as SQLite text. Most of them mix what does not
// go together, and must then be refused; whatever is carried must be answered alike.
import fc from 'fast-check'
import { type CaseTable, FLAGS, NUMBERS, TEXTS, TIMES } from './translate-case-tables.ts'

const { n, m, d, r, q } = NUMBERS.columns as Required<CaseTable['columns']>
const { t, u, c, z, v } = TEXTS.columns as Required<CaseTable['columns']>

/** The columns by name; rows are made at random. */
export const ALL_COLUMNS: CaseTable = {
  columns: Object.fromEntries(
    Object.entries({
      n,
      m,
      d,
      r,
      q,
      t,
      u,
      c,
      z,
      v,
      b: FLAGS.columns['b'],
      day: TIMES.columns['day'],
    }).flatMap(([name, column]) => (column === undefined ? [] : [[name, column]])),
  ),
  rows: [],
}

const LITERALS = [
  ...['0', '1', '2', '-1', '5', '0.5', '1.0', '-2.5', '1e3', '9007199254740993', '-9223372036854775808'],
  ...["''", "'a'", "'Abc'", "'5'", "'05'", "'1.0'", "'2024-01-01'", "x'61'", "x''", 'NULL', 'TRUE', 'FALSE'],
]

const BINARY = [
  ...[
    '=',
    '==',
    '<>',
    '<',
    '<=',
    '>',
    '>=',
    'IS',
    'IS NOT',
    'AND',
    'OR',
    '||',
    '+',
    '-',
    '*',
    '/',
    '%',
    '&',
    '|',
    '<<',
    '>>',
  ],
  ...['LIKE', 'NOT LIKE', 'GLOB', 'IS DISTINCT FROM', 'COLLATE NOCASE ='],
]

const CALLS: readonly (readonly [name: string, least: number, most: number])[] = [
  ...(['abs', 'length', 'lower', 'upper', 'hex', 'typeof', 'trim', 'date', 'round'] as const).map(
    name => [name, 1, 1] as const,
  ),
  ...(['ifnull', 'nullif', 'instr', 'ltrim', 'rtrim', 'max', 'min', 'coalesce'] as const).map(
    name => [name, 2, 2] as const,
  ),
  ['substr', 2, 3],
  ['replace', 3, 3],
  ['iif', 3, 3],
  ['max', 3, 3],
]

/** SQLite text; every part stands in parentheses, so that precedence plays no part. */
export const randomExpressions: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>(tie => ({
  leaf: fc.oneof(
    { arbitrary: fc.constantFrom(...Object.keys(ALL_COLUMNS.columns)), weight: 3 },
    { arbitrary: fc.constantFrom(...LITERALS), weight: 2 },
  ),
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    tie('leaf'),
    fc
      .tuple(tie('node'), fc.constantFrom(...BINARY), tie('node'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(fc.constantFrom('-', '+', 'NOT ', '~'), tie('node')).map(([sign, a]) => `(${sign} ${a})`),
    fc
      .tuple(tie('node'), fc.constantFrom('ISNULL', 'NOTNULL', 'IS TRUE'))
      .map(parts => `(${parts.join(' ')})`),
    fc
      .tuple(tie('node'), tie('leaf'), tie('leaf'))
      .map(([a, low, high]) => `(${a} BETWEEN ${low} AND ${high})`),
    fc
      .tuple(
        tie('node'),
        fc.constantFrom('IN', 'NOT IN'),
        fc.array(tie('leaf'), { minLength: 1, maxLength: 3 }),
      )
      .map(([a, sign, list]) => `(${a} ${sign} (${list.join(', ')}))`),
    fc
      .tuple(tie('node'), fc.constantFrom('INTEGER', 'TEXT', 'REAL', 'NUMERIC'))
      .map(([a, type]) => `CAST(${a} AS ${type})`),
    fc
      .tuple(tie('node'), tie('node'), tie('node'))
      .map(([when, then, otherwise]) => `CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END`),
    fc
      .constantFrom(...CALLS)
      .chain(([name, least, most]) =>
        fc
          .array(tie('node'), { minLength: least, maxLength: most })
          .map(args => `${name}(${args.join(', ')})`),
      ),
  ),
})).node

/** Of numbers and operators on numbers only, so that most are carried. */
export const randomArithmetic: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>(tie => ({
  leaf: fc.oneof(
    { arbitrary: fc.constantFrom('n', 'n', 'm', 'r', 'r', 'q'), weight: 4 },
    { arbitrary: fc.constantFrom('1', '2', '-1', '3000000000', '0.5', '1e200', '2.0'), weight: 1 },
  ),
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'arithmetic' },
    { arbitrary: tie('leaf'), weight: 2 },
    {
      arbitrary: fc
        .tuple(tie('node'), fc.constantFrom('+', '-', '*', '/', '%', '>', '='), tie('node'))
        .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      weight: 5,
    },
    tie('node').map(a => `(- ${a})`),
    tie('node').map(a => `abs(${a})`),
    fc.tuple(tie('node'), fc.constantFrom('INTEGER', 'REAL')).map(([a, type]) => `CAST(${a} AS ${type})`),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `max(${a}, ${b})`),
    fc
      .tuple(tie('node'), tie('node'), tie('node'))
      .map(([when, then, otherwise]) => `CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END`),
  ),
})).node
