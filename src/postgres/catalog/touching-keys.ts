// The foreign keys that have one end at least in some tables of a schema, wherever the other end lies, as statements that
// take each away, put it back and count the rows without a parent.
// https://www.postgresql.org/docs/current/catalog-pg-constraint.html
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface TouchingKey {
  readonly name: string
  /** Schema and name. */
  readonly child: readonly [string, string]
  readonly parent: readonly [string, string]
  /** False where it was added NOT VALID, so that rows may break it. */
  readonly validated: boolean
  /** As pg_get_constraintdef() writes it. */
  readonly definition: PostgresSql
  readonly comment: string | null
  /** Query for a row of the child without a parent. */
  readonly orphan: PostgresSql
  /** Whether the role may drop and add it. */
  readonly isOurs: boolean
}

interface KeyRow {
  readonly name: string
  readonly childSchema: string
  readonly child: string
  readonly parentSchema: string
  readonly parent: string
  readonly validated: boolean
  readonly definition: string
  readonly comment: string | null
  readonly present: string
  readonly equal: string
  readonly isOurs: boolean
}

/** Keys of partitions belong to the keys of their tables. */
const KEYS = postgres`
  SELECT o.conname::text AS name, cn.nspname::text AS "childSchema", c.relname::text AS child,
    pn.nspname::text AS "parentSchema", p.relname::text AS parent, o.convalidated AS validated,
    pg_catalog.pg_get_constraintdef(o.oid) AS definition,
    pg_catalog.obj_description(o.oid, 'pg_constraint') AS comment, k.present, k.equal,
    pg_catalog.pg_has_role(c.relowner, 'USAGE')
      AND pg_catalog.has_table_privilege(p.oid, 'REFERENCES') AS "isOurs"
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = o.confrelid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  CROSS JOIN LATERAL (
    SELECT string_agg(format('c.%I IS NOT NULL', ca.attname), ' AND ') AS present,
      string_agg(format('p.%I OPERATOR(%I.%s) c.%I', pa.attname, en.nspname, e.oprname, ca.attname), ' AND ') AS equal
    FROM unnest(o.conkey, o.confkey, o.conpfeqop) AS u(child, parent, operator)
    JOIN pg_catalog.pg_attribute ca ON ca.attrelid = o.conrelid AND ca.attnum = u.child
    JOIN pg_catalog.pg_attribute pa ON pa.attrelid = o.confrelid AND pa.attnum = u.parent
    JOIN pg_catalog.pg_operator e ON e.oid = u.operator
    JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace) AS k
  WHERE o.contype = 'f' AND o.conparentid = 0
    AND (cn.nspname = $1 AND c.relname = ANY ($2) OR pn.nspname = $1 AND p.relname = ANY ($2))
  ORDER BY c.oid, o.conname COLLATE "C"`

export async function readTouchingKeys(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly TouchingKey[]> {
  const rows = await connection.rows<KeyRow>(KEYS, [schema, tables])
  return rows.map(({ name, validated, isOurs, comment, ...row }) => {
    const [child, parent] = [
      [row.childSchema, row.child],
      [row.parentSchema, row.parent],
    ] as const
    return {
      ...{ name, child, parent, validated, isOurs, comment },
      definition: trustPostgres(row.definition),
      orphan: postgres`SELECT FROM ${postgresName(...child)} c WHERE ${trustPostgres(row.present)} AND NOT EXISTS (SELECT FROM ${postgresName(...parent)} p WHERE ${trustPostgres(row.equal)})`,
    }
  })
}
