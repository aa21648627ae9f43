// What tests of whole verbs stand on: a folder of their own for SQLite files, and the verbs with their usual
// arguments, so that a test says only what is special about it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll } from 'vitest'
import { buildFixture, fixtureConfigPath } from '../../fixtures/build.ts'
import type { TableWishes } from '../../src/model/options.ts'

/** A path in a folder that is gone after the test file; nothing is there yet. */
export function newPath(fileName = 'source.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-run-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, fileName)
}

/** A new SQLite file, filled and closed. */
export function sourceFile(fill: string | ((database: Database.Database) => void)): string {
  const path = newPath()
  const database = new Database(path)
  database.pragma('synchronous = OFF')
  if (typeof fill === 'string') database.exec(fill)
  else fill(database)
  database.close()
  return path
}

export function fixtureFile(name: string): string {
  const path = newPath(`${name}.db`)
  buildFixture(name, path)
  return path
}

/** The wishes of a fixture's config, none where it has no config. */
export function fixtureWishes(name: string): Readonly<Record<string, TableWishes>> {
  const path = fixtureConfigPath(name)
  return path === undefined ? {} : JSON.parse(readFileSync(path, 'utf8')).tables
}
