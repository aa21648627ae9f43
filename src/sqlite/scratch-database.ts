// An empty database in memory where SQLite itself works out what a constant default is worth: the source is
// read-only. Only one statement at a time is run, so text from a file cannot bring a second one along.
import Database from 'better-sqlite3'
import { isNegativeZero } from '../codec/real.ts'
import type { SourceConstant } from '../model/source.ts'
import { sqlite } from '../sql/text.ts'

/** Name of the type whose affinity the default gets. */
export type AffinityName = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC'

export class ScratchDatabase {
  readonly #database = new Database(':memory:')

  /** What a row gets from `DEFAULT defaultSql` in a column of this affinity, or null where SQLite refuses it. */
  evaluateDefault(defaultSql: string, affinity: AffinityName): SourceConstant | null {
    // PRAGMA table_xinfo drops the parentheses of an expression; a bare "word" is text only without them.
    return this.#evaluate(defaultSql, affinity) ?? this.#evaluate(`(${defaultSql}\n)`, affinity)
  }

  close(): void {
    this.#database.close()
  }

  #evaluate(clause: string, affinity: AffinityName): SourceConstant | null {
    try {
      this.#database.prepare(`CREATE TABLE scratch (value ${affinity} DEFAULT ${clause}\n)`).run()
      this.#database.prepare('INSERT INTO scratch DEFAULT VALUES').run()
      return this.#database.prepare<[], SourceConstant>(READ_BACK).get() ?? null
    } catch {
      return null
    } finally {
      this.#database.prepare('DROP TABLE IF EXISTS scratch').run()
    }
  }
}

const READ_BACK = `SELECT typeof(value) AS storageClass,
  CASE typeof(value) WHEN 'blob' THEN hex(value) WHEN 'null' THEN '' ELSE
    CASE WHEN ${isNegativeZero(sqlite`value`)} THEN '-0.0' ELSE CAST(value AS TEXT) END END AS text
  FROM scratch`
