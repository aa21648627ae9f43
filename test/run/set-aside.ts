// What a file holds, what the target holds and what was set aside, each read by rules of the tests' own: the source
// through its driver value by value, the quarantine table as JSON.
import Database from 'better-sqlite3'
import { query } from '../server/database.ts'
import { type Cell, canonicalSource, canonicalTarget } from './canonical.ts'
import { columnTypes, sourceRows, targetRows } from './cells.ts'

/** One value as the quarantine table writes it. */
export interface RawCell {
  readonly class: string
  readonly value?: string | null
  readonly hex?: string
}

export type RawRow = Readonly<Record<string, RawCell>>

export interface QuarantinedRow {
  readonly table: string
  readonly key: Readonly<Record<string, unknown>>
  /** `columns: reason`, in order. */
  readonly reasons: readonly string[]
  readonly kinds: readonly string[]
  readonly values: RawRow
}

/** Rows in quarantine, by table and key. */
export async function quarantined(
  url: string,
  schema = 'public',
  table = 'sqlite2pg_quarantine',
): Promise<readonly QuarantinedRow[]> {
  const rows = await query<{
    source_table: string
    source_key: string
    reasons: { kind: string; columns: string[]; reason: string }[]
    row_values: RawRow
  }>(
    url,
    `SELECT * FROM "${schema}"."${table}" ORDER BY source_table COLLATE "C", length(source_key), source_key COLLATE "C"`,
  )
  return rows.map(row => ({
    table: row.source_table,
    key: JSON.parse(row.source_key),
    reasons: row.reasons.map(({ columns, reason }) => [...columns, reason].join(': ')),
    kinds: row.reasons.map(({ kind }) => kind),
    values: row.row_values,
  }))
}

/** Every row of a table of the file, as the quarantine table must write it. */
export function rawRows(path: string, table: string): readonly RawRow[] {
  const database = new Database(path, { readonly: true })
  try {
    const names = database.prepare('SELECT name FROM pragma_table_xinfo(?)').pluck().all(table) as string[]
    const cells = names.map(name => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      return `typeof(${quoted}), CASE typeof(${quoted}) WHEN 'text' THEN CAST(${quoted} AS BLOB) ELSE ${quoted} END`
    })
    const rows = database
      .prepare(`SELECT ${cells.join(', ')} FROM "${table.replaceAll('"', '""')}" NOT INDEXED`)
      .safeIntegers()
      .raw()
      .all() as (string | bigint | number | Buffer | null)[][]
    return rows.map(row =>
      Object.fromEntries(names.map((name, i) => [name, rawCell(String(row[2 * i]), row[2 * i + 1] ?? null)])),
    )
  } finally {
    database.close()
  }
}

function rawCell(storageClass: string, value: string | bigint | number | Buffer | null): RawCell {
  if (value === null) return { class: 'null', value: null }
  if (Buffer.isBuffer(value)) {
    const text = storageClass === 'text' ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(value) : null
    const isText = text !== null && !text.includes('\0') && Buffer.from(text).equals(value)
    return isText ? { class: 'text', value: text } : { class: storageClass, hex: value.toString('hex') }
  }
  return { class: storageClass, value: Object.is(value, -0) ? '-0' : String(value) }
}

/** Rows of the file that are neither in the target nor in quarantine, and rows of these that the file does not have. */
export async function balance(path: string, url: string, table: string, schema = 'public'): Promise<object> {
  const columns = await columnTypes(url, table, schema)
  const database = new Database(path, { readonly: true })
  const cells = sourceRows(database, table, columns)
  database.close()
  const raw = rawRows(path, table).map(row => JSON.stringify(row))
  const aside = (await quarantined(url, schema))
    .filter(row => row.table === table)
    .map(row => JSON.stringify(row.values))
  const unknown = takeAway(aside, [...raw])
  const left = [...aside]
  const moved = cells.filter((_, i) => {
    const at = left.indexOf(raw[i] ?? '')
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const expected = moved.map(row =>
    JSON.stringify(row.map((cell: Cell, i) => canonicalSource(cell, columns[i]?.type ?? ''))),
  )
  const found = (await targetRows(url, table, columns, schema)).map(row =>
    JSON.stringify(row.map((text, i) => canonicalTarget(text, columns[i]?.type ?? ''))),
  )
  return { unknown, lost: takeAway(expected, [...found]), extra: takeAway(found, [...expected]) }
}

export const BALANCED = { unknown: [], lost: [], extra: [] }

function takeAway(rows: readonly string[], others: string[]): string[] {
  return rows.filter(row => {
    const at = others.indexOf(row)
    if (at >= 0) others.splice(at, 1)
    return at < 0
  })
}
