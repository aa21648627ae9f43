// What a schema really holds, as lines asked of pg_catalog and free of the schema's own name, so that two schemas
// can be compared and a schema can be held against what a guide says.
import { query } from '../server/database.ts'

export interface Structure {
  /** `table.column type [not null] [identity] [default …]` */
  readonly columns: readonly string[]
  /** `table: definition` of primary keys, uniques, foreign keys and checks, with their names. */
  readonly constraints: readonly string[]
  /** `name: definition` of indexes that no constraint owns. */
  readonly indexes: readonly string[]
  readonly triggers: readonly string[]
  readonly functions: readonly string[]
}

const COLUMNS = `
  SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    || CASE a.attidentity WHEN 'd' THEN ' identity ' || coalesce(s.relname, '') WHEN 'a' THEN ' identity always' ELSE '' END
    || CASE a.attgenerated WHEN 's' THEN ' generated ' ELSE '' END
    || coalesce(CASE WHEN a.attgenerated = '' THEN ' default ' ELSE '' END || pg_get_expr(d.adbin, d.adrelid), '') AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_depend p ON p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
    AND p.classid = 'pg_class'::regclass AND p.refclassid = p.classid
  LEFT JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
  WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname COLLATE "C", a.attnum`

// PostgreSQL 18 keeps NOT NULL as constraints too; the columns tell of it already.
const CONSTRAINTS = `
  SELECT c.relname || ': ' || o.conname || ' ' || pg_get_constraintdef(o.oid) AS line
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
  WHERE o.connamespace = $1::regnamespace AND o.contype <> 'n'
  ORDER BY c.relname COLLATE "C", o.contype, o.conname COLLATE "C"`

const INDEXES = `
  SELECT i.relname || ': ' || pg_get_indexdef(x.indexrelid) AS line
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  WHERE i.relnamespace = $1::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = x.indexrelid AND o.contype IN ('p', 'u'))
  ORDER BY i.relname COLLATE "C"`

const TRIGGERS = `
  SELECT c.relname || ': ' || pg_get_triggerdef(t.oid) AS line
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = $1::regnamespace AND NOT t.tgisinternal ORDER BY 1`

const FUNCTIONS = `
  SELECT p.proname || ': ' || p.prosrc AS line FROM pg_proc p
  WHERE p.pronamespace = $1::regnamespace ORDER BY 1`

export async function structureOf(url: string, schema = 'public'): Promise<Structure> {
  const [columns, constraints, indexes, triggers, functions] = await Promise.all(
    [COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, FUNCTIONS].map(sql => linesOf(url, sql, schema)),
  )
  return {
    columns: columns!,
    constraints: constraints!,
    indexes: indexes!,
    triggers: triggers!,
    functions: functions!,
  }
}

async function linesOf(url: string, sql: string, schema: string): Promise<readonly string[]> {
  const quoted = `"${schema.replaceAll('"', '""')}"`
  const plain = /^[a-z_][a-z0-9_]*$/.test(schema) ? schema : quoted
  const rows = await query<{ line: string }>(url, sql, [quoted])
  return rows.map(({ line }) => line.replaceAll(`${quoted}.`, '').replaceAll(`${plain}.`, ''))
}

const JOURNAL = `'sqlite2pg_journal'`

/**
 * Everything a user could have made in a database, its rows counted and digested, to see whether anything changed. The
 * journal is ours: a run that failed half-way is on record there.
 */
export async function databaseState(url: string): Promise<readonly string[]> {
  const objects = await query<{ line: string }>(
    url,
    `SELECT 'schema ' || nspname AS line FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' AND nspname <> ${JOURNAL}
     UNION ALL SELECT 'relation ' || c.oid || ' ' || c.relname || ' ' || c.relkind::text || ' ' || coalesce(c.relacl::text, '')
       || ' ' || c.relnamespace::regnamespace || ' ' || c.relfilenode
     FROM pg_class c WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       AND c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)' AND c.relnamespace::regnamespace::text <> ${JOURNAL}
     UNION ALL SELECT 'function ' || oid || ' ' || proname FROM pg_proc
       WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
     UNION ALL SELECT 'constraint ' || oid || ' ' || conname || ' ' || convalidated FROM pg_constraint
       WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
         AND connamespace::regnamespace::text <> ${JOURNAL}
     UNION ALL SELECT 'trigger ' || t.oid || ' ' || tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
       WHERE c.relnamespace::regnamespace::text <> ${JOURNAL} ORDER BY 1`,
  )
  const tables = await query<{ name: string }>(
    url,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema', ${JOURNAL}) ORDER BY 1`,
  )
  const rows: string[] = []
  for (const { name } of tables) {
    const [row] = await query<{ digest: string }>(
      url,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${name} AS t`,
    )
    rows.push(`rows of ${name} ${row?.digest}`)
  }
  return [...objects.map(({ line }) => line), ...rows]
}
