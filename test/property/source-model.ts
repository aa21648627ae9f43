// A SQLite database as data: what the generator makes, what the file is built from, what shrinking takes parts
// out of, and what the structure in PostgreSQL is held against.

/** One clause of a column or a table; `sql` is its whole text as it stands in CREATE TABLE. */
export interface Clause {
  readonly kind:
    | 'primary key'
    | 'unique'
    | 'not null'
    | 'default'
    | 'check'
    | 'collate'
    | 'generated'
    | 'foreign key'
  readonly sql: string
  /** Columns of a key or foreign key. */
  readonly columns?: readonly string[]
  /** The default's own text where its value does not depend on the moment. */
  readonly steady?: string
  readonly reference?: Reference
  /** Written into the schema behind SQLite's back once the rows are there, so that some may break it. */
  readonly isLate?: true
}

export interface Reference {
  readonly parent: string
  /** Empty for the parent's primary key. */
  readonly parentColumns: readonly string[]
  readonly actions: string
}

export interface ColumnModel {
  readonly name: string
  readonly declared: string
  readonly clauses: readonly Clause[]
}

export interface TableModel {
  readonly name: string
  readonly columns: readonly ColumnModel[]
  readonly clauses: readonly Clause[]
  /** `STRICT`, `WITHOUT ROWID`. */
  readonly options: readonly string[]
  /** SQLite literals, one a column; `null` for columns that take no value. */
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What stands beside the tables. */
export interface ObjectModel {
  readonly kind: 'index' | 'view' | 'trigger' | 'virtual table' | 'statement'
  readonly name: string
  /** Of an index. */
  readonly table?: string
  readonly sql: string
  /** Before the rows: indexes, so that unique ones hold. */
  readonly phase: 'before rows' | 'after rows'
}

export interface SourceModel {
  /** What must be said before the first page is written. */
  readonly pragmas: readonly string[]
  readonly tables: readonly TableModel[]
  readonly objects: readonly ObjectModel[]
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** The table as rows are put into it. */
export function withoutLateClauses(table: TableModel): TableModel {
  return {
    ...table,
    columns: table.columns.map(column => ({
      ...column,
      clauses: column.clauses.filter(({ isLate }) => isLate !== true),
    })),
  }
}

export function createTable({ name, columns, clauses, options }: TableModel): string {
  const lines = [
    ...columns.map(column =>
      [quoteName(column.name), column.declared, ...column.clauses.map(({ sql }) => sql)]
        .filter(part => part !== '')
        .join(' '),
    ),
    ...clauses.map(({ sql }) => sql),
  ]
  return `CREATE TABLE ${quoteName(name)} (\n  ${lines.join(',\n  ')}\n)${options.length > 0 ? ` ${options.join(', ')}` : ''}`
}

export function insertRow({ name, columns }: TableModel, row: readonly (string | null)[]): string {
  const given = columns.flatMap((column, i) => (row[i] == null ? [] : [[quoteName(column.name), row[i]]]))
  if (given.length === 0) return `INSERT OR IGNORE INTO ${quoteName(name)} DEFAULT VALUES`
  return `INSERT OR IGNORE INTO ${quoteName(name)} (${given.map(([column]) => column).join(', ')}) VALUES (${given.map(([, value]) => value).join(', ')})`
}

/** All clauses of a table, those of its columns too. */
export function clausesOf(table: TableModel): readonly Clause[] {
  return [...table.columns.flatMap(({ clauses }) => clauses), ...table.clauses]
}
