// A plan of tables that refer to each other in circles, and connections that dawdle, for building over several lanes.

import type { Lane } from '../../src/apply/apply-statements.ts'
import type { BuildStatement } from '../../src/model/build-statement.ts'
import type { Plan, PlannedForeignKey, PlannedIndex, PlannedTable } from '../../src/model/plan.ts'
import { afterRows } from '../../src/plan/target/after-rows.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { postgres, trustPostgres } from '../../src/sql/text.ts'
import { query } from '../server/database.ts'

export const SCHEMA = 'built'

export function connectTo(url: string, signal?: AbortSignal): Promise<TargetConnection> {
  return TargetConnection.connect(parseTarget({ url }), signal === undefined ? {} : { signal })
}

/** Tables t0, t1, …: each refers to the next one, in a circle, and to itself; every third is a large one. */
export function circle(count: number): Plan {
  const tables = Array.from({ length: count }, (_, i) => table(`t${i}`, i % 3 === 0 ? 20_000_000n : 5n))
  const name = (i: number): string => `t${i % count}`
  return {
    schema: SCHEMA,
    tables,
    foreignKeys: tables.flatMap((_, i) => [foreignKey(name(i), name(i + 1)), foreignKey(name(i), name(i))]),
    indexes: tables.flatMap((_, i) => [index(name(i), 'next'), index(name(i), 'self')]),
    triggers: [],
    views: [],
    quarantine: null,
    notices: [],
  }
}

function table(target: string, estimatedBytes: bigint): PlannedTable {
  return {
    source: target,
    target,
    sourceRows: 500n,
    columns: [],
    primaryKey: { name: `${target}_pkey`, columns: ['id'] },
    uniques: [{ name: `${target}_code_key`, columns: ['code'] }],
    checks: [{ name: `${target}_check`, expression: postgres`code >= 0`, source: 'code >= 0', valid: true }],
    reading: {
      rowidName: 'rowid',
      rowidAlias: null,
      key: [],
      rowsPerChunk: 100,
      rowsPerDigest: 100,
      wide: null,
      estimatedBytes,
      kept: null,
    },
    setAside: null,
  }
}

function index(of: string, column: string): PlannedIndex {
  return {
    name: `${of}_${column}_idx`,
    table: of,
    unique: false,
    method: 'btree',
    items: [trustPostgres(`"${column}"`)],
    where: null,
    state: 'created',
    because: 'it is in the file',
    origin: 'source',
  }
}

function foreignKey(of: string, parent: string): PlannedForeignKey {
  const column = of === parent ? 'self' : 'next'
  return {
    name: `${of}_${column}_fkey`,
    table: of,
    columns: [column],
    parent,
    parentColumns: of === parent ? ['id'] : ['code'],
    onDelete: 'cascade',
    onUpdate: 'no action',
    deferred: false,
    orphans: 0n,
    orphanExamples: [],
    state: 'valid',
    because: 'it is in the file',
    origin: 'source',
  }
}

/** The bare tables with 500 rows each; gives what is to be built on them. */
export async function bareTables(url: string, plan: Plan): Promise<readonly BuildStatement[]> {
  await query(url, `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`)
  await query(url, `CREATE SCHEMA ${SCHEMA}`)
  for (const { target } of plan.tables)
    await query(
      url,
      `CREATE TABLE ${SCHEMA}.${target} AS
         SELECT g AS id, g + 1000 AS code, g + 1000 AS next, g AS self FROM generate_series(1, 500) g`,
    )
  return afterRows(plan, SCHEMA)
}

/** A lane that takes a random time for each statement, on the server, with its locks held. */
export function dawdling(connection: TargetConnection): Lane {
  const pause = () => trustPostgres(`SELECT pg_catalog.pg_sleep(${Math.random() * 0.01})`)
  return {
    execute: (sql, errand) => connection.execute(postgres`${pause()}; ${sql}; ${pause()}`, errand),
    cancel: () => connection.cancel(),
  }
}

/** Every index and constraint, as the server writes them. */
export async function builtThings(url: string, schema = SCHEMA): Promise<readonly string[]> {
  const rows = await query<{ thing: string }>(
    url,
    `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated AS thing
       FROM pg_constraint WHERE connamespace = '${schema}'::regnamespace AND contype <> 'n'
     UNION ALL SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid || ' ' || indisprimary FROM pg_index
       JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = '${schema}'::regnamespace
     ORDER BY 1`,
  )
  return rows.map(({ thing }) => thing)
}

/** Sessions of ours on the database, besides the one that asks. */
export async function countSessions(url: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    url,
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'`,
  )
  return row?.count ?? 0
}
