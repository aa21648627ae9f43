// Every kind of fault in one row of a copy is found, with its key, its column and both values.
import { describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../server/database.ts'
import { databasePerTest } from '../../server/database-per-test.ts'
import { open, told } from './opening.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const COLUMNS = `title TEXT, weight REAL, cost NUMERIC(10,2), at DATETIME, data BLOB, doc JSON, done BOOLEAN`
const ROWS = `
  (1, 'eat', 0.1, 12.5, '2024-05-06 07:08:09', x'00ff10', '{"a": 1.25}', 1),
  (2, '', 1.0, NULL, '2024-05-06 07:08:09.000001', x'', '[1, 2]', 0),
  (3, NULL, NULL, 7, NULL, NULL, NULL, NULL),
  (4, 'caf' || char(233), -2.5, 1, '2024-05-07', x'61', '{"b": [1, {"c": null}]}', 1),
  (5, 'two words', 1e300, 0, '1999-12-31 23:59:59', x'62', '"x"', 0)`
const INTEGER_KEY = `CREATE TABLE t (id INTEGER PRIMARY KEY, ${COLUMNS}); INSERT INTO t VALUES ${ROWS};`
const TEXT_KEY = `CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, ${COLUMNS}); INSERT INTO t VALUES ${ROWS};`

const cases = [
  ['one cell', `UPDATE t SET cost = 12.75 WHERE id = 1`, [`changed 1 cost: 12.5 → 12.75`]],
  [
    'one ulp',
    `UPDATE t SET weight = 1.0000000000000002 WHERE id = 2`,
    ['changed 2 weight: 1.0 → 1.0000000000000002'],
  ],
  [
    'one microsecond',
    `UPDATE t SET at = at + interval '1 microsecond' WHERE id = 1`,
    [`changed 1 at: '2024-05-06 07:08:09' → '2024-05-06 07:08:09.000001'`],
  ],
  [
    'a trailing space',
    `UPDATE t SET title = title || ' ' WHERE id = 1`,
    [`changed 1 title: 'eat' → 'eat ' (U+0020)`],
  ],
  [`NULL for ''`, `UPDATE t SET title = NULL WHERE id = 2`, [`changed 2 title: '' → NULL`]],
  [`'' for NULL`, `UPDATE t SET title = '' WHERE id = 3`, [`changed 3 title: NULL → ''`]],
  [
    'a byte of a blob',
    `UPDATE t SET data = '\\x00fe10' WHERE id = 1`,
    [`changed 1 data: x'00ff10' → x'00fe10'`],
  ],
  ['the case of a letter', `UPDATE t SET title = 'Eat' WHERE id = 1`, [`changed 1 title: 'eat' → 'Eat'`]],
  [
    'a combining character',
    `UPDATE t SET title = normalize(title, NFD) WHERE id = 4`,
    [`changed 4 title: 'café' (U+00E9) → 'cafe\u0301' (U+0065 U+0301)`],
  ],
  [
    'two swapped values',
    `UPDATE t SET title = CASE id::int WHEN 1 THEN 'two words' ELSE 'eat' END WHERE id IN (1, 5)`,
    [`changed 1 title: 'eat' → 'two words'`, `changed 5 title: 'two words' → 'eat'`],
  ],
  [
    'the last digit of a number in JSON',
    `UPDATE t SET doc = '{"a": 1.26}' WHERE id = 1`,
    [`changed 1 doc: '{"a": 1.25}' → '{"a": 1.26}'`],
  ],
  ['a boolean', `UPDATE t SET done = false WHERE id = 1`, [`changed 1 done: 1 → false`]],
  ['a missing row', `DELETE FROM t WHERE id = 3`, ['missing 3: (#, NULL, NULL, 7, NULL, NULL, NULL, NULL)']],
  [
    'a row twice',
    `ALTER TABLE t DROP CONSTRAINT t_pkey; CREATE INDEX ON t (id); INSERT INTO t SELECT * FROM t WHERE id = 3`,
    ['extra 3: (#, NULL, NULL, 7.00, NULL, NULL, NULL, NULL)'],
  ],
  [
    'an extra row',
    `INSERT INTO t SELECT id::int + 6, title FROM t WHERE id = 3`,
    ['extra 9: (#, NULL, NULL, NULL, NULL, NULL, NULL, NULL)'],
  ],
  [
    'a changed key',
    `UPDATE t SET id = 99 WHERE id = 3`,
    [
      'missing 3: (#, NULL, NULL, 7, NULL, NULL, NULL, NULL)',
      'extra 99: (#, NULL, NULL, 7.00, NULL, NULL, NULL, NULL)',
    ],
  ],
] as const

describe('opening digests finds', () => {
  it.each(cases)('%s by an integer key', async (_, breaking, expected) => {
    const found = await open({ url: database.url, table: 't', source: INTEGER_KEY, breaking })
    expect(told(found)).toEqual(expected.map(text => withKey(text, id => id)))
  })

  it.each(cases)('%s by a text key', async (_, breaking, expected) => {
    const asText = breaking.replace(/id = (\d+)/g, `id = '$1'`).replace('IN (1, 5)', `IN ('1', '5')`)
    const found = await open({
      url: database.url,
      table: 't',
      source: TEXT_KEY,
      breaking: asText.replace('id::int + 6', '(id::int + 6)::text'),
    })
    expect([...told(found)].sort()).toEqual(expected.map(text => withKey(text, id => `'${id}'`)).sort())
  })

  it('nothing where nothing was changed', async () => {
    expect(await open({ url: database.url, table: 't', source: INTEGER_KEY, breaking: '' })).toBeNull()
  })
})

/** A key within what is told: `changed 1 cost` is `changed id=1 cost`. */
function withKey(text: string, key: (id: string) => string): string {
  const id = /\d+/.exec(text)?.[0] ?? ''
  return text.replace(id, `id=${key(id)}`).replace('#', key(id))
}
