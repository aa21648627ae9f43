// What tests of `load` stand on: a file and a schema of the target from SQL texts, each pair in a schema of its own.
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { buildFixture, fillNewDatabase } from '../../../fixtures/build.ts'
import { type LoadOptions, load, type RunReport } from '../../../src/index.ts'
import { query } from '../../server/database.ts'
import { newPath, sourceFile } from '../workplace.ts'

const FOLDER = new URL('../../../fixtures/load/', import.meta.url)

let schemas = 0

/** A schema made by SQL that names it nowhere. */
export async function targetSchema(url: string, sql: string): Promise<string> {
  const schema = `load_${++schemas}`
  await query(url, `CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${sql}`)
  return schema
}

export interface Pair {
  readonly url: string
  readonly sqlitePath: string
  readonly schema: string
}

export async function pairOf(url: string, source: string, target: string): Promise<Pair> {
  return { url, sqlitePath: sourceFile(source), schema: await targetSchema(url, target) }
}

/** The pair of an application in fixtures/load; the file of a todo generation is that of fixtures/. */
export async function fixturePair(url: string, name: string): Promise<Pair> {
  const sqlitePath = newPath(`${name}.db`)
  const text = (end: string): string => readFileSync(new URL(`${name}.${end}.sql`, FOLDER), 'utf8')
  if (/^[a-e]-/.test(name)) buildFixture(name, sqlitePath)
  else fillNewDatabase(sqlitePath, database => database.exec(text('sqlite')))
  return { url, sqlitePath, schema: await targetSchema(url, text('postgres')) }
}

export async function loaded(pair: Pair, more: Partial<LoadOptions> = {}): Promise<RunReport> {
  const dry = await load({ ...pair, ...more, dryRun: true })
  const report = await load({ ...pair, ...more })
  expect({ error: report.error, exitCode: report.exitCode }).toEqual({ error: null, exitCode: 0 })
  expect(dry.outcome).toBe('would succeed')
  return report
}

export function noticesOf({ notices }: RunReport): readonly string[] {
  return notices.map(({ code, object, message }) => `${code} ${object}: ${message}`)
}

export function codesOf({ notices }: RunReport): readonly string[] {
  return notices.map(({ code }) => code)
}

/** Rows of a table as texts, in the order of its first column. */
export async function rowsOf(pair: Pair, table: string, columns = '*'): Promise<readonly unknown[]> {
  return query(pair.url, `SELECT ${columns} FROM ${pair.schema}."${table}" ORDER BY 1`)
}
