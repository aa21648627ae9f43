// The pure parts of a comparison: names, numbers, types and expressions as texts.
import { describe, expect, test } from 'vitest'
import { matchNames, snakeCase } from '../../src/plan/names/match-names.ts'
import { plainExpression, sameExpression } from '../../src/verify/expression-text.ts'
import { sameDecimal, sameDouble } from '../../src/verify/same-number.ts'
import { fullTypeName, isSameType, typeArguments } from '../../src/verify/type-names.ts'

describe('names', () => {
  test.each([
    ['OrderDetails', 'order_details'],
    ['Order Details', 'order_details'],
    ['userID', 'user_id'],
    ['HTTPServer2Log', 'http_server2_log'],
    ['user_id', 'user_id'],
  ])('%s in snake_case is %s', (name, expected) => expect(snakeCase(name)).toBe(expected))

  test('that are exactly there are given away first', () => {
    const matches = matchNames(['Task', 'task', 'userId'], ['task', 'TASK', 'user_id'])
    expect([...matches.values()].map(({ found, way }) => [found, way])).toEqual([
      ['TASK', 'ignoring case'],
      ['task', 'exactly'],
      ['user_id', 'as snake_case'],
    ])
  })

  test('for which two rivals ask are nobody’s', () => {
    const matches = matchNames(['A', 'a'], ['á', 'Ab', 'aB'])
    expect([...matches.values()].map(({ found }) => found)).toEqual([null, null])
    expect(matchNames(['TASK', 'Task'], ['task']).get('Task')).toMatchObject({
      found: null,
      candidates: ['task'],
    })
  })
})

describe('numbers', () => {
  test.each([
    ['1', '1.0'],
    ['1.0e+23', '100000000000000000000000'],
    ['-0.50', '-.5'],
    ['0', '-0.000'],
    ['Inf', 'Infinity'],
    ['-inf', '-Infinity'],
    ['0012', '12'],
  ])('%s and %s are the same decimal', (left, right) => expect(sameDecimal(left, right)).toBe(true))

  test.each([
    ['0.1', '0.10000000000000001'],
    ['1', '-1'],
    ['10', '1'],
    ['Infinity', '-Infinity'],
    ['NaN', '0'],
    ['', '0'],
    ['9223372036854775807', '9223372036854775808'],
  ])('%s and %s are two decimals', (left, right) => expect(sameDecimal(left, right)).toBe(false))

  test('are the same double if they are the same bits', () => {
    expect(sameDouble('0.1', '0.10000000000000001')).toBe(true)
    expect(sameDouble('0.3', '0.30000000000000004')).toBe(false)
    expect(sameDouble('1.0e+23', '9.999999999999999e+22')).toBe(true)
    expect(sameDouble('-0', '0.0')).toBe(true)
    expect(sameDouble('Inf', 'Infinity')).toBe(true)
    expect(sameDouble('', '0')).toBe(false)
  })
})

describe('types', () => {
  test.each([
    ['varchar(50)', 'character varying(50)'],
    ['numeric(10, 2)', 'numeric(10,2)'],
    ['timestamp(3)', 'timestamp(3) without time zone'],
    ['timestamptz', 'timestamp with time zone'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp with time zone'],
    ['double  precision', 'double precision'],
    ['int8', 'bigint'],
    ['public.mood', 'public.mood'],
  ])('%s is %s', (type, expected) => expect(fullTypeName(type)).toBe(expected))

  test('of an extension are the same in every schema', () => {
    expect(isSameType('citext', 'extensions.citext')).toBe(true)
    expect(isSameType('timestamp', 'timestamp with time zone')).toBe(false)
  })

  test('have the numbers in their brackets', () => {
    expect(typeArguments('numeric(10,-2)')).toEqual([10, -2])
    expect(typeArguments('text')).toEqual([])
  })
})

describe('expressions', () => {
  test.each([
    [
      `"priority" IN ('low', 'high')`,
      `((priority)::text = ANY ((ARRAY['low'::character varying, 'high'::character varying])::text[]))`,
    ],
    [`"p" NOT IN ('a, b', 'c')`, `(p <> ALL (ARRAY['a, b'::text, 'c'::text]))`],
    [`"p" IN ('a')`, `(p = 'a'::text)`],
    [`"day" BETWEEN -1 AND 31`, `((day >= '-1'::integer) AND (day <= 31))`],
    [`lower("title" COLLATE "C")`, `lower((title COLLATE "C"))`],
    [`"due" ASC`, 'due'],
    [`"due" DESC NULLS LAST`, 'due DESC NULLS LAST'],
    [`'it''s'`, `'it''s'::text`],
    [` E'a\\\\b'`, `'a\\b'::text`],
    [`"Order" != 5`, '("Order" <> (5)::numeric)'],
    [`"a"::numeric(10,2) > 0`, '((a)::numeric(10,2) > (0)::numeric)'],
    [`now()`, `CURRENT_TIMESTAMP`],
    [`"name" LIKE 'a%'`, `((name)::text ~~ 'a%'::text)`],
  ])('%s is %s', (planned, found) => expect(sameExpression(planned, found)).toBe(true))

  test.each([
    [`"due" DESC NULLS LAST`, 'due DESC'],
    [`"p" IN ('low', 'high')`, `(p = ANY (ARRAY['low'::text, 'HIGH'::text]))`],
    [`"day" > 1`, '(day > 10)'],
    [`'a b'`, `'a  b'::text`],
    [`'a'`, `a`],
  ])('%s is not %s', (planned, found) => expect(sameExpression(planned, found)).toBe(false))

  test('know columns that have another name in the target', () => {
    expect(sameExpression('"userId" > 0', '(user_id > 0)', new Map([['userId', 'user_id']]))).toBe(true)
  })

  test('with half a character do not fail', () => {
    expect(plainExpression(`'\uD800'`)).toBe(`'%EF%BF%BD'`)
  })
})
