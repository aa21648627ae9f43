// Asks the server which combinations of values it would refuse, for their types or for a condition over them. Nothing is
// written. https://www.postgresql.org/docs/current/sql-createdomain.html
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'
import { isObjection } from './type-judge.ts'

export interface TriedValues {
  readonly columns: readonly { readonly name: string; readonly type: PostgresSql }[]
  /** An expression over the columns that must not be false; null where the types alone are tried. */
  readonly condition: PostgresSql | null
}

type Tuple = readonly (string | null)[]

/** Places of the combinations that are refused. */
export async function tryValues(
  connection: Pick<TargetConnection, 'rows' | 'transaction'>,
  tried: TriedValues,
  tuples: readonly Tuple[],
): Promise<readonly number[]> {
  if (tuples.length === 0) return []
  try {
    return await connection.transaction(() => ask(connection, tried, tuples), { readOnly: true })
  } catch (error) {
    if (!isObjection(error)) throw error
    if (tuples.length === 1) return [0]
    const half = Math.ceil(tuples.length / 2)
    const first = await tryValues(connection, tried, tuples.slice(0, half))
    const second = await tryValues(connection, tried, tuples.slice(half))
    return [...first, ...second.map(place => place + half)]
  }
}

async function ask(
  connection: Pick<TargetConnection, 'rows'>,
  { columns, condition }: TriedValues,
  tuples: readonly Tuple[],
): Promise<readonly number[]> {
  const name = (i: number): PostgresSql => postgresName(`sqlite2pg_${i}`)
  const place = postgresName('sqlite2pg_place')
  const given = columns.map((_, i) => postgres`$${i + 1}::text[]`)
  const read = columns.map(
    ({ name: column, type }, i) => postgres`v.${name(i)}::${type} AS ${postgresName(column)}`,
  )
  const refused = condition === null ? nothingToRead(columns) : postgres`NOT (${condition})`
  const sql = postgres`
    SELECT v.${place}::int AS place
    FROM unnest(${given}) WITH ORDINALITY AS v (${[...columns.map((_, i) => name(i)), place]})
    CROSS JOIN LATERAL (SELECT ${read} OFFSET 0) AS t WHERE ${refused}`
  const values = columns.map((_, i) => tuples.map(tuple => tuple[i] ?? null))
  const rows = await connection.rows<{ readonly place: number }>(sql, values)
  return rows.map(({ place: at }) => at - 1)
}

/** Never true, but each value is read as its type. */
function nothingToRead(columns: TriedValues['columns']): PostgresSql {
  const [first] = columns
  const named = postgresName(first?.name ?? '')
  return postgres`(t.${named}::text IS NULL AND t.${named} IS NOT NULL)`
}
