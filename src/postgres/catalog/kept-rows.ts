// Tables of the live schema beside the plain copies of their earlier rows, and what would keep these rows from coming back
// as they were: other columns, rules that stand in for INSERT, tables that inherit.
// https://www.postgresql.org/docs/current/rules-update.html
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface FilledTable {
  readonly name: string
  readonly isPartitioned: boolean
  /** Rules that act on INSERT, and tables that inherit, each with its kind. */
  readonly obstacles: readonly string[]
}

const FILLED = postgres`
  SELECT c.relname::text AS name, c.relkind = 'p' AS "isPartitioned",
    ARRAY(SELECT 'rule ' || r.rulename FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '3'
      UNION ALL SELECT 'child table ' || child.relname FROM pg_catalog.pg_inherits i
      JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid WHERE i.inhparent = c.oid AND c.relkind = 'r') AS obstacles
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p') ORDER BY c.oid`

export function readFilledTables(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly FilledTable[]> {
  return connection.rows<FilledTable>(FILLED, [schema, tables])
}

export interface KeptColumn {
  readonly table: string
  readonly name: string
  /** Computed by the server, so that nothing is written there. */
  readonly generated: boolean
  /** The live table and the copy have it, with one type. */
  readonly isSame: boolean
}

const COLUMNS = postgres`
  WITH every AS (
    SELECT n.nspname, c.relname, a.attname, a.attnum, a.attgenerated <> '' AS generated,
      pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ($1, $2) AND c.relname = ANY ($3::text[]) AND c.relkind IN ('r', 'p')
      AND a.attnum > 0 AND NOT a.attisdropped),
  live AS (SELECT * FROM every WHERE nspname = $1), kept AS (SELECT * FROM every WHERE nspname = $2)
  SELECT relname::text AS "table", attname::text AS name, coalesce(live.generated, false) AS generated,
    coalesce(live.type = kept.type, false) AS "isSame"
  FROM live FULL JOIN kept USING (relname, attname) ORDER BY relname COLLATE "C", live.attnum`

export function readKeptColumns(
  connection: CatalogConnection,
  schema: string,
  keptIn: string,
  tables: readonly string[],
): Promise<readonly KeptColumn[]> {
  return connection.rows<KeptColumn>(COLUMNS, [schema, keptIn, tables])
}

/** All rows go, in all tables at once; no trigger and no foreign key between them is asked. */
export function emptyTables(schema: string, tables: readonly FilledTable[]): PostgresSql {
  const paths = tables.map(({ name, isPartitioned }) => {
    const path = postgresName(schema, name)
    return isPartitioned ? path : postgres`ONLY ${path}`
  })
  return postgres`TRUNCATE ${paths}`
}

/** Rows of a copy go into the live table, with the ids they had. */
export function returnRows(
  schema: string,
  keptIn: string,
  table: string,
  columns: readonly KeptColumn[],
): PostgresSql {
  const names = columns.filter(({ generated }) => !generated).map(({ name }) => postgresName(name))
  return postgres`INSERT INTO ${postgresName(schema, table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${postgresName(keptIn, table)}`
}
