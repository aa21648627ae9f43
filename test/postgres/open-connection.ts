// A connection for one test, closed when the test is over.
import { onTestFinished } from 'vitest'
import { type ConnectOptions, TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { trustPostgres } from '../../src/sql/text.ts'

export async function openConnection(url: string, options: ConnectOptions = {}): Promise<TargetConnection> {
  const connection = await TargetConnection.connect(parseTarget({ url }), options)
  onTestFinished(() => connection.close())
  return connection
}

/** The value of one SQL expression. */
export async function selectValue(connection: TargetConnection, sql: string): Promise<unknown> {
  const [row] = await connection.rows<{ value: unknown }>(trustPostgres(`SELECT ${sql} AS value`))
  return row?.value
}
