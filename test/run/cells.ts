// Reads every cell of both sides and puts it into one spelling, by rules of the tests' own that share no code
// with the transfer: SQLite through its driver value by value, PostgreSQL as the text the server prints.
import Database from 'better-sqlite3'
import { query } from '../server/database.ts'
import { type Cell, canonicalSource, canonicalTarget } from './canonical.ts'

/** A table as sorted lines, one a row, with every cell in its canonical spelling. */
export type Contents = Readonly<Record<string, readonly string[]>>

export interface ColumnType {
  readonly name: string
  readonly type: string
}

/** Names of the tables of a schema. */
export async function tablesOf(url: string, schema = 'public'): Promise<readonly string[]> {
  const rows = await query<{ name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY tablename COLLATE "C"`,
    [schema],
  )
  return rows.map(({ name }) => name)
}

export async function columnTypes(url: string, table: string, schema = 'public'): Promise<ColumnType[]> {
  return query<ColumnType & Record<string, unknown>>(
    url,
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum`,
    [schema, table],
  )
}

/** Every cell of a PostgreSQL table as the server prints it. */
export async function targetRows(
  url: string,
  table: string,
  columns: readonly ColumnType[],
  schema = 'public',
): Promise<readonly (readonly (string | null)[])[]> {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
  const cells = columns.map(({ name }) => `${quoted(name)}::text`).join(', ')
  const session = new URL(url)
  session.searchParams.set('options', '-c timezone=UTC -c datestyle=ISO -c extra_float_digits=3')
  const [row] = await query<{ rows: (string | null)[][] }>(
    session.href,
    `SELECT coalesce(json_agg(json_build_array(VARIADIC ARRAY[${cells}])), '[]') AS rows FROM ${quoted(schema)}.${quoted(table)}`,
  )
  return row?.rows ?? []
}

/** Every cell of a SQLite table with its storage class; text also as the bytes the file holds. */
export function sourceRows(
  database: Database.Database,
  table: string,
  columns: readonly ColumnType[],
): readonly (readonly Cell[])[] {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
  const rows = new Map<number, Cell[]>()
  for (const { name } of columns) {
    const cells = database
      .prepare(`SELECT typeof(${quoted(name)}), ${quoted(name)} FROM ${quoted(table)} NOT INDEXED`)
      .safeIntegers()
      .raw()
      .all() as [Cell['storageClass'], Cell['value']][]
    for (const [i, [storageClass, value]] of cells.entries()) {
      const row = rows.get(i) ?? []
      row.push({ storageClass, value })
      rows.set(i, row)
    }
  }
  return [...rows.values()]
}

/** Contents of all tables of a schema, canonical. */
export async function targetContents(url: string, schema = 'public'): Promise<Contents> {
  const contents: Record<string, readonly string[]> = {}
  for (const table of await tablesOf(url, schema)) {
    const columns = await columnTypes(url, table, schema)
    const rows = await targetRows(url, table, columns, schema)
    contents[table] = lines(
      rows.map(row => row.map((text, i) => canonicalTarget(text, columns[i]?.type ?? ''))),
    )
  }
  return contents
}

/** Contents of the same tables in the file, in the spelling that the target's types ask for. */
export async function sourceContents(path: string, url: string, schema = 'public'): Promise<Contents> {
  const database = new Database(path, { readonly: true })
  const contents: Record<string, readonly string[]> = {}
  try {
    for (const table of await tablesOf(url, schema)) {
      const columns = await columnTypes(url, table, schema)
      const rows = sourceRows(database, table, columns)
      contents[table] = lines(
        rows.map(row => row.map((cell, i) => canonicalSource(cell, columns[i]?.type ?? ''))),
      )
    }
  } finally {
    database.close()
  }
  return contents
}

function lines(rows: readonly (readonly (string | null)[])[]): readonly string[] {
  return rows.map(row => JSON.stringify(row)).sort()
}
