// A small world for queries: two tables on both servers with the same rows, chosen so that what SQLite and
// PostgreSQL do differently shows: NULLs, letters of both cases and beyond ASCII, ties, halves, truth values.
import Database from 'better-sqlite3'
import pg from 'pg'
import { postgresName } from '../../src/sql/quote.ts'
import type { QueryColumn, QueryWorld, Relation } from '../../src/sql/resolve/select-scope.ts'
import { Refusal } from '../../src/sql/translate/translation.ts'

const SOURCE = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, age INTEGER, height REAL,
    active BOOLEAN, nick TEXT COLLATE NOCASE, born DATE, seen DATETIME, picture BLOB);
  INSERT INTO people VALUES
    (1, 'Zoë', 'Köln', 31, 1.5, 1, 'zo', '1990-01-01', '2024-01-01 10:00:00', x'00ff'),
    (2, 'anna', 'Bonn', 31, 2.25, 0, 'ANNA', '1985-05-05', '2024-01-01T10:00:00', NULL),
    (3, 'Anna', 'Bonn', NULL, NULL, 1, 'anna', NULL, NULL, x''),
    (4, 'émile', NULL, -7, -0.5, NULL, NULL, '2001-12-31', '2024-01-02 00:00:00', x'00'),
    (5, 'Bob', '', 50, 1e300, 1, 'BOB', '1990-01-01', '2023-06-01 12:30:00', x'ff');
  CREATE TABLE orders (id INTEGER PRIMARY KEY, person_id INTEGER, city TEXT, amount INTEGER, note TEXT);
  INSERT INTO orders VALUES
    (1, 1, 'Köln', 10, 'a%b'), (2, 1, 'Bonn', -3, NULL), (3, 2, 'Bonn', 10, 'A_B'), (4, 5, '', NULL, 'ab'),
    (5, NULL, NULL, 7, ''), (6, 2, 'Bonn', 2147483648, 'x');`

const TARGET = `
  CREATE TEMP TABLE people (id bigint PRIMARY KEY, name text NOT NULL, city text, age bigint, height double precision,
    active boolean, nick text, born date, seen timestamp, picture bytea);
  INSERT INTO people VALUES
    (1, 'Zoë', 'Köln', 31, 1.5, true, 'zo', '1990-01-01', '2024-01-01 10:00:00', '\\x00ff'),
    (2, 'anna', 'Bonn', 31, 2.25, false, 'ANNA', '1985-05-05', '2024-01-01T10:00:00', NULL),
    (3, 'Anna', 'Bonn', NULL, NULL, true, 'anna', NULL, NULL, '\\x'),
    (4, 'émile', NULL, -7, -0.5, NULL, NULL, '2001-12-31', '2024-01-02 00:00:00', '\\x00'),
    (5, 'Bob', '', 50, 1e300, true, 'BOB', '1990-01-01', '2023-06-01 12:30:00', '\\xff');
  CREATE TEMP TABLE orders (id integer PRIMARY KEY, person_id bigint, city varchar(20), amount bigint, note text);
  INSERT INTO orders VALUES
    (1, 1, 'Köln', 10, 'a%b'), (2, 1, 'Bonn', -3, NULL), (3, 2, 'Bonn', 10, 'A_B'), (4, 5, '', NULL, 'ab'),
    (5, NULL, NULL, 7, ''), (6, 2, 'Bonn', 2147483648, 'x');`

type Column = Pick<QueryColumn, 'name' | 'family'> & Partial<QueryColumn>

function relation(table: string, columns: readonly Column[]): Relation {
  return {
    sql: postgresName('pg_temp', table),
    columns: columns.map(column => ({
      target: column.name,
      collation: null,
      origin: { table, column: column.name },
      injective: true,
      ...column,
    })),
    keys: [['id']],
    primaryKey: ['id'],
    rowid: 'id',
  }
}

const TABLES: Readonly<Record<string, Relation>> = {
  people: relation('people', [
    { name: 'id', family: 'integer', affinity: 'integer', storage: 'integer' },
    { name: 'name', family: 'text', affinity: 'text', storage: 'text' },
    { name: 'city', family: 'text', affinity: 'text', storage: 'text' },
    { name: 'age', family: 'integer', affinity: 'integer', storage: 'integer' },
    { name: 'height', family: 'real', affinity: 'real', storage: 'real' },
    { name: 'active', family: 'boolean', affinity: 'numeric', storage: 'integer', injective: false },
    { name: 'nick', family: 'text', affinity: 'text', storage: 'text', collation: 'NOCASE' },
    { name: 'born', family: 'date', affinity: 'numeric', storage: 'text', spelling: '9999-99-99' },
    { name: 'seen', family: 'timestamp', affinity: 'numeric', storage: 'text', injective: false },
    { name: 'picture', family: 'bytea', affinity: 'blob', storage: 'blob', injective: false },
  ]),
  orders: relation('orders', [
    { name: 'id', family: 'integer', affinity: 'integer', storage: 'integer' },
    { name: 'person_id', family: 'integer', affinity: 'integer', storage: 'integer' },
    { name: 'city', family: 'text', affinity: 'text', storage: 'text' },
    { name: 'amount', family: 'integer', affinity: 'integer', storage: 'integer' },
    { name: 'note', family: 'text', affinity: 'text', storage: 'text' },
  ]),
}

export const WORLD: QueryWorld = {
  relation: name => {
    const found = TABLES[name.toLowerCase()]
    if (found === undefined) throw new Refusal(`it reads ${name}, which is not moved`)
    return found
  },
  postgresVersion: 13,
  ordersTextByCodePoint: true,
}

export interface BothServers {
  /** Rows as texts, in the order they came. */
  readonly onSqlite: (sql: string) => readonly string[]
  readonly onPostgres: (sql: string) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

export async function openBoth(url: string): Promise<BothServers> {
  const source = new Database(':memory:')
  source.defaultSafeIntegers(true)
  source.exec(SOURCE)
  const client = new pg.Client({
    connectionString: url,
    types: { getTypeParser: () => (text: string) => text },
  })
  await client.connect()
  await client.query("SET search_path = pg_catalog, pg_temp; SET TimeZone = 'UTC'")
  await client.query(TARGET)
  return {
    onSqlite: sql =>
      source
        .prepare(sql)
        .raw()
        .all()
        .map(row => rowText(row as unknown[])),
    onPostgres: async sql => {
      const { rows, fields } = await client.query({ text: sql, rowMode: 'array' })
      return rows.map((row: unknown[]) =>
        rowText(row.map((value, i) => sqliteValue(value, fields[i]?.dataTypeID))),
      )
    },
    close: async () => {
      source.close()
      await client.end()
    },
  }
}

/** What SQLite would give for a text of PostgreSQL, by the number of its type. */
function sqliteValue(text: unknown, type: number | undefined): unknown {
  if (typeof text !== 'string') return text
  if (type === 16) return text === 't' ? 1n : 0n
  if (type === 17) return Buffer.from(text.slice(2), 'hex')
  if (type === 701) return Number(text)
  return type === 20 || type === 23 ? BigInt(text) : text
}

/** Numbers by value, moments by their digits. */
function rowText(row: readonly unknown[]): string {
  return row
    .map(value => {
      if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
      if (typeof value === 'string') return `'${value.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ')}'`
      return String(value)
    })
    .join(' | ')
}
