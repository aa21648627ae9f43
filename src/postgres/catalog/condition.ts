// The condition of what a run has published: structure, triggers, views and functions as the server writes them, so that
// a later run can tell whether somebody has altered them. Comments and rights are no part of it: they travel.
import { postgres } from '../../sql/text.ts'
import { readBelongings } from './belongings.ts'
import type { CatalogConnection } from './catalog.ts'
import type { ObjectNames } from './identities.ts'

const DEFINITIONS = postgres`
  SELECT c.relname || ' ' || pg_catalog.pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text AS line
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[] || $3::text[]) AND NOT t.tgisinternal
  UNION ALL
  SELECT v.relname || ' ' || pg_catalog.pg_get_viewdef(v.oid)
  FROM pg_catalog.pg_class v JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
  WHERE n.nspname = $1 AND v.relname = ANY ($3::text[]) AND v.relkind = 'v'
  UNION ALL
  SELECT pg_catalog.pg_get_functiondef(p.oid)
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = $1 AND p.proname = ANY ($4::text[]) AND p.pronargs = 0 AND p.prokind = 'f'`

/** Lines in an order that depends on nothing else. */
export async function readCondition(
  connection: CatalogConnection,
  schema: string,
  { tables, views, functions }: ObjectNames,
): Promise<readonly string[]> {
  const belongings = await readBelongings(connection, schema, [...tables, ...views])
  const definitions = await connection.rows<{ readonly line: string }>(DEFINITIONS, [
    ...[schema, tables, views, functions],
  ])
  const lines = belongings
    .filter(({ kind }) => kind !== 'comment')
    .map(({ table, kind, column, name, text }) => JSON.stringify([table, kind, column, name, text]))
  return [...lines, ...definitions.map(({ line }) => line)].sort()
}
