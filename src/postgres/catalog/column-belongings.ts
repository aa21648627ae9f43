// What each column of a table carries, and each of a view, with the statement that makes it again: type and collation,
// default, NOT NULL, identity with the options of its sequence, storage. The new identity has none of these options.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-GENERATED-IDENTITY
import { type PostgresSql, postgres } from '../../sql/text.ts'

/** Reads `given`, the tables and views with their `path`. */
export const ATTRIBUTES: PostgresSql = postgres`
  attributes AS (
    SELECT g.*, a.*, f.type, t.typstorage, f.type || CASE WHEN l.oid IS NULL THEN ''
          WHEN n.nspname = 'pg_catalog' THEN format(' COLLATE %I', l.collname)
          ELSE format(' COLLATE %I.%I', n.nspname, l.collname) END AS full_type,
      CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END AS rule,
      pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
      format('ALTER TABLE %s ALTER COLUMN %I ', g.path, a.attname) AS altering
    FROM given g JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    CROSS JOIN LATERAL (SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) AS type) AS f
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = g.oid AND d.adnum = a.attnum
    WHERE g.relkind = 'r'),
  sequence_options AS (
    SELECT a.relname, a.attnum, a.attname, a.path, a.altering, q.seqmin AS lowest, array_remove(ARRAY[
      CASE WHEN q.seqstart <> 1 THEN 'START WITH ' || q.seqstart END,
      CASE WHEN q.seqincrement <> 1 THEN 'INCREMENT BY ' || q.seqincrement END,
      CASE WHEN q.seqmin <> 1 THEN 'MINVALUE ' || q.seqmin END,
      CASE WHEN q.seqmax <> m.largest THEN 'MAXVALUE ' || q.seqmax END,
      CASE WHEN q.seqcache <> 1 THEN 'CACHE ' || q.seqcache END,
      CASE WHEN q.seqcycle THEN 'CYCLE' END], NULL) AS options
    FROM attributes a JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.refobjid = a.oid AND d.refobjsubid = a.attnum AND d.classid = d.refclassid AND d.deptype IN ('a', 'i')
    JOIN pg_catalog.pg_sequence q ON q.seqrelid = d.objid
    JOIN (VALUES ('int2'::regtype, 32767), ('int4', 2147483647), ('int8', 9223372036854775807)) AS m (type, largest)
      ON m.type = q.seqtypid)`

export const COLUMN_BELONGINGS: PostgresSql = postgres`
  SELECT relname, 1 AS rank, attnum::int AS place, 'column' AS kind, attname::text AS "column", attname::text AS name, attname::text AS text,
    format('ALTER TABLE %s ADD COLUMN %I %s%s', path, attname, full_type,
      CASE WHEN attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || expression || ') STORED'
        WHEN attidentity <> '' THEN ' GENERATED ' || rule || ' AS IDENTITY'
        ELSE ' DEFAULT ' || expression END) AS statement
  FROM attributes
  UNION ALL
  SELECT relname, 2, attnum, 'type', attname, attname || ' ' || full_type, attname || ' ' || full_type,
    format('%sTYPE %s USING %I::%s', altering, full_type, attname, type)
  FROM attributes
  UNION ALL
  SELECT relname, 3, attnum, 'default', attname, attname || ' ' || expression, attname || ' ' || expression,
    altering || 'SET DEFAULT ' || expression
  FROM attributes WHERE attgenerated = '' AND attidentity = '' AND expression NOT LIKE 'nextval(%'
  UNION ALL
  SELECT relname, 4, attnum, 'NOT NULL', attname, attname::text, attname::text, altering || 'SET NOT NULL'
  FROM attributes WHERE attnotnull
  UNION ALL
  SELECT relname, 5, attnum, 'identity', attname, format('%s GENERATED %s AS IDENTITY', attname, rule), attname,
    format('%1$sADD GENERATED %2$s AS IDENTITY%5$s; SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(%3$L, %4$L), greatest(max(%4$I) + 1, %6$s), false) FROM %3$s',
      altering, rule, path, attname, ' (' || nullif(array_to_string(options, ' '), '') || ')', lowest)
  FROM attributes JOIN sequence_options USING (relname, attnum, attname, path, altering)
  WHERE attidentity <> ''
  UNION ALL
  SELECT relname, 5, attnum, 'identity option', attname, attname || ' GENERATED ALWAYS', NULL, altering || 'SET GENERATED ALWAYS'
  FROM attributes WHERE attidentity = 'a'
  UNION ALL
  SELECT relname, 5, attnum, 'identity option', attname, attname || ' ' || array_to_string(options, ' '), NULL,
    CASE WHEN lowest > 1 THEN format(
      'SELECT pg_catalog.setval(s, greatest(%1$s, pg_catalog.nextval(s)), false) FROM pg_catalog.pg_get_serial_sequence(%2$L, %3$L) AS s; ',
      lowest, path, attname) ELSE '' END || altering || 'SET ' || array_to_string(options, ' SET ')
  FROM sequence_options WHERE options <> '{}'
  UNION ALL
  SELECT relname, 8, attnum, 'option', attname, attname || ' STATISTICS ' || attstattarget, NULL,
    altering || 'SET STATISTICS ' || attstattarget
  FROM attributes WHERE coalesce(attstattarget, -1) >= 0
  UNION ALL
  SELECT relname, 8, attnum, 'option', attname, attname || ' STORAGE ' || s.word, NULL, altering || 'SET STORAGE ' || s.word
  FROM attributes JOIN (VALUES ('p', 'PLAIN'), ('e', 'EXTERNAL'), ('m', 'MAIN'), ('x', 'EXTENDED')) AS s (letter, word)
    ON s.letter = attstorage::text
  WHERE attstorage <> typstorage
  UNION ALL
  SELECT relname, 8, attnum, 'option', attname, attname || ' ' || o.options, NULL, format('%sSET (%s)', altering, o.options)
  FROM attributes CROSS JOIN LATERAL (SELECT array_to_string(attoptions, ', ') AS options) AS o
  WHERE attoptions IS NOT NULL
  UNION ALL
  SELECT g.relname, 3, a.attnum, 'default', a.attname, a.attname || ' ' || e.expression, a.attname || ' ' || e.expression,
    format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', g.path, a.attname, e.expression)
  FROM given g JOIN pg_catalog.pg_attrdef d ON d.adrelid = g.oid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.adnum
  CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression) AS e
  WHERE g.relkind = 'v'`
