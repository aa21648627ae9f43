import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../../../src/sql/expression.ts'
import { parseExpression } from '../../../src/sql/parse/expression.ts'

const COLUMNS = new Set(['a', 'b', 'c', 'total x'])

/** The tree written back with every pair of parentheses, so that SQLite can be asked whether it means the same. */
function written(node: Expression): string {
  switch (node.kind) {
    case 'null':
      return 'NULL'
    case 'integer':
      return node.value < 0n ? `(${node.value})` : String(node.value)
    case 'real':
      return node.text
    case 'text':
      return `'${node.value.replaceAll("'", "''")}'`
    case 'blob':
      return `x'${node.hex}'`
    case 'boolean':
      return String(node.value)
    case 'clock':
      return node.word
    case 'column':
      return `"${node.name}"`
    case 'unary':
      return `(${node.operator} ${written(node.operand)})`
    case 'binary':
      return `(${written(node.left)} ${node.operator} ${written(node.right)})`
    case 'null-test':
      return `(${written(node.operand)} IS ${node.negated ? 'NOT ' : ''}NULL)`
    case 'between':
      return `(${written(node.operand)} ${not(node)}BETWEEN ${written(node.low)} AND ${written(node.high)})`
    case 'in':
      return `(${written(node.operand)} ${not(node)}IN (${node.list.map(written).join(', ')}))`
    case 'pattern':
      return `(${written(node.operand)} ${not(node)}${node.operator} ${written(node.pattern)}${node.escape === null ? '' : ` ESCAPE ${written(node.escape)}`})`
    case 'case':
      return `(CASE ${node.base === null ? '' : written(node.base)} ${node.branches.map(({ when, result }) => `WHEN ${written(when)} THEN ${written(result)}`).join(' ')} ELSE ${node.otherwise === null ? 'NULL' : written(node.otherwise)} END)`
    case 'cast':
      return `CAST(${written(node.operand)} AS ${node.type})`
    case 'collate':
      return `(${written(node.operand)} COLLATE ${node.collation})`
    case 'call':
      return `${node.name}(${node.star ? '*' : node.args.map(written).join(', ')})`
    case 'query':
      throw new Error('a query')
    case 'unsupported':
      throw new Error(`${node.because}: ${node.text}`)
  }
}

const not = ({ negated }: { negated: boolean }) => (negated ? 'NOT ' : '')

const EXPRESSIONS = [
  'a + b * c - 2 % 3',
  'a - b - c',
  'a / b / c',
  '- a * - b',
  '-a || b',
  'a || b * c',
  '~a & b | c << 1 >> 2',
  'a & b = c',
  'a < b = c',
  'a = b < c',
  'a = b = c',
  'NOT a = b',
  'NOT a AND b OR c',
  'a OR b AND c',
  'a AND NOT b OR NOT c AND a',
  'NOT a IS NULL',
  'a = NOT b',
  'a BETWEEN 1 AND 2 AND b',
  'a NOT BETWEEN b - 1 AND b + 1 OR c',
  'a BETWEEN 1 AND 2 = 1',
  'a IN (1, 2, NULL) AND b NOT IN (3)',
  'a IS NOT b',
  'a IS NOT DISTINCT FROM b AND a IS DISTINCT FROM c',
  'a ISNULL + 1',
  'a NOTNULL = b',
  'a NOT NULL AND b',
  "a LIKE '1%' OR b NOT LIKE 'x!%%' ESCAPE '!'",
  "a || '1' LIKE '_' || '1'",
  "a GLOB '[0-9]*' = 1",
  "'A' = 'a' COLLATE NOCASE || ''",
  "'A' COLLATE NOCASE = 'a'",
  'CASE a WHEN 1 THEN b WHEN 2 THEN c END + 1',
  'CASE WHEN a > b THEN 1 ELSE CASE WHEN c THEN 2 END END',
  "CAST('12abc' AS INTEGER) + CAST(a AS VARCHAR (10, 2))",
  'coalesce(NULL, a, b) + max(a, b, c)',
  'a == b != c <> 1',
  '9223372036854775807 - a',
  '-9223372036854775808 + a',
  '0xFFFFFFFFFFFFFFFF + a',
  '1e3 + .5 + 5. + 1_000',
  "x'41' || 'b'",
  'TRUE + a = FALSE',
  '"a" + `b` + [c] + "total x"',
  'a -- a comment\n + /* another */ b',
  "'{\"k\": {\"m\": 5}}' -> 'k' ->> 'm'",
  '+a < +b',
  'a IS TRUE',
  'a IS NOT FALSE',
]

describe('parseExpression', () => {
  const database = new Database(':memory:')
  database.exec(`CREATE TABLE t(a, b, c, "total x");
    INSERT INTO t VALUES (0,0,0,1),(1,2,3,4),(2,1,0,5),(NULL,1,2,3),(-7,2,NULL,0),(5,NULL,-1,2),(1,1,1,1),('1','2','3',4)`)
  const answers = (expression: string) =>
    database.prepare(`SELECT ${expression} AS e, typeof(${expression}) AS k FROM t`).safeIntegers().all()

  it.each(EXPRESSIONS)('groups %j as SQLite does', expression => {
    expect(answers(written(parseExpression(expression, COLUMNS)))).toEqual(answers(expression))
  })

  it.each([
    ['"a"', { kind: 'column', table: null, name: 'a' }],
    ['"A"', { kind: 'column', table: null, name: 'A' }],
    ['"api"', { kind: 'text', value: 'api' }],
    ['[api]', { kind: 'column', table: null, name: 'api' }],
    ['"rowid"', { kind: 'column', table: null, name: 'rowid' }],
    ['"true"', { kind: 'text', value: 'true' }],
    ['True', { kind: 'boolean', value: true }],
    ['t."a"', { kind: 'column', table: 't', name: 'a' }],
    ['main.t.a', { kind: 'column', table: 't', name: 'a' }],
    ['current_timestamp', { kind: 'clock', word: 'CURRENT_TIMESTAMP' }],
    ['count(*)', { kind: 'call', name: 'count', args: [], star: true }],
    ['9223372036854775808', { kind: 'real', text: '9223372036854775808' }],
  ])('reads the word %s', (sql, node) => {
    expect(parseExpression(sql, COLUMNS)).toEqual(node)
  })

  it.each([
    ['(SELECT 1)', 'a subquery'],
    ['(a, b)', 'a row value'],
    ['EXISTS (SELECT 1)', 'EXISTS'],
    ["RAISE(ABORT, 'no')", 'RAISE'],
    ['a IN (SELECT 1)', 'IN over a subquery or an empty list'],
    ['count(DISTINCT a)', 'count() with DISTINCT'],
    ['sum(a) OVER (ORDER BY b)', 'sum() with FILTER or OVER'],
    ['sum(a) FILTER (WHERE b)', 'sum() with FILTER or OVER'],
    [':name', 'a parameter'],
  ])('reports %s as unsupported', (sql, because) => {
    expect(parseExpression(sql, COLUMNS)).toMatchObject({ kind: 'unsupported', because })
  })

  it('keeps what surrounds an unsupported part', () => {
    expect(parseExpression('a > (SELECT max(b) FROM t)', COLUMNS)).toMatchObject({
      kind: 'binary',
      right: { kind: 'unsupported', text: '(SELECT max(b) FROM t)' },
    })
  })

  it.each(['', 'a +', 'a b', '(a', "a = 'open", 'CASE END', 'f(a', '* a'])('does not throw on %j', sql => {
    expect(parseExpression(sql, COLUMNS)).toMatchObject({ kind: 'unsupported', text: sql })
  })
})
