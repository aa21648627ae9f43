// The type of a column whose bad values are set aside: that of its declaration, in the reading that fits most.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plan } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

test.each([
  ['a number stays the declared one', 'INTEGER', `1, 'x', 2.5`, 'bigint', 2],
  ['a small one stays small', 'SMALLINT', '1, 40000', 'smallint', 1],
  ['a length stays', 'VARCHAR(2)', `'ab', 'abc'`, 'varchar(2)', 1],
  ['a scale stays', 'DECIMAL(4,1)', '12.5, 12.55, 12345', 'numeric(4,1)', 2],
  ['text stays text, with UTF-8 blobs', 'TEXT', `'a', x'62', x'ff'`, 'text', 1],
  ['bytes stay bytes', 'BLOB', `x'00', 'text', 7`, 'bytea', 2],
  ['truth stays truth', 'BOOLEAN', `0, 'yes', 2`, 'boolean', 1],
  ['0 and 1 with a witness are truth', 'INTEGER DEFAULT FALSE', '0, 1', 'boolean', 0],
  ['so are words for them', 'BIT DEFAULT TRUE', `1, 'true', 'false'`, 'boolean', 0],
  ['a witness that is contradicted is none', 'INTEGER DEFAULT FALSE', '0, 1, 2', 'bigint', 0],
  [
    'a date-time takes the offset that most values have',
    'DATETIME',
    `'2024-05-06T07:08:09Z', '2024-05-07T07:08:09Z', '2024-05-06 07:08:09'`,
    'timestamptz',
    1,
  ],
  [
    'a date-time takes the unit that most values have',
    'DATETIME',
    `1700000000000, 1700000001000, 'never'`,
    'timestamptz',
    1,
  ],
  ['a date stays a date where one value is one', 'DATE', `'2024-05-06', '2024-05-06 07:08:09'`, 'date', 1],
  [
    'a declaration that no value meets gives way',
    'DATE',
    `'2024-05-06 00:00:00', '2024-05-07 00:00:00'`,
    'timestamp',
    0,
  ],
  ['a declaration that no value meets and no type takes stays', 'DATE', `'soon', 'later'`, 'date', 2],
  ['what is not declared is not bad', '', `1, 'x'`, 'text', 0],
  ['JSON stays JSON', 'JSON', `'{}', '{'`, 'json', 1],
  ['a UUID stays a UUID', 'UUID', `'0f8fad5b-d9cb-469f-a165-70867728950e', ''`, 'uuid', 1],
])('%s', async (_, declared, values, type, aside) => {
  const rows = values.split(', ').map(value => `(${value})`)
  const sqlitePath = sourceFile(`CREATE TABLE t (v ${declared}); INSERT INTO t VALUES ${rows.join(', ')}`)
  const { report } = await plan({ sqlitePath, url: database.url, badValues: 'quarantine' })
  const [table] = report.tables
  expect([table?.columns[0]?.type, Number(table?.quarantinedRows)]).toEqual([type, aside])
})
