// The sequence behind each column, found by what depends on it and never by its name: identity ('i'), the
// sequence a default calls, or one the column owns ('a'); in that order, since an INSERT uses it so.
// https://www.postgresql.org/docs/current/catalog-pg-depend.html
import type { TargetSequence } from '../../model/target.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

interface SequenceRow {
  readonly oid: bigint
  readonly table: string
  readonly column: string
  readonly schema: string
  readonly name: string
  readonly increment: bigint
  readonly lowest: bigint
  readonly highest: bigint
  readonly cycles: boolean
  readonly readable: boolean
}

interface PositionRow {
  readonly oid: bigint
  readonly lastValue: bigint
  readonly isCalled: boolean
}

const SEQUENCES = postgres`
  WITH uses AS (
    SELECT d.refobjid AS table_oid, d.refobjsubid AS attnum, d.objid AS sequence_oid,
      CASE d.deptype WHEN 'i' THEN 1 ELSE 3 END AS rank
    FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.objsubid = 0 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    UNION ALL
    SELECT f.adrelid, f.adnum, d.refobjid, 2
    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
    WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.refobjid <> f.adrelid
  )
  SELECT DISTINCT ON (u.table_oid, u.attnum)
    s.oid::bigint AS oid, c.relname::text AS "table", a.attname::text AS "column",
    sn.nspname::text AS schema, s.relname::text AS name, q.seqincrement AS increment,
    q.seqmin AS lowest, q.seqmax AS highest, q.seqcycle AS cycles,
    has_schema_privilege(sn.oid, 'USAGE') AND has_sequence_privilege(s.oid, 'SELECT') AS readable
  FROM uses u
  JOIN pg_catalog.pg_class c ON c.oid = u.table_oid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum
  JOIN pg_catalog.pg_class s ON s.oid = u.sequence_oid AND s.relkind = 'S'
  JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
  ORDER BY u.table_oid, u.attnum, u.rank`

const SEQUENCES_PER_QUERY = 200

/** Sequences by `sequenceKey`; one we may not read has neither a last nor a next value. */
export async function readSequences(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, TargetSequence>> {
  const rows = await connection.rows<SequenceRow>(SEQUENCES, [schemaName])
  const positions = await readPositions(
    connection,
    rows.filter(row => row.readable),
  )
  return new Map(
    rows.map(row => [sequenceKey(row.table, row.column), asSequence(row, positions.get(row.oid))]),
  )
}

export function sequenceKey(table: string, column: string): string {
  return JSON.stringify([table, column])
}

// pg_sequences hides a position that setval(…, false) has set, so each sequence is asked itself.
async function readPositions(
  connection: CatalogConnection,
  sequences: readonly SequenceRow[],
): Promise<ReadonlyMap<bigint, PositionRow>> {
  const positions = new Map<bigint, PositionRow>()
  for (let from = 0; from < sequences.length; from += SEQUENCES_PER_QUERY) {
    const asked = sequences.slice(from, from + SEQUENCES_PER_QUERY).map(askPosition)
    const rows = await connection.rows<PositionRow>(trustPostgres(asked.join(' UNION ALL ')))
    for (const row of rows) positions.set(row.oid, row)
  }
  return positions
}

function askPosition({ oid, schema, name }: SequenceRow): PostgresSql {
  return postgres`SELECT ${oid}::bigint AS oid, last_value AS "lastValue", is_called AS "isCalled" FROM ${postgresName(schema, name)}`
}

function asSequence(row: SequenceRow, position: PositionRow | undefined): TargetSequence {
  const { schema, name, increment, highest } = row
  const known = { schema, name, increment, highest }
  if (position === undefined) return { ...known, lastValue: null, nextValue: null }
  if (!position.isCalled) return { ...known, lastValue: null, nextValue: position.lastValue }
  return { ...known, lastValue: position.lastValue, nextValue: following(row, position.lastValue) }
}

function following(row: SequenceRow, lastValue: bigint): bigint | null {
  const next = lastValue + row.increment
  if (next >= row.lowest && next <= row.highest) return next
  if (!row.cycles) return null
  return row.increment > 0n ? row.lowest : row.highest
}
