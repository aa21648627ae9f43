// Asks the server which rows of a table it would refuse beside the others: they are sent to a temporary table, and put one
// after the other into a second one that has the rule. All of it is rolled back.
// https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { UniqueRule } from './catalog/unique-rules.ts'
import type { CopySink, TargetConnection } from './connection.ts'
import { rolledBack } from './rolled-back.ts'

export interface RefusedRow {
  /** What was sent as its place; null where it has none. */
  readonly place: bigint | null
  /** Values of the rule's columns, as texts. */
  readonly texts: readonly (string | null)[]
}

export interface RefusedBeside {
  readonly rows: bigint
  /** The first of them. */
  readonly shown: readonly RefusedRow[]
}

const TRIED = postgres`pg_temp.sqlite2pg_tried`
const KEPT = postgres`pg_temp.sqlite2pg_kept`
const PLACE = postgres`sqlite2pg_place`
const LINE = postgres`sqlite2pg_line`

/** Null where the server cannot be asked, such as without a right to temporary tables. `send` gives place and columns. */
export async function tryRows(
  connection: TargetConnection,
  schema: string,
  rule: UniqueRule,
  send: (sink: CopySink) => Promise<unknown>,
  most: number,
): Promise<RefusedBeside | null> {
  const columns = rule.columns.map(name => postgresName(name))
  return rolledBack(connection, async () => {
    for (const sql of tables(schema, rule, columns)) await connection.execute(sql)
    const sink = await connection.copyIn(postgres`COPY ${TRIED} (${[PLACE, ...columns]}) FROM STDIN`)
    await send(sink)
    await sink.end()
    await connection.execute(
      postgres`INSERT INTO ${KEPT} SELECT * FROM ${TRIED} ORDER BY ${LINE} ON CONFLICT DO NOTHING`,
    )
    const [counted] = await connection.rows<{ readonly rows: bigint }>(
      postgres`SELECT (SELECT count(*) FROM ${TRIED}) - (SELECT count(*) FROM ${KEPT}) AS rows`,
    )
    const rows = counted?.rows ?? 0n
    return { rows, shown: rows === 0n ? [] : await shownRows(connection, columns, most) }
  })
}

function tables(
  schema: string,
  { table, kind, definition }: UniqueRule,
  columns: readonly PostgresSql[],
): readonly PostgresSql[] {
  return [
    postgres`CREATE TEMPORARY TABLE sqlite2pg_tried AS SELECT NULL::bigint AS ${PLACE}, ${columns} FROM ${postgresName(schema, table)} LIMIT 0`,
    postgres`CREATE TEMPORARY TABLE sqlite2pg_kept AS SELECT *, NULL::bigint AS ${LINE} FROM ${TRIED}`,
    postgres`ALTER TABLE ${TRIED} ADD COLUMN ${LINE} bigint GENERATED ALWAYS AS IDENTITY`,
    kind === 'unique index'
      ? postgres`CREATE UNIQUE INDEX ON ${KEPT} ${definition}`
      : postgres`ALTER TABLE ${KEPT} ADD ${definition}`,
  ]
}

function shownRows(
  connection: Pick<TargetConnection, 'rows'>,
  columns: readonly PostgresSql[],
  most: number,
): Promise<readonly RefusedRow[]> {
  const texts = columns.map(name => postgres`t.${name}::text`)
  return connection.rows<RefusedRow>(
    postgres`SELECT t.${PLACE} AS place, ARRAY[${texts}] AS texts FROM ${TRIED} t
      WHERE NOT EXISTS (SELECT FROM ${KEPT} k WHERE k.${LINE} = t.${LINE}) ORDER BY t.${LINE} LIMIT ${most}`,
  )
}
