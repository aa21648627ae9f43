// What the schema holds, sorted by kind: ordinary tables, views, triggers, indexes, and the tables that are
// not ordinary. A virtual table is never asked for its columns: its module may be absent.
// https://www.sqlite.org/vtab.html#the_xshadowname_method
import type { SourceOther, SourceTrigger, SourceView } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseCreateTable } from '../sql/parse-create-table.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'

export interface ListedTable {
  readonly name: string
  readonly sql: string
  readonly strict: boolean
  readonly withoutRowid: boolean
}

/** One made by CREATE INDEX. */
export interface ListedIndex {
  readonly name: string
  readonly table: string
  readonly sql: string
}

export interface SchemaObjects {
  readonly tables: readonly ListedTable[]
  readonly indexes: readonly ListedIndex[]
  readonly views: readonly SourceView[]
  readonly triggers: readonly SourceTrigger[]
  readonly others: readonly SourceOther[]
}

interface SchemaRow {
  readonly type: string
  readonly name: string
  readonly tableName: string
  readonly sql: string
}

interface TableRow {
  readonly name: string
  readonly type: 'table' | 'view' | 'shadow' | 'virtual'
  readonly wr: bigint
  readonly strict: bigint
}

/** Objects in the order they were made; SQLite's own (`sqlite_…`) are left out. */
export function listObjects(reader: SourceReader): SchemaObjects {
  const rows = reader.all<SchemaRow>(SCHEMA_ROWS)
  const listed = new Map(reader.all<TableRow>(TABLE_ROWS).map(row => [row.name, row]))
  const tables = rows.filter(({ type }) => type === 'table')
  const others = otherTables(tables, listed, modulesOf(reader))
  const otherNames = new Set(others.map(({ name }) => name))
  return {
    tables: tables
      .filter(({ name }) => !otherNames.has(name))
      .map(row => listedTable(row, listed.get(row.name))),
    indexes: rows
      .filter(({ type }) => type === 'index')
      .map(({ name, tableName, sql }) => ({ name, table: tableName, sql })),
    views: rows.filter(({ type }) => type === 'view').map(({ name, sql }) => ({ name, sql })),
    triggers: rows
      .filter(({ type }) => type === 'trigger')
      .map(({ name, tableName, sql }) => ({ name, table: tableName, sql })),
    others,
  }
}

const SCHEMA_ROWS = sqlite`SELECT type, name, tbl_name AS tableName, sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND substr(lower(name), 1, 7) <> 'sqlite_' ORDER BY rowid`

const TABLE_ROWS = sqlite`SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'`

function listedTable({ name, sql }: SchemaRow, listed: TableRow | undefined): ListedTable {
  return { name, sql, strict: listed?.strict === 1n, withoutRowid: listed?.wr === 1n }
}

function modulesOf(reader: SourceReader): ReadonlySet<string> {
  return new Set(reader.values<string>(sqlite`SELECT name FROM pragma_module_list`).map(asciiLower))
}

interface VirtualTable {
  readonly name: string
  readonly module: string
}

function otherTables(
  tables: readonly SchemaRow[],
  listed: ReadonlyMap<string, TableRow>,
  modules: ReadonlySet<string>,
): readonly SourceOther[] {
  const virtuals = tables.flatMap(virtualTable)
  const orphaned = virtuals.filter(({ module }) => !modules.has(asciiLower(module)))
  return tables.flatMap((row): SourceOther[] => {
    const virtual = virtuals.find(({ name }) => name === row.name)
    if (virtual) return [{ name: row.name, kind: 'virtual', of: virtual.module }]
    // Only a module that is there can say which tables are its own; else the name has to do.
    const isShadow = listed.get(row.name)?.type === 'shadow'
    const parent = parentOf(row.name, isShadow ? virtuals : orphaned)
    return isShadow || parent ? [{ name: row.name, kind: 'shadow', of: parent?.name ?? '' }] : []
  })
}

function virtualTable({ name, sql }: SchemaRow): readonly VirtualTable[] {
  const parsed = parseCreateTable(sql)
  if (parsed.kind === 'virtual') return [{ name, module: parsed.module }]
  return parsed.kind === 'unparsed' && /^CREATE\s+VIRTUAL\b/i.test(sql) ? [{ name, module: '' }] : []
}

/** The virtual table with the longest name that `name` begins with, an underscore following. */
function parentOf(name: string, virtuals: readonly VirtualTable[]): VirtualTable | undefined {
  return virtuals
    .filter(virtual => asciiLower(name).startsWith(`${asciiLower(virtual.name)}_`))
    .reduce<VirtualTable | undefined>((a, b) => (a && a.name.length >= b.name.length ? a : b), undefined)
}
