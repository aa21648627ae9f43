// What leaves a schema together with tables that are moved out of it: their indexes, the sequences they own,
// and trigger functions that nothing else uses.
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface Replaceable {
  /** Names that become free: indexes, sequences and functions. */
  readonly names: ReadonlySet<string>
  /** Of the asked functions, those that only triggers of these tables use. */
  readonly functions: readonly string[]
}

const MOVING = postgres`
  WITH given AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]))
  SELECT i.relname::text AS name FROM given g
  JOIN pg_catalog.pg_index x ON x.indrelid = g.oid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  UNION
  SELECT s.relname::text FROM given g
  JOIN pg_catalog.pg_depend d ON d.refobjid = g.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
    AND d.classid = d.refclassid AND d.deptype IN ('a', 'i')
  JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'`

const TRIGGER_FUNCTIONS = postgres`
  SELECT p.proname::text AS name
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_trigger t ON t.tgfoid = p.oid JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  WHERE n.nspname = $1 AND p.pronargs = 0 AND p.proname = ANY ($3::text[])
  GROUP BY p.oid, p.proname
  HAVING bool_and(c.relnamespace = p.pronamespace AND c.relname = ANY ($2::text[]))`

interface Named {
  readonly name: string
}

export async function readReplaceable(
  connection: CatalogConnection,
  schemaName: string,
  tables: readonly string[],
  functions: readonly string[],
): Promise<Replaceable> {
  const moving = await connection.rows<Named>(MOVING, [schemaName, tables])
  const freed = await connection.rows<Named>(TRIGGER_FUNCTIONS, [schemaName, tables, functions])
  const freedNames = freed.map(({ name }) => name)
  return { names: new Set([...moving.map(({ name }) => name), ...freedNames]), functions: freedNames }
}
