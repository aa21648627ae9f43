// Rows whose foreign key has no parent, counted by an anti-join in the target. A constraint that calls itself
// valid proves nothing: rows loaded with triggers off were never checked. A row with a NULL in its key is no
// orphan (MATCH SIMPLE), but with MATCH FULL where others are not NULL. https://www.postgresql.org/docs/current/sql-createtable.html
import { familyOfType } from '../codec/proof-for.ts'
import type { Check } from '../model/verdict.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import { agreement, remarked } from './check.ts'
import type { KeyPair } from './foreign-keys.ts'
import type { TargetSide } from './sides.ts'

export interface JoinedColumns {
  /** Schema and name. */
  readonly child: readonly [string, string]
  readonly columns: readonly string[]
  readonly parent: readonly [string, string]
  readonly parentColumns: readonly string[]
}

/** How two columns of a key are compared: the constraint's own operator, and the parent's collation. */
interface Comparison {
  readonly operator: PostgresSql
  readonly collation: PostgresSql
}

/** Comparisons of each foreign key of a schema, by `comparisonKey`. */
export type Comparisons = ReadonlyMap<string, readonly Comparison[]>

const COMPARISONS = postgres`
  SELECT c.relname::text AS "table", o.conname::text AS name,
    ARRAY(SELECT format('OPERATOR(%I.%s)', pn.nspname, p.oprname)
      FROM unnest(o.conpfeqop) WITH ORDINALITY AS k(oid, place)
      JOIN pg_catalog.pg_operator p ON p.oid = k.oid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.oprnamespace ORDER BY k.place) AS operators,
    ARRAY(SELECT coalesce(' COLLATE ' || quote_ident(ln.nspname) || '.' || quote_ident(l.collname), '')
      FROM unnest(o.conkey, o.confkey) WITH ORDINALITY AS k(child, parent, place)
      JOIN pg_catalog.pg_attribute ca ON ca.attrelid = o.conrelid AND ca.attnum = k.child
      JOIN pg_catalog.pg_attribute pa ON pa.attrelid = o.confrelid AND pa.attnum = k.parent
      LEFT JOIN pg_catalog.pg_collation l ON l.oid = pa.attcollation AND pa.attcollation <> ca.attcollation
      LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace ORDER BY k.place) AS collations
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND o.contype = 'f'`

interface ComparisonRow {
  readonly table: string
  readonly name: string
  readonly operators: readonly string[]
  readonly collations: readonly string[]
}

export async function readComparisons(target: TargetSide, schema: string): Promise<Comparisons> {
  const rows = await target.rows<ComparisonRow>(COMPARISONS, [schema])
  return new Map(
    rows.map(({ table, name, operators, collations }) => [
      comparisonKey(table, name),
      operators.map((operator, i) => ({
        operator: trustPostgres(operator),
        collation: trustPostgres(collations[i] ?? ''),
      })),
    ]),
  )
}

function comparisonKey(table: string, constraint: string): string {
  return JSON.stringify([table, constraint])
}

/** The check of one foreign key; none where there is nothing to count. `types` are base types of a column. */
export async function compareOrphans(
  target: TargetSide,
  { planned, found, join, object }: KeyPair,
  comparisons: Comparisons,
  types: (place: readonly [string, string], column: string) => string | null,
): Promise<readonly Check[]> {
  if (join === null) return []
  const own = found ? comparisons.get(comparisonKey(join.child[1], found.name)) : undefined
  const comparison = own ?? plainComparison(join, types)
  if (comparison === null)
    return [remarked('orphans', object, 'not compared', '', 'the types of both ends cannot be compared')]
  const orphans = await countOrphans(target, join, comparison, found?.matchFull === true)
  if (planned !== null) return [agreement('orphans', object, String(planned.orphans), String(orphans))]
  if (found?.validated) return [agreement('orphans', object, '0', String(orphans))]
  return [agreement('orphans', object, '0', String(orphans), { status: 'noted' })]
}

/** Without a constraint in the target: plain equality, if both ends are of one family. */
function plainComparison(
  join: JoinedColumns,
  types: (place: readonly [string, string], column: string) => string | null,
): readonly Comparison[] | null {
  const comparable = join.columns.every((column, i) => {
    const child = types(join.child, column)
    const parent = types(join.parent, join.parentColumns[i] ?? '')
    if (child === null || parent === null) return false
    return child === parent || (familyOfType(child) ?? child) === (familyOfType(parent) ?? parent)
  })
  if (!comparable) return null
  return join.columns.map(() => ({
    operator: trustPostgres('OPERATOR(pg_catalog.=)'),
    collation: trustPostgres(''),
  }))
}

async function countOrphans(
  target: TargetSide,
  join: JoinedColumns,
  comparison: readonly Comparison[],
  matchFull: boolean,
): Promise<bigint> {
  const present = join.columns.map(column => postgres`c.${postgresName(column)} IS NOT NULL`)
  const equal = join.columns.map((column, i) => {
    const { operator, collation } = comparison[i] ?? {
      operator: trustPostgres('='),
      collation: trustPostgres(''),
    }
    const parent = postgresName(join.parentColumns[i] ?? '')
    return postgres`p.${parent} ${operator} c.${postgresName(column)}${collation}`
  })
  const sql = postgres`
    SELECT count(*) AS orphans FROM ${postgresName(...join.child)} c
    WHERE ${conjunction(present)} AND NOT EXISTS (
      SELECT FROM ${postgresName(...join.parent)} p WHERE ${conjunction(equal)})${matchFull ? orMixed(present) : trustPostgres('')}`
  const [row] = await target.rows<{ readonly orphans: bigint }>(sql)
  return row?.orphans ?? 0n
}

function orMixed(present: readonly PostgresSql[]): PostgresSql {
  return postgres` OR (${trustPostgres(present.join(' OR '))}) AND NOT (${conjunction(present)})`
}

function conjunction(conditions: readonly PostgresSql[]): PostgresSql {
  return trustPostgres(conditions.join(' AND '))
}
