// The locks on the tables and views that a transaction moves, all taken by one statement with one time limit: with a
// limit for each table, readers of the first would wait for the sum of all.
// https://www.postgresql.org/docs/current/sql-lock.html
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { sqlState } from '../postgres/errors/errors.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'

/**
 * One turn after the other, each longer than the one before: readers that lock the same in another order would else keep
 * each turn from its end, and those that are slow need a long one. The longest is shorter than the second after which the
 * server looks for deadlocks, so that a reader which waits for us in a circle is let go before it would be ended.
 */
const TURNS_MS = [50, 100, 200, 400, 800] as const
/** `SHARE` keeps writers out, `ACCESS EXCLUSIVE` readers too. */
export type LockMode = 'SHARE' | 'ACCESS EXCLUSIVE'

/** A statement that locks one thing and changes nothing. */
export interface LockStatement {
  readonly object: string
  readonly sql: PostgresSql
}

/** Must run in a transaction; throws TARGET_BUSY. `readers` lock what reads the tables from outside. */
export async function lockRelations(
  connection: TargetConnection,
  schema: string,
  { tables, views }: { readonly tables: readonly string[]; readonly views: readonly string[] },
  mode: LockMode = 'ACCESS EXCLUSIVE',
  readers: readonly LockStatement[] = [],
): Promise<void> {
  const own = [lockStatement(schema, views, tables, mode), lockStatement(schema, [], tables, mode)]
  const object = [...views, ...tables].join(', ')
  const locks = own.map(sql => (sql === null ? [] : [{ object, sql }]))
  // Whoever reads a view locks it before its tables; who reads a table first and then the view has it the other way.
  const orders = [
    [...readers, ...(locks[0] ?? [])],
    [...(locks[1] ?? []), ...readers, ...(locks[0] ?? [])],
  ]
  if (orders[0]?.length === 0) return
  const turns = TURNS_MS.map((waitMs, i) => ({ waitMs, statements: orders[i % 2] ?? [] }))
  for (const [i, { waitMs, statements }] of turns.entries()) {
    await connection.execute(SAVEPOINT)
    try {
      await lockAll(connection, statements, waitMs)
      // What follows is to be the transaction's own, and not one of its part's.
      return await connection.execute(postgres`RELEASE ${SAVEPOINT}; SET LOCAL statement_timeout = 0`)
    } catch (error) {
      const { code } = asSqlite2pgError(error)
      if (!isTimeUp(error) && code !== 'TARGET_BUSY') throw error
      if (i === TURNS_MS.length - 1) throw code === 'TARGET_BUSY' ? error : inUse(schema, object, error)
      await connection.execute(BACK_TO_SAVEPOINT)
    }
  }
}

/** All within the time. */
async function lockAll(
  connection: TargetConnection,
  statements: readonly LockStatement[],
  waitMs: number,
): Promise<void> {
  const deadline = performance.now() + waitMs
  for (const { object, sql } of statements) {
    // Zero would be no limit at all.
    const leftMs = Math.max(1, Math.round(deadline - performance.now()))
    await connection.execute(postgres`SET LOCAL statement_timeout = ${leftMs}`)
    await connection.execute(sql, { object, doing: 'locking what is replaced' })
  }
}

function lockStatement(
  schema: string,
  views: readonly string[],
  tables: readonly string[],
  mode: LockMode,
): PostgresSql | null {
  const names = [
    ...views.map(view => postgres`${postgresName(schema, view)}`),
    ...tables.map(table => postgres`ONLY ${postgresName(schema, table)}`),
  ]
  return names.length === 0 ? null : postgres`LOCK TABLE ${names} IN ${trustPostgres(mode)} MODE`
}

const SAVEPOINT = postgres`SAVEPOINT ${postgresName('before_locks')}`
const BACK_TO_SAVEPOINT = postgres`ROLLBACK TO SAVEPOINT ${postgresName('before_locks')}`

const QUERY_CANCELED = '57014'

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
