// A schema as it is to the last detail a rollback must give back: the very tables by their oids and files, with rights,
// owners, comments, keys, indexes, triggers, positions of sequences and rows.
import { query } from '../server/database.ts'

const PARTS = [
  `SELECT 'schema ' || n.nspname || ' ' || coalesce(n.nspacl::text, '') || ' ' || coalesce(obj_description(n.oid, 'pg_namespace'), '')
   FROM pg_namespace n WHERE n.oid = $1::regnamespace`,
  `SELECT 'relation ' || c.oid || ' ' || c.relname || ' ' || c.relkind::text || ' file ' || c.relfilenode || ' of ' || c.relowner::regrole
     || ' ' || coalesce(c.relacl::text, '') || ' ' || coalesce(obj_description(c.oid, 'pg_class'), '')
   FROM pg_class c WHERE c.relnamespace = $1::regnamespace`,
  `SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || coalesce(a.attacl::text, '')
     || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || coalesce(col_description(c.oid, a.attnum), '')
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relnamespace = $1::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT 'constraint ' || o.oid || ' ' || o.conname || ' ' || o.conrelid::regclass || ' ' || pg_get_constraintdef(o.oid)
   FROM pg_constraint o WHERE o.connamespace = $1::regnamespace`,
  `SELECT 'index ' || pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
   WHERE i.relnamespace = $1::regnamespace`,
  `SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
   WHERE c.relnamespace = $1::regnamespace AND NOT t.tgisinternal`,
  `SELECT 'function ' || p.oid || ' ' || pg_get_functiondef(p.oid) || ' of ' || p.proowner::regrole FROM pg_proc p
   WHERE p.pronamespace = $1::regnamespace`,
  `SELECT 'view ' || c.relname || ' ' || pg_get_viewdef(c.oid) FROM pg_class c
   WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('v', 'm')`,
  `SELECT 'type ' || t.oid || ' ' || t.typname FROM pg_type t WHERE t.typnamespace = $1::regnamespace`,
]

/** Sorted lines; none where there is no such schema. */
export async function liveState(url: string, schema = 'public'): Promise<readonly string[]> {
  const quoted = `"${schema.replaceAll('"', '""')}"`
  const [found] = await query(url, 'SELECT to_regnamespace($1) AS id', [quoted])
  if (found?.['id'] === null) return []
  const parts = PARTS.map(sql => `SELECT line FROM (${sql}) AS part (line)`).join(' UNION ALL ')
  const lines = await query<{ line: string }>(url, parts, [quoted])
  return [...lines.map(({ line }) => line), ...(await contents(url, schema))].sort()
}

async function contents(url: string, schema: string): Promise<readonly string[]> {
  const relations = await query<{ name: string; kind: string }>(
    url,
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'S') ORDER BY 1`,
    [schema],
  )
  const lines: string[] = []
  for (const { name, kind } of relations) {
    const sql =
      kind === 'S'
        ? `SELECT last_value || ' ' || is_called AS text FROM ${name}`
        : `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS text FROM ${name} AS t`
    const [row] = await query<{ text: string }>(url, sql)
    lines.push(`contents of ${name}: ${row?.text}`)
  }
  return lines
}

/** Schemas that runs made for themselves, without the journal. */
export async function ownSchemas(url: string): Promise<readonly string[]> {
  const rows = await query<{ name: string }>(
    url,
    `SELECT regexp_replace(nspname, '_[0-9a-z]+_[0-9a-f]{6}$', '') AS name FROM pg_namespace
     WHERE nspname LIKE 'sqlite2pg\\_%' AND nspname <> 'sqlite2pg_journal' ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}
