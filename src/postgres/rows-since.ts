// Which rows of a table are not of the run that published it: each row bears the number of the transaction that wrote
// it, and the snapshot of the publishing transaction tells which of them had been committed by then.
// https://www.postgresql.org/docs/current/ddl-system-columns.html
import type { PublishedMoment, WrittenSince } from '../model/journal.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

const TURN = 4_294_967_296n

interface Counted {
  readonly all: bigint
  readonly kept: bigint
}

/** Reads the whole table. After two thousand million transactions old rows count as written, never the other way round. */
export async function readWrittenSince(
  connection: Pick<TargetConnection, 'rows'>,
  schema: string,
  table: string,
  rows: bigint,
  moment: PublishedMoment,
): Promise<WrittenSince> {
  const path = postgresName(schema, table)
  const [parted] = await connection.rows(
    postgres`SELECT FROM pg_catalog.pg_partitioned_table WHERE partrelid = pg_catalog.to_regclass($1)`,
    [path],
  )
  const rowsOf = parted === undefined ? postgres`ONLY ${path}` : path
  const [counted] = await connection.rows<Counted>(
    postgres`SELECT count(*) AS "all", count(*) FILTER (WHERE ${isOld(moment)}) AS kept FROM ${rowsOf}`,
    [],
    { object: table, doing: 'counting the rows written since the run' },
  )
  const { all = 0n, kept = 0n } = counted ?? {}
  // A transaction that had begun before may have written in a part of its own, whose number no snapshot tells.
  const more = kept > rows ? kept - rows : 0n
  return { table, written: all - kept + more, gone: rows > kept ? rows - kept : 0n }
}

/** A row has the lower half of the number only; the upper is that which brings it nearest to the snapshot. */
function isOld({ transactionId, snapshot }: PublishedMoment): PostgresSql {
  const [, end = '0', running = ''] = snapshot.split(':')
  const [limit, half] = [BigInt(end), TURN / 2n]
  const distance = postgres`(((xmin::text::bigint - ${limit % TURN} + ${TURN + half}) % ${TURN}) - ${half})`
  const open = running === '' ? [] : running.split(',').map(id => BigInt(id) - limit)
  const others = open.filter(away => away + limit !== transactionId).map(away => postgres`${away}`)
  const committed = others.length === 0 ? postgres`` : postgres` AND ${distance} NOT IN (${others})`
  return postgres`(${distance} = ${transactionId - limit} OR ${distance} < 0${committed})`
}
