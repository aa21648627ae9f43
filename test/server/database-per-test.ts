// A database of its own for each test of a file, for tests that publish into the same names.
import { afterAll, beforeEach } from 'vitest'
import { type TestDatabase, withDatabase } from './database.ts'

/** Gives `use` a fresh database before each test; all are dropped at the end. */
export function databasePerTest(use: (database: TestDatabase) => void): void {
  const made: TestDatabase[] = []
  beforeEach(async () => {
    const database = await withDatabase()
    made.push(database)
    use(database)
  })
  afterAll(async () => {
    for (const each of made) await each.drop()
  })
}
