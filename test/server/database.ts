// A database of its own for each test file, on the server of the run, and a short way to ask it something.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly url: string
  readonly name: string
  /** Ends every session in it and removes it. */
  drop(): Promise<void>
}

export interface TestDatabaseOptions {
  /** The server to make it on, when it is not the server of the run. */
  readonly serverUrl?: string
  /** UTF8 by default. */
  readonly encoding?: string
  /** A database whose copy it is to be. */
  readonly template?: string
}

/** Makes a fresh database; the caller drops it: `afterAll(() => database.drop())`. */
export async function withDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = options.serverUrl ?? inject('serverUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  const locale = options.encoding === undefined ? '' : await plainLocale(serverUrl)
  const encoding = options.encoding ?? 'UTF8'
  const template = options.template ?? 'template0'
  await query(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} ENCODING '${encoding}' ${locale}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    name,
    drop: async () => {
      await query(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** The locale that goes with every encoding; that of template0 may know UTF-8 only, which there is a word for from 15 on. */
async function plainLocale(serverUrl: string): Promise<string> {
  const [row] = await query<{ is15: boolean }>(
    serverUrl,
    `SELECT current_setting('server_version_num')::int >= 150000 AS is15`,
  )
  return row?.is15 === true ? `LOCALE 'C' LOCALE_PROVIDER libc` : `LOCALE 'C'`
}

/** Runs one statement on a connection of its own and gives its rows. */
export async function query<Row extends pg.QueryResultRow = Record<string, unknown>>(
  url: string,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that goes down between two statements says so to nobody; the next statement fails and tells.
  client.on('error', () => {})
  await client.connect()
  try {
    const result =
      params.length === 0 ? await client.query<Row>(sql) : await client.query<Row>(sql, [...params])
    return result.rows
  } finally {
    await client.end()
  }
}
