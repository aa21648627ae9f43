// What holds on to tables that are about to be replaced. After a rename such objects go on using the old table,
// so each is found and told; so are policies, row security, rules and triggers of the tables themselves, which a new table lacks.
// https://www.postgresql.org/docs/current/ddl-depend.html
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export type DependentKind =
  | 'view'
  | 'materialized view'
  | 'rule'
  | 'foreign key'
  | 'function'
  | 'policy'
  | 'column'
  | 'default'
  | 'child table'
  | 'parent table'
  | 'row security'
  | 'publication'
  | 'trigger'

export interface Dependent {
  /** The table that is held. */
  readonly table: string
  readonly kind: DependentKind
  /** Schema of the dependent; null where its kind has none. */
  readonly schema: string | null
  /** A function with its argument types; rules, policies, keys, columns and defaults as `table.name`. */
  readonly name: string
}

// `given` are the tables, `held` all by which something can depend on one: itself, its row type, the array
// of that, and the sequences its columns own.
export const GIVEN_AND_USERS = postgres`
  given AS (
    SELECT c.oid, c.relname, c.reltype FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
  held AS (
    SELECT g.oid AS table_oid, 'pg_catalog.pg_class'::regclass::oid AS classid, g.oid AS objid FROM given g
    UNION ALL
    SELECT g.oid, 'pg_catalog.pg_type'::regclass, t.oid FROM given g
    JOIN pg_catalog.pg_type row_type ON row_type.oid = g.reltype
    JOIN pg_catalog.pg_type t ON t.oid IN (row_type.oid, row_type.typarray)),
  users AS (
    SELECT DISTINCT h.table_oid, d.classid, d.objid, d.objsubid FROM held h
    JOIN pg_catalog.pg_depend d ON d.refclassid = h.classid AND d.refobjid = h.objid)`

const RULES = postgres`
  SELECT u.table_oid, CASE WHEN r.rulename <> '_RETURN' THEN 'rule'
      WHEN v.relkind = 'm' THEN 'materialized view' ELSE 'view' END AS kind,
    v.relnamespace AS schema_oid,
    CASE WHEN r.rulename <> '_RETURN' THEN v.relname || '.' || r.rulename ELSE v.relname::text END AS name
  FROM users u
  JOIN pg_catalog.pg_rewrite r ON u.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = u.objid
  JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
  WHERE r.rulename <> '_RETURN' OR v.oid NOT IN (SELECT oid FROM given)`

const FOREIGN_KEYS = postgres`
  SELECT g.oid, 'foreign key', child.relnamespace, child.relname || '.' || o.conname
  FROM given g
  JOIN pg_catalog.pg_constraint o ON o.confrelid = g.oid AND o.contype = 'f' AND o.conparentid = 0
  JOIN pg_catalog.pg_class child ON child.oid = o.conrelid
  WHERE child.oid NOT IN (SELECT oid FROM given)`

const FUNCTIONS = postgres`
  SELECT u.table_oid, 'function', p.pronamespace,
    p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'
  FROM users u
  JOIN pg_catalog.pg_proc p ON u.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = u.objid`

const POLICIES = postgres`
  SELECT u.table_oid, 'policy', c.relnamespace, c.relname || '.' || p.polname
  FROM users u
  JOIN pg_catalog.pg_policy p ON u.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = u.objid
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid`

const COLUMNS = postgres`
  SELECT u.table_oid, 'column', c.relnamespace, c.relname || '.' || a.attname
  FROM users u
  JOIN pg_catalog.pg_class c ON u.classid = 'pg_catalog.pg_class'::regclass AND c.oid = u.objid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.objsubid AND a.attnum > 0
  WHERE c.oid NOT IN (SELECT oid FROM given)
    AND EXISTS (SELECT FROM held h WHERE h.table_oid = u.table_oid AND h.objid = a.atttypid)`

const DEFAULTS = postgres`
  SELECT DISTINCT g.oid, 'default', c.relnamespace, c.relname || '.' || a.attname
  FROM given g
  JOIN pg_catalog.pg_depend owned ON owned.refclassid = 'pg_catalog.pg_class'::regclass
    AND owned.refobjid = g.oid AND owned.deptype IN ('a', 'i') AND owned.classid = owned.refclassid
  JOIN pg_catalog.pg_depend used ON used.refclassid = owned.classid AND used.refobjid = owned.objid
    AND used.classid = 'pg_catalog.pg_attrdef'::regclass
  JOIN pg_catalog.pg_attrdef f ON f.oid = used.objid AND f.adrelid NOT IN (SELECT oid FROM given)
  JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.adnum`

const CHILD_TABLES = postgres`
  SELECT g.oid, 'child table', c.relnamespace, c.relname::text
  FROM given g JOIN pg_catalog.pg_inherits i ON i.inhparent = g.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.oid NOT IN (SELECT oid FROM given)`

// A parent or a partitioned table would go on reading the rows of the old one.
const PARENT_TABLES = postgres`
  SELECT g.oid, 'parent table', c.relnamespace, c.relname::text
  FROM given g JOIN pg_catalog.pg_inherits i ON i.inhrelid = g.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.inhparent WHERE c.oid NOT IN (SELECT oid FROM given)`

// Without a policy it shuts others out; with one, the policy is told.
const ROW_SECURITY = postgres`
  SELECT g.oid, 'row security', c.relnamespace, c.relname::text
  FROM given g JOIN pg_catalog.pg_class c ON c.oid = g.oid AND c.relrowsecurity
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = g.oid)`

const PUBLICATIONS = postgres`
  SELECT g.oid, 'publication', NULL::oid, p.pubname::text
  FROM given g JOIN pg_catalog.pg_publication_rel r ON r.prrelid = g.oid
  JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid`

// Those of an earlier run are known by their function, which bears their name and does nothing but set columns.
export const IS_OTHERS_TRIGGER = postgres`NOT t.tgisinternal
    AND NOT (p.proname = t.tgname AND p.pronamespace = c.relnamespace
      AND starts_with(p.prosrc, chr(10) || 'BEGIN' || chr(10) || '  NEW.'))`

const TRIGGERS = postgres`
  SELECT g.oid, 'trigger', c.relnamespace, c.relname || '.' || t.tgname
  FROM given g JOIN pg_catalog.pg_trigger t ON t.tgrelid = g.oid
  JOIN pg_catalog.pg_class c ON c.oid = g.oid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
  WHERE ${IS_OTHERS_TRIGGER}`

const KINDS = [
  RULES,
  FOREIGN_KEYS,
  FUNCTIONS,
  POLICIES,
  COLUMNS,
  DEFAULTS,
  CHILD_TABLES,
  PARENT_TABLES,
  ROW_SECURITY,
  PUBLICATIONS,
  TRIGGERS,
].reduce((all, kind) => postgres`${all} UNION ${kind}`)

/** What holds on to any of the tables, without what belongs to another of them; by table, kind and name. */
export async function readDependents(
  connection: CatalogConnection,
  schemaName: string,
  tables: readonly string[],
): Promise<readonly Dependent[]> {
  const sql = postgres`
    WITH ${GIVEN_AND_USERS}, found (table_oid, kind, schema_oid, name) AS (${KINDS})
    SELECT g.relname::text AS "table", f.kind, n.nspname::text AS schema, f.name
    FROM found f JOIN given g ON g.oid = f.table_oid
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.schema_oid
    ORDER BY 1, 2, 3, 4`
  return connection.rows<Dependent>(sql, [schemaName, tables])
}
