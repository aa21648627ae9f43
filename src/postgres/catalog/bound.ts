// What reads tables from outside and can be bound to others of the same names: views, functions whose body the server keeps
// as SQL, policies of other tables, in place, so that each keeps its owner, its grants, its comment and whatever depends on
// it in its turn; foreign keys of other tables, NOT VALID for the moment. https://www.postgresql.org/docs/current/sql-createview.html
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { GIVEN_AND_USERS, IS_OTHERS_TRIGGER } from './dependents.ts'

export interface Bound {
  readonly kind: 'view' | 'function' | 'policy' | 'foreign key'
  readonly schema: string
  /** As `readDependents` calls it. */
  readonly name: string
  /** Gives it the same definition again, which binds it to what bears the names by then. */
  readonly statement: PostgresSql
  /** Keeps its readers out; null where nothing is locked. */
  readonly lock: PostgresSql | null
}

// CREATE OR REPLACE asks for the right to make something new there, too.
const VIEWS = postgres`
  SELECT DISTINCT 'view' AS kind, n.nspname::text AS schema, v.relname::text AS name,
    format('CREATE OR REPLACE VIEW %I.%I', n.nspname, v.relname)
      || coalesce(' WITH (' || array_to_string(v.reloptions, ', ') || ')', '')
      || ' AS ' || rtrim(pg_catalog.pg_get_viewdef(v.oid), ';') AS statement,
    format('ALTER VIEW %I.%I OWNER TO %I', n.nspname, v.relname, pg_catalog.pg_get_userbyid(v.relowner)) AS lock
  FROM users u
  JOIN pg_catalog.pg_rewrite r ON u.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = u.objid AND r.rulename = '_RETURN'
  JOIN pg_catalog.pg_class v ON v.oid = r.ev_class AND v.relkind = 'v' AND v.relpersistence = 'p'
  JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
  WHERE v.oid NOT IN (SELECT oid FROM given) AND pg_catalog.pg_has_role(v.relowner, 'USAGE')
    AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')`

// A function with a table's row type in its signature is another one with another type. PostgreSQL 13 has no such bodies.
const FUNCTIONS = postgres`
  SELECT DISTINCT 'function', n.nspname::text,
    p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',
    pg_catalog.pg_get_functiondef(p.oid), NULL
  FROM users u
  JOIN pg_catalog.pg_proc p ON u.classid = 'pg_catalog.pg_proc'::regclass AND p.oid = u.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND to_jsonb(p) ->> 'prosqlbody' IS NOT NULL
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN held h ON h.classid = d.refclassid AND h.objid = d.refobjid
      WHERE d.classid = u.classid AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_type'::regclass)
    AND pg_catalog.pg_has_role(p.proowner, 'USAGE') AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')`

const POLICIES = postgres`
  SELECT DISTINCT 'policy', n.nspname::text, c.relname || '.' || p.polname,
    format('ALTER POLICY %I ON %I.%I', p.polname, n.nspname, c.relname)
      || coalesce(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')
      || coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
    format('LOCK TABLE ONLY %I.%I IN ACCESS EXCLUSIVE MODE', n.nspname, c.relname)
  FROM users u
  JOIN pg_catalog.pg_policy p ON u.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = u.objid
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid NOT IN (SELECT oid FROM given) AND c.relkind = 'r' AND pg_catalog.pg_has_role(c.relowner, 'USAGE')`

// Looking at all rows while nobody may read the parent would take too long; a key that is not enforced stays an obstacle.
const FOREIGN_KEYS = postgres`
  SELECT 'foreign key', n.nspname::text, c.relname || '.' || o.conname,
    format('ALTER TABLE %I.%I DROP CONSTRAINT %I, ADD CONSTRAINT %I %s NOT VALID', n.nspname, c.relname, o.conname, o.conname,
      regexp_replace(pg_catalog.pg_get_constraintdef(o.oid), ' NOT VALID$', ''))
      || coalesce(format('; COMMENT ON CONSTRAINT %I ON %I.%I IS ', o.conname, n.nspname, c.relname)
        || quote_literal(pg_catalog.obj_description(o.oid, 'pg_constraint')), ''),
    format('LOCK TABLE ONLY %I.%I IN ACCESS EXCLUSIVE MODE', n.nspname, c.relname)
  FROM given g JOIN pg_catalog.pg_constraint o ON o.confrelid = g.oid AND o.contype = 'f' AND o.conparentid = 0
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid AND c.relkind = 'r' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid NOT IN (SELECT oid FROM given) AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    AND coalesce(to_jsonb(o) ->> 'conenforced', 'true') = 'true'`

const BOUND = postgres`
  WITH ${GIVEN_AND_USERS}, every AS (${VIEWS} UNION ALL ${FUNCTIONS} UNION ALL ${POLICIES}
    UNION ALL ${FOREIGN_KEYS})
  SELECT * FROM every ORDER BY kind, schema COLLATE "C", name COLLATE "C"`

interface BoundRow extends Pick<Bound, 'kind' | 'schema' | 'name'> {
  readonly statement: string
  readonly lock: string | null
}

/** Those that we may bind anew. */
export async function readBound(
  connection: CatalogConnection,
  schema: string,
  relations: readonly string[],
): Promise<readonly Bound[]> {
  const rows = await connection.rows<BoundRow>(BOUND, [schema, relations])
  return rows.map(({ statement, lock, ...row }) => ({
    ...row,
    statement: trustPostgres(statement),
    lock: lock === null ? null : trustPostgres(lock),
  }))
}

/** A column of a table that something of others reads. */
export interface UsedColumn {
  readonly kind: string
  readonly schema: string
  readonly name: string
  readonly table: string
  readonly column: string
}

const USED_COLUMNS = postgres`
  WITH ${GIVEN_AND_USERS}, readers (classid, objid, kind, schema_oid, name) AS (
    SELECT 'pg_catalog.pg_rewrite'::regclass::oid, r.oid, 'view', v.relnamespace, v.relname::text
    FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class v ON v.oid = r.ev_class WHERE v.oid NOT IN (SELECT oid FROM given)
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::regclass, p.oid, 'function', p.pronamespace,
      p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' FROM pg_catalog.pg_proc p
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::regclass, p.oid, 'policy', c.relnamespace, c.relname || '.' || p.polname
    FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::regclass, o.oid, 'foreign key', c.relnamespace, c.relname || '.' || o.conname
    FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
    WHERE o.contype = 'f' AND o.conparentid = 0 AND c.oid NOT IN (SELECT oid FROM given)
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::regclass, t.oid, 'trigger', c.relnamespace, c.relname || '.' || t.tgname
    FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid WHERE ${IS_OTHERS_TRIGGER})
  SELECT DISTINCT r.kind, n.nspname::text AS schema, r.name, g.relname::text AS "table", a.attname::text AS "column"
  FROM given g JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass
    AND d.refobjid = g.oid AND d.refobjsubid > 0
  JOIN readers r ON r.classid = d.classid AND r.objid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = r.schema_oid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.refobjsubid
  ORDER BY 1, 2, 3, 4, 5`

/** What views, functions, policies and triggers of others read of the tables, as far as the server keeps count. */
export function readUsedColumns(
  connection: CatalogConnection,
  schema: string,
  relations: readonly string[],
): Promise<readonly UsedColumn[]> {
  return connection.rows<UsedColumn>(USED_COLUMNS, [schema, relations])
}
