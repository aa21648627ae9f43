// Moves a SQLite file of hostile values by a whole run and compares every cell by a reader that shares no code
// with the transfer.
import type Database from 'better-sqlite3'
import { afterAll, expect } from 'vitest'
import { migrate } from '../../src/index.ts'
import { columnTypes, sourceContents, targetContents } from '../run/cells.ts'
import { sourceFile } from '../run/workplace.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'

type Fill = string | ((source: Database.Database) => void)

/** A database for a test file, with a schema of its own for each file that is moved. */
export class Moves {
  readonly #database: TestDatabase
  #count = 0

  private constructor(database: TestDatabase) {
    this.#database = database
  }

  static async open(): Promise<Moves> {
    const database = await withDatabase()
    afterAll(() => database.drop())
    return new Moves(database)
  }

  get url(): string {
    return this.#database.url
  }

  /** Moves a file and gives its schema. */
  async move(sqlitePath: string): Promise<string> {
    const schema = `moved_${++this.#count}`
    const report = await migrate({ sqlitePath, url: this.url, schema })
    expect(report.error).toBeNull()
    return schema
  }

  /** Moves the file, compares every cell, and gives the types of the columns by `table.column`, or of `t` by column. */
  async exactly(fill: Fill): Promise<Record<string, string>> {
    const path = sourceFile(fill)
    const schema = await this.move(path)
    const contents = await targetContents(this.url, schema)
    expect(contents).toEqual(await sourceContents(path, this.url, schema))
    const types: Record<string, string> = {}
    for (const table of Object.keys(contents)) {
      for (const { name, type } of await columnTypes(this.url, table, schema))
        types[table === 't' ? name : `${table}.${name}`] = type
    }
    return types
  }
}

/** Fills a table `t` with one row for each value, the same in every column. */
export function column(values: readonly unknown[], ...declarations: readonly string[]) {
  return (source: Database.Database): void => {
    const places = declarations.map(() => '?').join(', ')
    source.exec(`CREATE TABLE t (${declarations.map((declared, i) => `c${i} ${declared}`).join(', ')})`)
    const insert = source.prepare(`INSERT INTO t VALUES (${places})`)
    source.transaction(() => {
      for (const value of values) insert.run(declarations.map(() => value))
    })()
  }
}
