// What the schema holds, sorted by kind: ordinary tables, views, triggers, indexes, and the tables that are
// not ordinary. A virtual table is asked for its columns only where the user names it: its module may be absent.
// https://www.sqlite.org/vtab.html#the_xshadowname_method
import type { SourceOther, SourceTrigger } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseCreateTable } from '../sql/parse/create-table.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { fullTextContent } from './full-text-content.ts'
import { holdsLostName } from './readable.ts'

export interface ListedTable {
  readonly name: string
  readonly sql: string
  readonly strict: boolean
  readonly withoutRowid: boolean
  /** Read through its module, for its content as plain rows. */
  readonly virtual: boolean
}

/** One made by CREATE INDEX. */
export interface ListedIndex {
  readonly name: string
  readonly table: string
  readonly sql: string
}

export interface ListedView {
  readonly name: string
  readonly sql: string
}

export interface SchemaObjects {
  readonly tables: readonly ListedTable[]
  readonly indexes: readonly ListedIndex[]
  readonly views: readonly ListedView[]
  readonly triggers: readonly SourceTrigger[]
  readonly others: readonly SourceOther[]
  /** Tables of the file that SQLite itself does not find: it cannot parse their entry. */
  readonly unparsed: readonly string[]
  /** Tables that SQLite has under another name than the file gives them. */
  readonly lost: readonly string[]
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

/** Objects in the order they were made; SQLite's own are left out. `asPlain` names tables to take as ordinary ones. */
export function listObjects(reader: SourceReader, asPlain: ReadonlySet<string> = new Set()): SchemaObjects {
  const rows = reader.all<SchemaRow>(SCHEMA_ROWS)
  const listed = new Map(reader.all<TableRow>(TABLE_ROWS).map(row => [row.name, row]))
  const tables = rows.filter(({ type }) => type === 'table')
  const others = otherTables(tables, listed, modulesOf(reader)).filter(({ name }) => !asPlain.has(name))
  const otherNames = new Set(others.map(({ name }) => name))
  const plain = tables.filter(({ name }) => !otherNames.has(name))
  const lost = plain.map(({ name }) => name).filter(name => !listed.has(name) && holdsLostName(name))
  const unparsed = unparsedTables(plain, listed, rows).filter(name => !lost.includes(name))
  return {
    tables: plain
      .filter(({ name }) => !unparsed.includes(name) && !lost.includes(name))
      .map(row => listedTable(row, listed.get(row.name))),
    unparsed,
    lost,
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

/** SQLite's own are known by name: an application may have made others, and blobs, with `writable_schema`. */
const SCHEMA_ROWS = sqlite`SELECT CAST(type AS TEXT) AS type, CAST(name AS TEXT) AS name, CAST(tbl_name AS TEXT) AS tableName,
    CAST(sql AS TEXT) AS sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND lower(name) NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4')
  ORDER BY rowid`

const TABLE_ROWS = sqlite`SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'`

function listedTable({ name, sql }: SchemaRow, listed: TableRow | undefined): ListedTable {
  return {
    name,
    sql,
    strict: listed?.strict === 1n,
    withoutRowid: listed?.wr === 1n,
    virtual: listed?.type === 'virtual',
  }
}

/** Also a second table of one name, of which SQLite finds the first, and one whose indexes alone are left. */
function unparsedTables(
  tables: readonly SchemaRow[],
  listed: ReadonlyMap<string, TableRow>,
  rows: readonly SchemaRow[],
): readonly string[] {
  const names = new Set(rows.filter(({ type }) => type !== 'index').map(({ name }) => asciiLower(name)))
  const orphaned = rows.filter(({ type, tableName }) => type === 'index' && !names.has(asciiLower(tableName)))
  const unknown = tables.filter(({ name }, i) => {
    const isSecond = tables.slice(0, i).some(other => asciiLower(other.name) === asciiLower(name))
    return isSecond || !listed.has(name)
  })
  return [...new Set([...unknown.map(({ name }) => name), ...orphaned.map(({ tableName }) => tableName)])]
}

function modulesOf(reader: SourceReader): ReadonlySet<string> {
  return new Set(reader.values<string>(sqlite`SELECT name FROM pragma_module_list`).map(asciiLower))
}

interface VirtualTable {
  readonly name: string
  readonly module: string
  readonly content: ReturnType<typeof fullTextContent>
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
    if (virtual) {
      const { module, content } = virtual
      return [{ name: row.name, kind: 'virtual', of: module, ...(content === null ? {} : { content }) }]
    }
    // Only a module that is there can say which tables are its own; else the name has to do.
    const isShadow = listed.get(row.name)?.type === 'shadow'
    const parent = parentOf(row.name, isShadow ? virtuals : orphaned)
    return isShadow || parent ? [{ name: row.name, kind: 'shadow', of: parent?.name ?? '' }] : []
  })
}

function virtualTable({ name, sql }: SchemaRow): readonly VirtualTable[] {
  const parsed = parseCreateTable(sql)
  if (parsed.kind === 'virtual') {
    const { module, arguments: moduleArguments } = parsed
    return [{ name, module, content: fullTextContent(module, moduleArguments) }]
  }
  const isVirtual = parsed.kind === 'unparsed' && /^CREATE\s+VIRTUAL\b/i.test(sql)
  return isVirtual ? [{ name, module: '', content: null }] : []
}

/** The virtual table with the longest name that `name` begins with, an underscore following. */
function parentOf(name: string, virtuals: readonly VirtualTable[]): VirtualTable | undefined {
  return virtuals
    .filter(virtual => asciiLower(name).startsWith(`${asciiLower(virtual.name)}_`))
    .reduce<VirtualTable | undefined>((a, b) => (a && a.name.length >= b.name.length ? a : b), undefined)
}
