// The guide's queries before the move and after it: in SQLite, in PostgreSQL with nothing but primary keys, and
// in PostgreSQL with the indexes that the file brought and those of the guide.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type pg from 'pg'
import { migrateCommand } from '../contenders/sqlite2pg.ts'
import type { DataSet } from '../data/data-set.ts'
import type { Place, QueryTiming } from '../measurement.ts'
import { runMeasured } from '../process/run-measured.ts'
import { type Target, withClient, withTarget } from '../server/target.ts'
import type { Workspace } from '../workspace.ts'
import { GUIDE_INDEXES, GUIDE_QUERIES } from './guide-queries.ts'
import { requireGoodEnd } from './race.ts'
import { type Ask, timeQuery } from './time-queries.ts'

/** Times all queries in all places. Throws an Error if the data cannot be moved. */
export async function timeGuideQueries(
  data: DataSet,
  programPath: string,
  workspace: Workspace,
): Promise<readonly QueryTiming[]> {
  const folder = mkdtempSync(join(workspace.folder, 'queries-'))
  try {
    const before = await timeSqlite(data, join(folder, 'todo.db'), workspace)
    const after = await withTarget(workspace.serverUrl, async target => {
      await migrate(data, target, folder, programPath, workspace)
      return withClient(target.url, client => timePostgres(data, client, workspace))
    })
    return [...before, ...after]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timeSqlite(
  data: DataSet,
  path: string,
  workspace: Workspace,
): Promise<readonly QueryTiming[]> {
  copyFileSync(data.sqlitePath, path)
  const database = new Database(path)
  database.pragma('foreign_keys = ON')
  try {
    const statements = new Map(GUIDE_QUERIES.map(query => [query, database.prepare(positional(query.sql))]))
    const ask: Ask = (query, parameters) => {
      const statement = statements.get(query)
      if (statement?.reader) statement.all(...parameters)
      else statement?.run(...parameters)
    }
    return await timePlace('SQLite', data, 0, ask, workspace)
  } finally {
    database.close()
  }
}

function positional(sql: string): string {
  return sql.replace(/\$\d/g, '?')
}

async function migrate(
  data: DataSet,
  target: Target,
  cwd: string,
  programPath: string,
  { environment, timeoutSeconds, signal }: Workspace,
): Promise<void> {
  const { file, args } = migrateCommand(programPath, { data, target }, ['--proof', 'none'])
  const options = { cwd, environment: { ...environment, ...target.environment }, timeoutSeconds, signal }
  requireGoodEnd(await runMeasured(file, args, options), timeoutSeconds)
}

async function timePostgres(
  data: DataSet,
  client: pg.Client,
  workspace: Workspace,
): Promise<readonly QueryTiming[]> {
  const ask: Ask = async (query, parameters) => {
    await client.query({ name: query.name, text: query.sql, values: [...parameters] })
  }
  const brought = await dropIndexes(client)
  await client.query('VACUUM ANALYZE')
  const bare = await timePlace('PostgreSQL, keys only', data, 0, ask, workspace)
  await client.query(`${brought.join(';\n')};${GUIDE_INDEXES}`)
  await client.query('VACUUM ANALYZE')
  const indexed = await timePlace("PostgreSQL, guide's indexes", data, 25, ask, workspace)
  return [...bare, ...indexed]
}

/** Drops what is no constraint's index; the answer makes them again. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`,
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(row => row.definition)
}

async function timePlace(
  place: Place,
  data: DataSet,
  first: number,
  ask: Ask,
  { signal, onNote }: Workspace,
): Promise<readonly QueryTiming[]> {
  const { name: size } = data.size
  const users = data.size.kind === 'tasks' ? data.size.users : 0
  const timings: QueryTiming[] = []
  for (const query of GUIDE_QUERIES) {
    signal.throwIfAborted()
    const milliseconds = await timeQuery(query, users, first, ask)
    timings.push({ size, place, query: query.name, milliseconds })
  }
  onNote(`queries, ${size}: ${place} timed`)
  return timings
}
