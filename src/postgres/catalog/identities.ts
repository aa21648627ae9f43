// Tables, views and functions as the very things they are, by their oids: whoever finds the same name again need not
// have found the same table. https://www.postgresql.org/docs/current/datatype-oid.html
import type { RecordedKind, RecordedObject } from '../../model/journal.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface ObjectNames {
  readonly tables: readonly string[]
  readonly views: readonly string[]
  /** Without arguments. */
  readonly functions: readonly string[]
}

export interface Identity {
  readonly kind: RecordedKind
  readonly schema: string
  readonly name: string
  readonly id: number
}

const EVERY = postgres`
  SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind, n.nspname::text AS schema,
    c.relname::text AS name, c.oid AS id
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v')
  UNION ALL
  SELECT 'function', n.nspname::text, p.proname::text, p.oid
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.pronargs = 0`

/** Those of the named objects that the schema holds. */
export async function readNamed(
  connection: CatalogConnection,
  schema: string,
  { tables, views, functions }: ObjectNames,
): Promise<readonly Omit<RecordedObject, 'rows'>[]> {
  return connection.rows(
    postgres`SELECT kind, name, id FROM (${EVERY}) AS every WHERE schema = $1
      AND name = ANY (CASE kind WHEN 'table' THEN $2::text[] WHEN 'view' THEN $3::text[] ELSE $4::text[] END)
      ORDER BY kind, name COLLATE "C"`,
    [schema, tables, views, functions],
  )
}

/** Where the objects are now and what they are called; those that are gone are left out. */
export async function readIdentities(
  connection: CatalogConnection,
  ids: readonly number[],
): Promise<readonly Identity[]> {
  return connection.rows(
    postgres`SELECT kind, schema, name, id FROM (${EVERY}) AS every WHERE id = ANY ($1::oid[])`,
    [ids],
  )
}
