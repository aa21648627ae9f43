// Chunks of a table without a rowid, by ranges of its key. SQLite must find each range by the key's index: where it
// would sort or scan instead (a descending key, or one of another collation than its column), the caller reads the table in one pass.
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from './reader.ts'
import { compareKey, type Key, keyResult, readKey } from './row-range.ts'

export interface KeyedTable {
  /** The table's name, quoted. */
  readonly table: SqliteSql
  readonly key: readonly string[]
}

/** Whether a range of keys is found by the index, in its order. */
export function isOrderedByKey(reader: Pick<SourceReader, 'all'>, { table, key }: KeyedTable): boolean {
  if (key.length === 0) return false
  const sample: Key = key.map(() => ({ isText: false, value: 0n }))
  const after = compareKey(key, '>', sample)
  const steps = reader.all<{ detail: string }>(
    sqlite`EXPLAIN QUERY PLAN SELECT 1 FROM ${table} NOT INDEXED WHERE ${after.sql} ORDER BY ${key.map(name => sqliteName(name))}`,
    after.params,
  )
  return steps.every(({ detail }) => detail.startsWith('SEARCH'))
}

/** The key that ends the next `rows` rows after a key, or null where fewer are left. */
function keyAfter(
  reader: SourceReader,
  { table, key }: KeyedTable,
  after: Key | null,
  rows: number,
): Key | null {
  const { sql, params } = compareKey(key, '>', after)
  const [row] = reader.raw<SqliteValue[]>(
    sqlite`SELECT ${keyResult(key)} FROM ${table} NOT INDEXED WHERE ${sql} ORDER BY ${key.map(name => sqliteName(name))} LIMIT 1 OFFSET ?`,
    [...params, BigInt(rows - 1)],
  )
  return row === undefined ? null : readKey(key, row)
}

/** The keys at which the rows after `after`, up to `until`, are cut into chunks; the last is `until` itself. */
export function* keySteps(
  reader: SourceReader,
  table: KeyedTable,
  range: { readonly after: Key | null; readonly until: Key | null },
  rowsPerChunk: number,
): Generator<{ readonly after: Key | null; readonly until: Key | null }> {
  let after = range.after
  while (true) {
    const next = keyAfter(reader, table, after, rowsPerChunk)
    if (next === null || isBeyond(reader, table, next, range.until))
      return yield { after, until: range.until }
    yield { after, until: next }
    after = next
  }
}

/** Asked of the table itself, so that its collations decide. */
function isBeyond(reader: SourceReader, { table, key }: KeyedTable, found: Key, until: Key | null): boolean {
  if (until === null) return false
  const [here, within] = [compareKey(key, '=', found), compareKey(key, '<=', until)]
  const rows = reader.value<bigint>(
    sqlite`SELECT count(*) FROM ${table} NOT INDEXED WHERE ${here.sql} AND ${within.sql}`,
    [...here.params, ...within.params],
  )
  return rows !== 1n
}
