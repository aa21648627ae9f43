import { describe, expect, it } from 'vitest'
import { parseCreateView } from '../../../src/sql/parse/create-view.ts'
import type { SelectCore } from '../../../src/sql/select.ts'

function coreOf(select: string): SelectCore {
  const parsed = parseCreateView(`CREATE VIEW v AS ${select}`)
  if (parsed.kind !== 'view' || parsed.query.body.kind !== 'core') throw new Error('no single SELECT')
  return parsed.query.body
}

describe('the text of a view', () => {
  it.each([
    ['CREATE VIEW v AS SELECT 1', 'v', null],
    ['create temp view if not exists "a b" (x, [y z]) as select 1, 2;', 'a b', ['x', 'y z']],
    ['CREATE VIEW main.`v` AS -- why\n SELECT 1 /* so */', 'v', null],
  ])('%s', (sql, name, columns) => {
    expect(parseCreateView(sql)).toMatchObject({ kind: 'view', name, columns })
  })

  it.each([
    'CREATE TABLE t (a)',
    'CREATE VIEW v AS SELECT',
    'CREATE VIEW v AS SELECT 1 FROM',
    'CREATE VIEW v AS SELECT 1; SELECT 2',
    'CREATE VIEW v AS VALUES (1)',
    'CREATE VIEW v AS SELECT 1 FROM a WINDOW w AS ()',
    '',
  ])('that is no plain query is told with the place: %s', sql => {
    expect(parseCreateView(sql)).toMatchObject({
      kind: 'unparsed',
      because: expect.stringContaining('expected'),
    })
  })
})

describe('FROM', () => {
  it('joins from left to right, a comma as well', () => {
    expect(coreOf('SELECT 1 FROM a, b x LEFT JOIN c AS y USING (i, j)').from).toMatchObject({
      kind: 'join',
      type: 'LEFT',
      using: ['i', 'j'],
      left: {
        kind: 'join',
        type: 'INNER',
        left: { name: 'a', alias: 'a' },
        right: { name: 'b', alias: 'x' },
      },
      right: { name: 'c', alias: 'y' },
    })
  })

  it.each([
    ['a NATURAL JOIN b', { natural: true, type: 'INNER' }],
    ['a FULL OUTER JOIN b ON 1', { type: 'FULL', on: { kind: 'integer' } }],
    ['a CROSS JOIN b', { type: 'INNER', on: null }],
    ['a JOIN (b JOIN c) ON 1', { right: { kind: 'join' } }],
    ['a JOIN (SELECT 1) q', { right: { kind: 'query', alias: 'q' } }],
    [
      'a INDEXED BY i JOIN b NOT INDEXED',
      { left: { name: 'a', alias: 'a' }, right: { name: 'b', alias: 'b' } },
    ],
  ])('%s', (from, expected) => {
    expect(coreOf(`SELECT 1 FROM ${from}`).from).toMatchObject(expected)
  })
})

describe('the results', () => {
  it('have aliases with and without AS, in any quotes', () => {
    const { items } = coreOf('SELECT a AS b, a c, "a" \'d\', a + 1 [e f], t.*, *, count(*) FROM t')
    expect(items.map(item => (item.kind === 'value' ? item.alias : item.table))).toEqual([
      ...['b', 'c', 'd', 'e f', 't'],
      ...[null, null],
    ])
  })

  it('keep how a word was written, for what is no column may be a text', () => {
    const words = coreOf('SELECT a, "a", [a] FROM t').items
    expect(words.map(item => item.kind === 'value' && item.value)).toMatchObject([
      { written: 'bare' },
      { written: 'double-quoted' },
      { written: 'quoted' },
    ])
  })

  it('may be queries, tests of queries and aggregates over different values', () => {
    const { items } = coreOf(
      'SELECT (SELECT 1), EXISTS (SELECT 1), a NOT IN (SELECT 1), count(DISTINCT a) FROM t',
    )
    expect(items.map(item => item.kind === 'value' && item.value)).toMatchObject([
      { kind: 'query', form: 'value' },
      { kind: 'query', form: 'exists' },
      { kind: 'query', form: 'in', negated: true },
      { kind: 'call', name: 'count', distinct: true },
    ])
  })
})
