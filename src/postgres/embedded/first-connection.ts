// The first connection to a local server: sees that it is the one that serves these data, makes the database
// to work in, and reads the version. Throws the driver's errors.
import type pg from 'pg'
import { postgresName } from '../../sql/quote.ts'
import { Client } from '../driver.ts'

export interface ServerFacts {
  readonly dataDirectory: string
  readonly serverVersion: string
}

/** Connects as `postgres` on 127.0.0.1 and makes `database` if it is missing. */
export async function meetServer(port: number, password: string, database: string): Promise<ServerFacts> {
  const address = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', ssl: false }
  const client = new Client({ ...address, connectionTimeoutMillis: 30_000, application_name: 'sqlite2pg' })
  client.on('error', () => {})
  await client.connect()
  try {
    await makeDatabase(client, database)
    const { rows } = await client.query<{ directory: string; version: string }>(
      "SELECT current_setting('data_directory') AS directory, current_setting('server_version') AS version",
    )
    return { dataDirectory: rows[0]?.directory ?? '', serverVersion: rows[0]?.version ?? '' }
  } finally {
    await client.end()
  }
}

async function makeDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${postgresName(database)}`).catch(ignoreTwin)
}

// Another run made it between the two statements: duplicate_database, or the unique index behind it.
function ignoreTwin(error: pg.DatabaseError): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error
}
