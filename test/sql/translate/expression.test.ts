import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { parseExpression } from '../../../src/sql/parse/expression.ts'
import { translateCondition, translateExpression } from '../../../src/sql/translate/expression.ts'
import type { TranslationContext } from '../../../src/sql/translate/translation.ts'
import { contextOf } from '../both-servers.ts'
import { TRANSLATE_CASES, type TranslateCase } from '../translate-cases.ts'

function translateCase(found: TranslateCase) {
  const context = contextOf(found, found.purpose)
  return translateExpression(parseExpression(found.sqlite, context.columns), context)
}

/** SQLite's own answers, one a row; an error for text SQLite does not take either. */
function askSqlite({ columns, rows, sqlite }: TranslateCase): readonly unknown[] {
  const database = new Database(':memory:')
  try {
    database.exec(
      `CREATE TABLE t(${Object.entries(columns).map(([name, { declared }]) => `${name} ${declared}`)})`,
    )
    const insert = database.prepare(`INSERT INTO t VALUES (${Object.keys(columns).map(() => '?')})`)
    for (const row of rows) insert.run(...row)
    return database.prepare(`SELECT ${sqlite} FROM t ORDER BY rowid`).pluck().all()
  } finally {
    database.close()
  }
}

const jsonColumns = (isJson: boolean): TranslationContext['columns'] =>
  new Map([['j', { target: 'j', family: 'text', collation: null, isJson }]])

describe('translateExpression', () => {
  it.each(TRANSLATE_CASES)('$sqlite becomes $postgres', found => {
    const translation = translateCase(found)
    expect(translation.ok ? translation.sql : null, JSON.stringify(translation)).toBe(found.postgres)
    if (!translation.ok) expect(translation.because).not.toBe('')
  })

  it.each(TRANSLATE_CASES.filter(({ postgres }) => postgres !== null))(
    'SQLite answers $sqlite for every row',
    found => {
      expect(askSqlite({ ...found, sqlite: found.sqlite.replaceAll('"Abc"', "'Abc'") })).toHaveLength(
        found.rows.length,
      )
    },
  )

  it('drops a CHECK as redundant only where SQLite never answers 0', () => {
    const redundant = TRANSLATE_CASES.filter(found => {
      const translation = translateCase(found)
      return translation.ok && translation.redundant === true
    })
    expect(redundant.map(({ sqlite }) => sqlite)).toEqual([
      "typeof(n) IN ('integer', 'null')",
      "typeof(t) <> 'blob'",
      "typeof(t) IN ('text', 'null')",
      'b IN (0, 1)',
      'b IN (0, 1) AND b2 IN (1, 0)',
      'b IS NULL OR b IN (0, 1)',
      'b BETWEEN 0 AND 1',
      'json_valid(j)',
    ])
    for (const found of redundant) expect(askSqlite(found)).not.toContain(0)
  })

  it('takes a condition of an index as a condition', () => {
    const context: TranslationContext = {
      columns: new Map([['done', { target: 'Done', family: 'boolean', collation: null }]]),
      purpose: 'index',
    }
    expect(translateCondition(parseExpression('t.done = 0 AND DONE', context.columns), context)).toEqual({
      ok: true,
      sql: '((NOT "Done") AND "Done")',
      family: 'boolean',
      immutable: true,
    })
  })

  it('reads a member of JSON in an index, and says that it may collide', () => {
    const columns = jsonColumns(true)
    const node = parseExpression("JSON_EXTRACT(j, '$.a.b')", columns)
    expect(translateExpression(node, { columns, purpose: 'index' })).toMatchObject({
      sql: `("j"::jsonb -> 'a' ->> 'b')`,
      mayCollide: true,
    })
    expect(translateExpression(node, { columns, purpose: 'check' })).toMatchObject({ ok: false })
    expect(translateExpression(node, { columns: jsonColumns(false), purpose: 'index' })).toMatchObject({
      because: 'JSON in j, where some texts are not read alike by PostgreSQL',
    })
  })

  it.each([
    ['text', `("j"::jsonb ->> 'a')`, ['text', 'null']],
    ['integer', `("j"::jsonb ->> 'a')::bigint`, ['integer', 'null']],
    ['boolean', `("j"::jsonb ->> 'a')::boolean`, ['true', 'false', 'null']],
  ] as const)('a generated %s column takes members of that kind', (targetFamily, sql, kinds) => {
    const columns = jsonColumns(true)
    const node = parseExpression("j ->> '$.a'", columns)
    expect(translateExpression(node, { columns, purpose: 'generated', targetFamily })).toMatchObject({
      sql,
      failures: [
        {
          because: `not ${kinds.join(' or ')} at $.a`,
          condition: expect.stringMatching(/^\(json_type\(\("j"\), '\$\.a'\) IS NOT NULL AND /),
        },
      ],
    })
  })

  it('uses IS JSON from PostgreSQL 16 on', () => {
    const columns: TranslationContext['columns'] = new Map([
      ['t', { target: 't', family: 'text', collation: null }],
    ])
    const node = parseExpression('json_valid(t)', columns)
    expect(translateExpression(node, { columns, purpose: 'check', postgresVersion: 16 })).toMatchObject({
      sql: '("t" IS JSON)',
    })
    expect(translateExpression(node, { columns, purpose: 'check', postgresVersion: 15 })).toMatchObject({
      ok: false,
    })
  })

  it('names the construct it refuses', () => {
    const { columns } = contextOf({ columns: {}, rows: [] }, 'check')
    const because = (sql: string) =>
      translateExpression(parseExpression(sql, columns), { columns, purpose: 'check' })
    expect(because('regexp(1, 2)')).toEqual({
      ok: false,
      because: 'the function regexp()',
      hint: "In PostgreSQL: x ~ 'pattern'.",
    })
    expect(because('x > 1')).toEqual({ ok: false, because: 'x is not a column of the table' })
    expect(because('1 IN (SELECT 1)')).toMatchObject({ because: expect.stringContaining('subquery') })
  })
})
