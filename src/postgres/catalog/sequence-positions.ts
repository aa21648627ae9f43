// Where a sequence stands, who else draws from it, and how it is put back to where it stood: RESTART gives it a file of its
// own for the transaction, so that what setval does then does not outlive a rollback.
// https://www.postgresql.org/docs/current/sql-altersequence.html
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface SequencePlace {
  readonly lastValue: bigint
  readonly isCalled: boolean
  /** False where it belongs to a role whose rights we do not have. */
  readonly owned: boolean
  /** A column of another table than these draws from it. */
  readonly usedElsewhere: boolean
}

const PLACE = postgres`
  SELECT s.oid, pg_catalog.pg_has_role(s.relowner, 'USAGE') AS owned,
    EXISTS (SELECT FROM pg_catalog.pg_depend d
      LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
      WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = s.oid AND d.deptype = 'n'
        AND (f.adrelid IS NULL OR f.adrelid <> ALL ($3::oid[]))) AS "usedElsewhere"
  FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
  WHERE n.nspname = $1 AND s.relname = $2 AND s.relkind = 'S'`

/** Null where there is no such sequence. `tables` are oids. */
export async function readSequencePlace(
  connection: CatalogConnection,
  { schema, name }: { readonly schema: string; readonly name: string },
  tables: readonly number[],
): Promise<SequencePlace | null> {
  const [found] = await connection.rows<Pick<SequencePlace, 'owned' | 'usedElsewhere'>>(PLACE, [
    schema,
    name,
    tables,
  ])
  if (found === undefined) return null
  const [place] = await connection.rows<Pick<SequencePlace, 'lastValue' | 'isCalled'>>(
    postgres`SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${postgresName(schema, name)}`,
  )
  return place === undefined ? null : { ...found, ...place }
}

/** `owned` says whether RESTART is ours to give; without it the position outlives a rollback. */
export function putBackSequence(
  { schema, name }: { readonly schema: string; readonly name: string },
  { position, isCalled }: { readonly position: bigint; readonly isCalled: boolean },
  owned: boolean,
): readonly PostgresSql[] {
  const path = postgresName(schema, name)
  const called = isCalled ? postgres`true` : postgres`false`
  return [
    ...(owned ? [postgres`ALTER SEQUENCE ${path} RESTART`] : []),
    postgres`SELECT pg_catalog.setval(${postgresString(path)}::regclass, ${position}, ${called})`,
  ]
}
