// The locks on the tables and views that a transaction moves, all taken by one statement with one time limit: with a
// limit for each table, readers of the first would wait for the sum of all.
// https://www.postgresql.org/docs/current/sql-lock.html
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { sqlState } from '../postgres/errors/errors.ts'
import { postgresName } from '../sql/quote.ts'
import { postgres, trustPostgres } from '../sql/text.ts'

const WAIT_MS = 2000
const QUERY_CANCELED = '57014'

/** `SHARE` keeps writers out, `ACCESS EXCLUSIVE` readers too. */
export type LockMode = 'SHARE' | 'ACCESS EXCLUSIVE'

/** Must run in a transaction; throws TARGET_BUSY. */
export async function lockRelations(
  connection: TargetConnection,
  schema: string,
  { tables, views }: { readonly tables: readonly string[]; readonly views: readonly string[] },
  mode: LockMode = 'ACCESS EXCLUSIVE',
): Promise<void> {
  if (tables.length + views.length === 0) return
  // Views first, as whoever reads one locks it before its tables.
  const names = [
    ...views.map(view => postgres`${postgresName(schema, view)}`),
    ...tables.map(table => postgres`ONLY ${postgresName(schema, table)}`),
  ]
  const object = [...views, ...tables].join(', ')
  await connection.execute(postgres`SET LOCAL statement_timeout = ${WAIT_MS}`)
  try {
    await connection.execute(postgres`LOCK TABLE ${names} IN ${trustPostgres(mode)} MODE`, {
      object,
      doing: 'locking what is replaced',
    })
  } catch (error) {
    throw isTimeUp(error) ? inUse(schema, object, error) : error
  }
  await connection.execute(postgres`SET LOCAL statement_timeout = 0`)
}

const isTimeUp = (error: unknown): boolean =>
  asSqlite2pgError(error).code === 'TARGET_FAILED' && sqlState(error) === QUERY_CANCELED

function inUse(schema: string, object: string, cause: unknown): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_BUSY',
    `${object} in schema ${schema}: other sessions hold on to what is to be replaced`,
    'Wait for them or end them (pg_stat_activity and pg_locks show them), then run again.',
    { cause },
  )
}
