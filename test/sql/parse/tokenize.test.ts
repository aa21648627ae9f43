import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../../../src/sql/parse/tokenize.ts'

const brief = (sql: string) => tokenize(sql).map(({ kind, value }) => `${kind}:${value}`)

describe('tokenize', () => {
  it.each([
    ['a "b""c" `d``e` [f"g]', ['word:a', 'quoted:b"c', 'quoted:d`e', 'quoted:f"g']],
    [`'it''s' '' x'00fF' X''`, ["string:it's", 'string:', 'blob:00fF', 'blob:']],
    [
      '1 1.5 .5 5. 1e3 1E-3 0x1F 1_000',
      ['1', '1.5', '.5', '5.', '1e3', '1E-3', '0x1F', '1000'].map(n => `number:${n}`),
    ],
    [
      'a||b<<1>>2<=3>=4<>5!=6==7',
      [
        'word:a',
        'operator:||',
        'word:b',
        'operator:<<',
        'number:1',
        'operator:>>',
        'number:2',
        'operator:<=',
        'number:3',
        'operator:>=',
        'number:4',
        'operator:<>',
        'number:5',
        'operator:!=',
        'number:6',
        'operator:==',
        'number:7',
      ],
    ],
    ['a->b->>c-d', ['word:a', 'operator:->', 'word:b', 'operator:->>', 'word:c', 'operator:-', 'word:d']],
    ['?1 ? :a @b $c', ['parameter:?1', 'parameter:?', 'parameter::a', 'parameter:@b', 'parameter:$c']],
    ['a--x\nb/*y*/c/**/d/* open', ['word:a', 'word:b', 'word:c', 'word:d']],
    ['\uFEFFa\t\r\n\f b', ['word:a', 'word:b']],
    ['größe 名前 a$1 _x', ['word:größe', 'word:名前', 'word:a$1', 'word:_x']],
    ["'a,b)--' , \"--\" '/*'", ['string:a,b)--', 'operator:,', 'quoted:--', 'string:/*']],
    ["1a 'open", ['illegal:1', 'word:a', "illegal:'", 'word:open']],
  ])('reads %j as SQLite does', (sql, tokens) => {
    expect(brief(sql)).toEqual(tokens)
  })

  it('tells where each token stands', () => {
    const sql = ' ab /* c */ "d"'
    expect(tokenize(sql).map(({ start, end }) => sql.slice(start, end))).toEqual(['ab', '"d"'])
  })

  it('reads a string of a million characters', () => {
    expect(tokenize(`'${"x''".repeat(300_000)}'`)).toHaveLength(1)
  })

  it.each(["'it''s'", "''", '0x1F', '1_000', '1e3', '.5', '5.', "'a--b'", "'/* */'"])(
    'agrees with SQLite on the value of %s',
    sql => {
      const [token] = tokenize(sql)
      const database = new Database(':memory:')
      const found = database.prepare(`SELECT ${sql} AS value`).get() as { value: string | number }
      expect(typeof found.value === 'number' ? Number(token?.value) : token?.value).toBe(found.value)
      database.close()
    },
  )
})
