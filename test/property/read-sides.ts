// Reads both sides cell by cell: the file through its driver with the bytes of every text, PostgreSQL as the text
// the server prints under settings of our own.
import type Database from 'better-sqlite3'
import type pg from 'pg'
import type { Cell } from './expected-cell.ts'
import { quoteName } from './source-model.ts'

export const SESSION =
  "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'; SET extra_float_digits = 3; SET IntervalStyle = 'postgres'"

export interface TargetColumn {
  readonly name: string
  readonly type: string
  /** What the user asked for. */
  readonly cast?: string
}

export function sourceColumns(database: Database.Database, table: string): readonly string[] {
  const rows = database.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1').all(table)
  return (rows as { name: string }[]).map(({ name }) => name)
}

export function encodingOf(database: Database.Database): string {
  return database.pragma('encoding', { simple: true }) as string
}

/** Every row of a table or view; a text comes as its bytes in UTF-8. */
export function sourceRows(
  database: Database.Database,
  table: string,
  columns: readonly string[],
): readonly (readonly Cell[])[] {
  const encoding = encodingOf(database)
  const cells = columns.flatMap(name => {
    const column = quoteName(name)
    return [
      `typeof(${column})`,
      `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`,
    ]
  })
  const rows = database
    .prepare(`SELECT ${cells.join(', ')} FROM ${quoteName(table)}`)
    .safeIntegers()
    .raw()
    .all() as unknown[][]
  return rows.map(row =>
    columns.map((_, i) => cellOf(row[2 * i] as Cell['storageClass'], row[2 * i + 1], encoding)),
  )
}

export function cellOf(storageClass: Cell['storageClass'], value: unknown, encoding: string): Cell {
  switch (storageClass) {
    case 'null':
      return { storageClass }
    case 'integer':
      return { storageClass, value: value as bigint }
    case 'real':
      return { storageClass, value: value as number }
    case 'blob':
      return { storageClass, bytes: value as Buffer }
    case 'text':
      return { storageClass, bytes: asUtf8(value as Buffer, encoding) }
  }
}

/** UTF-16 by code units; a lone surrogate becomes its three bytes, which no UTF-8 is. */
export function asUtf8(bytes: Buffer, encoding: string): Buffer {
  if (encoding === 'UTF-8') return bytes
  const units: number[] = []
  for (let i = 0; i + 1 < bytes.length; i += 2)
    units.push(encoding === 'UTF-16le' ? bytes.readUInt16LE(i) : bytes.readUInt16BE(i))
  const text = String.fromCharCode(...units)
  return Buffer.concat(
    [...text].map(character => {
      const unit = character.codePointAt(0)!
      if (unit < 0xd800 || unit > 0xdfff) return Buffer.from(character)
      return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)])
    }),
  )
}

export async function targetTables(
  client: pg.Client,
  schema: string,
): Promise<ReadonlyMap<string, readonly TargetColumn[]>> {
  const { rows } = await client.query<{ table: string; name: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type
     FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN ('r', 'v')
     ORDER BY c.oid, a.attnum`,
    [schema],
  )
  const tables = new Map<string, TargetColumn[]>()
  for (const { table, name, type } of rows) tables.set(table, [...(tables.get(table) ?? []), { name, type }])
  return tables
}

export async function targetRows(
  client: pg.Client,
  schema: string,
  table: string,
  columns: readonly TargetColumn[],
): Promise<readonly (readonly (string | null)[])[]> {
  const cells = columns.map(({ name }) => `${quoteName(name)}::text`).join(', ')
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${cells} FROM ${quoteName(schema)}.${quoteName(table)}`,
    rowMode: 'array',
  })
  return rows
}
