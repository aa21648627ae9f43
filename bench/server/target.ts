// An empty database of its own for each run, on the server of the bench; dropped when the run is over.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface Target {
  /** With its password, for our own questions. */
  readonly url: string
  /** Without its password, for a command line; `environment` has it. */
  readonly publicUrl: string
  readonly environment: Readonly<Record<string, string>>
}

/** Gives `work` an empty database and takes it away again. */
export async function withTarget<Result>(
  serverUrl: string,
  work: (target: Target) => Promise<Result>,
): Promise<Result> {
  const name = `sqlite2pg_bench_${randomBytes(6).toString('hex')}`
  await askOnce(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  try {
    return await work(asTarget(serverUrl, name))
  } finally {
    await askOnce(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

function asTarget(serverUrl: string, name: string): Target {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const bare = new URL(url)
  bare.password = ''
  const password = decodeURIComponent(url.password)
  return { url: url.href, publicUrl: bare.href, environment: password === '' ? {} : { PGPASSWORD: password } }
}

/** Gives `work` a connection and closes it. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs SQL on a connection of its own. */
export async function askOnce(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const result = await withClient(url, client => client.query(sql))
  return result.rows ?? []
}

/** Lets the server write what earlier runs left, so that the next one does not pay for it; not everybody may. */
export async function settle(url: string): Promise<void> {
  await askOnce(url, 'CHECKPOINT').catch(() => {})
}
