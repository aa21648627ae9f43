// The foreign keys that have one end at least in some tables of a schema, wherever the other end lies, with statements that
// take each away, put it back and find the rows without a parent.
// https://www.postgresql.org/docs/current/catalog-pg-constraint.html
import { postgresLine, postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface TouchingKey {
  readonly name: string
  /** Schema and name. */
  readonly child: readonly [string, string]
  readonly parent: readonly [string, string]
  readonly parentColumns: readonly string[]
  /** False where it was added NOT VALID, so that rows may break it. */
  readonly validated: boolean
  /** As pg_get_constraintdef() writes it. */
  readonly definition: PostgresSql
  readonly comment: string | null
  /** Conditions on a row `c` of the child, which refers to something, and on its row `p` of the parent. */
  readonly present: PostgresSql
  readonly equal: PostgresSql
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
  readonly parentColumns: readonly string[]
  readonly present: string
  readonly equal: string
  readonly isOurs: boolean
}

/** Keys of partitions belong to the keys of their tables. */
const KEYS = postgres`
  SELECT o.conname::text AS name, cn.nspname::text AS "childSchema", c.relname::text AS child,
    pn.nspname::text AS "parentSchema", p.relname::text AS parent, o.convalidated AS validated,
    pg_catalog.pg_get_constraintdef(o.oid) AS definition,
    pg_catalog.obj_description(o.oid, 'pg_constraint') AS comment, k.present, k.equal, k.columns AS "parentColumns",
    pg_catalog.pg_has_role(c.relowner, 'USAGE')
      AND pg_catalog.has_table_privilege(p.oid, 'REFERENCES') AS "isOurs"
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = o.confrelid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  CROSS JOIN LATERAL (
    SELECT array_agg(pa.attname::text) AS columns,
      string_agg(format('c.%I IS NOT NULL', ca.attname), ' AND ') AS present,
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
      ...{ name, child, parent, validated, isOurs, comment, parentColumns: row.parentColumns },
      definition: trustPostgres(row.definition),
      present: trustPostgres(row.present),
      equal: trustPostgres(row.equal),
    }
  })
}

/** Query for rows of the child without a parent; of another table in the parent's place where one is given. */
export function orphanRows({ child, parent, present, equal }: TouchingKey, instead = parent): PostgresSql {
  return postgres`SELECT FROM ${postgresName(...child)} c WHERE ${present} AND NOT EXISTS (SELECT FROM ${postgresName(...instead)} p WHERE ${equal})`
}

export async function countOrphans(
  connection: CatalogConnection,
  key: TouchingKey,
  instead = key.parent,
): Promise<bigint> {
  const [found] = await connection.rows<{ readonly orphans: bigint }>(
    postgres`SELECT count(*) AS orphans FROM (${orphanRows(key, instead)}) AS o`,
    [],
    { object: keyPath(key), doing: 'looking for rows without a parent' },
  )
  return found?.orphans ?? 0n
}

/** Makes the server look at all rows of a key that is NOT VALID. */
export function validateKey({ child, name }: TouchingKey): PostgresSql {
  return postgres`ALTER TABLE ${postgresName(...child)} VALIDATE CONSTRAINT ${postgresName(name)}`
}

/** `tasks.tasks_user_id_fkey`. */
export function keyPath({ child, name }: Pick<TouchingKey, 'child' | 'name'>): string {
  return `${child[1]}.${name}`
}

export function dropKey({ child, name }: TouchingKey): PostgresSql {
  return postgres`ALTER TABLE ${postgresName(...child)} DROP CONSTRAINT ${postgresName(name)}`
}

/** As it was, but NOT VALID where rows break it. Each statement is one line. */
export function addKey(key: TouchingKey, hasOrphans = false): readonly PostgresSql[] {
  const { child, name, definition, comment } = key
  const [table, constraint] = [postgresName(...child), postgresName(name)]
  const notValid = hasOrphans && !definition.endsWith(NOT_VALID) ? postgres` NOT VALID` : postgres``
  const adding = postgres`ALTER TABLE ${table} ADD CONSTRAINT ${constraint} ${definition}${notValid}`
  if (comment === null) return [adding]
  return [adding, postgres`COMMENT ON CONSTRAINT ${constraint} ON ${table} IS ${postgresLine(comment)}`]
}

const NOT_VALID = ' NOT VALID'

/** The key as it is where all rows obey it. */
export function validKey(key: TouchingKey): TouchingKey {
  const { definition } = key
  if (!definition.endsWith(NOT_VALID)) return key
  return { ...key, definition: trustPostgres(definition.slice(0, -NOT_VALID.length)) }
}
