// What a table carries besides its rows, each as the server writes it and with the statement that makes it again:
// columns, keys, checks, indexes, statistics, options, comments. Of a replaced table the new one may lack some.
// https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { ATTRIBUTES, COLUMN_BELONGINGS } from './column-belongings.ts'

export type BelongingKind =
  | 'column'
  | 'type'
  | 'default'
  | 'NOT NULL'
  | 'identity'
  | 'identity option'
  | 'constraint'
  | 'foreign key'
  | 'index'
  | 'statistics'
  | 'option'
  | 'comment'

export interface Belonging {
  readonly table: string
  readonly kind: BelongingKind
  /** The column it is or belongs to, if it is one column's. */
  readonly column: string | null
  /** As people are told of it: its name, with its definition where it has one. */
  readonly name: string
  /** The same for what is the same on two tables, whatever it is called; a foreign key's name, a comment's words. */
  readonly text: string
  /** Makes it again on a table of the same name in the same schema. */
  readonly statement: string
}

// The server writes the schema of temporary tables as `pg_temp`, whatever it is called; before 15 as it is called.
const GIVEN = postgres`
  given AS (
    SELECT c.oid, c.relname, c.relkind, c.relreplident, c.relpersistence, c.reloptions, c.reltoastrelid,
      c.reltablespace,
      format('%I.%I', CASE WHEN n.oid = pg_catalog.pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END, c.relname) AS path,
      format('%I.%I', n.nspname, c.relname) AS called
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'v'))`

// PostgreSQL 18 keeps NOT NULL among the constraints too; a foreign key is known by its name, since its
// text names the schema of its parent.
const CONSTRAINTS = postgres`
  SELECT g.relname, CASE o.contype WHEN 'f' THEN 7 ELSE 5 END, 0, CASE o.contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END, NULL, o.conname || ' ' || pg_catalog.pg_get_constraintdef(o.oid),
    CASE o.contype WHEN 'f' THEN o.conname
      ELSE regexp_replace(pg_catalog.pg_get_constraintdef(o.oid), ' NOT VALID$', '') END,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', g.path, o.conname, pg_catalog.pg_get_constraintdef(o.oid))
  FROM given g JOIN pg_catalog.pg_constraint o ON o.conrelid = g.oid AND o.contype IN ('c', 'p', 'u', 'x', 'f')`

// The text begins behind the names, which are the beginning of every definition.
const INDEXES = postgres`
  SELECT g.relname, 6, 0, 'index', NULL, i.relname || ' ' || d.rest, d.rest, d.definition
  FROM given g JOIN pg_catalog.pg_index x ON x.indrelid = g.oid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_indexdef(x.indexrelid) AS definition,
    CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END AS uniqueness) AS p
  CROSS JOIN LATERAL (SELECT format('CREATE %sINDEX %I ON ', p.uniqueness, i.relname) AS begins) AS b
  CROSS JOIN LATERAL (SELECT p.definition, p.uniqueness || substr(p.definition, 2 + length(b.begins || CASE
    WHEN starts_with(p.definition, b.begins || g.path || ' ') THEN g.path ELSE g.called END)) AS rest) AS d
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = x.indexrelid AND o.contype IN ('p', 'u', 'x'))`

// Such an object stays in its schema when its table is moved out of it.
const STATISTICS = postgres`
  SELECT g.relname, 7, 0, 'statistics', NULL, s.stxname::text, NULL,
    format('DROP STATISTICS %I.%I; %s', n.nspname, s.stxname, pg_catalog.pg_get_statisticsobjdef(s.oid))
  FROM given g JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = g.oid
  JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace`

const OPTIONS = postgres`
  SELECT g.relname, 8, 0, 'option', NULL, o.options, NULL, format('ALTER TABLE %s SET (%s)', g.path, o.options)
  FROM given g LEFT JOIN pg_catalog.pg_class toast ON toast.oid = g.reltoastrelid
  CROSS JOIN LATERAL (SELECT array_to_string(g.reloptions
    || ARRAY(SELECT 'toast.' || one FROM unnest(toast.reloptions) AS one), ', ') AS options) AS o
  WHERE g.relkind = 'r' AND o.options <> ''
  UNION ALL
  SELECT g.relname, 8, 0, 'option', NULL, o.options, NULL, format('ALTER VIEW %s SET (%s)', g.path, o.options)
  FROM given g CROSS JOIN LATERAL (SELECT array_to_string(g.reloptions, ', ') AS options) AS o
  WHERE g.relkind = 'v' AND o.options <> ''
  UNION ALL
  SELECT g.relname, 8, 0, 'option', NULL, w.words, NULL, format('ALTER TABLE %s %s', g.path, w.words)
  FROM given g LEFT JOIN pg_catalog.pg_index x ON x.indrelid = g.oid AND (x.indisreplident OR x.indisclustered)
  LEFT JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = g.reltablespace
  CROSS JOIN LATERAL (VALUES
    (CASE g.relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING'
      WHEN 'i' THEN CASE WHEN x.indisreplident THEN format('REPLICA IDENTITY USING INDEX %I', i.relname) END END),
    (CASE WHEN x.indisclustered THEN format('CLUSTER ON %I', i.relname) END),
    (CASE WHEN g.relpersistence = 'u' THEN 'SET UNLOGGED' END),
    ('SET TABLESPACE ' || quote_ident(s.spcname))) AS w (words)
  WHERE g.relkind = 'r' AND w.words <> ''
  GROUP BY g.relname, g.path, w.words`

// Those of a table and its columns travel; what a column that is gone had is told with it.
const COMMENTS = postgres`
  SELECT g.relname, 9, d.objsubid, 'comment', a.attname, 'on ' || t.thing, d.description,
    format('COMMENT ON %s IS %L', t.thing, d.description)
  FROM given g
  JOIN (
    SELECT o.conrelid AS relid, o.oid, 'pg_catalog.pg_constraint'::regclass AS classid,
      'CONSTRAINT ' || quote_ident(o.conname) || ' ON %s' AS what FROM pg_catalog.pg_constraint o
    UNION ALL
    SELECT x.indrelid, i.oid, 'pg_catalog.pg_class'::regclass, format('INDEX %I.%I', n.nspname, i.relname)
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
    UNION ALL
    SELECT d.refobjid, s.oid, 'pg_catalog.pg_class'::regclass, format('SEQUENCE %I.%I', n.nspname, s.relname)
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = d.classid
      AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    UNION ALL
    SELECT v.oid, v.oid, 'pg_catalog.pg_class'::regclass, 'VIEW %s' FROM pg_catalog.pg_class v WHERE v.relkind IN ('r', 'v')
  ) AS o ON o.relid = g.oid
  JOIN pg_catalog.pg_description d ON d.objoid = o.oid AND d.classoid = o.classid
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  CROSS JOIN LATERAL (SELECT CASE WHEN a.attname IS NULL THEN replace(o.what, '%s', g.path)
    ELSE format('COLUMN %s.%I', g.path, a.attname) END AS thing) AS t
  WHERE g.relkind = 'v' OR d.objsubid > 0 OR o.oid <> g.oid`

const PARTS: PostgresSql = [COLUMN_BELONGINGS, CONSTRAINTS, INDEXES, STATISTICS, OPTIONS, COMMENTS].reduce(
  (all, part) => postgres`${all} UNION ALL ${part}`,
)

/** In the order in which they can be made again; of views their options, comments and the defaults of their columns. */
export function readBelongings(
  connection: CatalogConnection,
  schemaName: string,
  relations: readonly string[],
): Promise<readonly Belonging[]> {
  const sql = postgres`
    WITH ${GIVEN}, ${ATTRIBUTES}, found AS (${PARTS})
    SELECT relname::text AS "table", kind, "column"::text AS "column", name, coalesce(text, '') AS text, statement || ';' AS statement
    FROM found ORDER BY relname COLLATE "C", rank, place, name COLLATE "C"`
  return connection.rows<Belonging>(sql, [schemaName, relations])
}
