// Asks aggregate questions of a table range by range and adds the answers up: between two ranges signals are heard
// and progress is shown, and where several readers answer, ranges are asked at the same time. Ranges are of rowids, or
// of the key of a table without rowid, and hold so many rows each. Never through an index, which could lie.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SourceTable } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { askReader, type SourceAsker } from '../sqlite/asker.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import { keyRanges } from './key-ranges.ts'
import { rowidRanges, type ScanRange, WHOLE } from './rowid-ranges.ts'
import type { Question } from './tally.ts'

/** Told after every range. */
export type OnScan = () => void

export interface ScanOptions {
  /** Who answers; the reader by itself where nobody is given. */
  readonly asker?: SourceAsker
  /** At most so many rows are asked about at once. */
  readonly mostRows?: number
  /** The texts of a table with no more rows are asked about one by one. */
  readonly fewRows?: number
}

/** SQLite answers at most 2,000 result columns a query. https://www.sqlite.org/limits.html */
const RESULT_COLUMNS = 1800

const MOST_ROWS = 20_000

/** Below that SQLite is done before our own loops over bytes are warm. */
const FEW_ROWS = 1000

export class TableScan {
  readonly reader: SourceReader
  readonly table: SourceTable
  readonly name: SqliteSql
  readonly #asker: SourceAsker
  readonly #mostRows: number
  readonly #fewRows: number
  readonly #onScan: OnScan

  constructor(
    reader: SourceReader,
    table: SourceTable,
    onScan: OnScan = () => {},
    { asker = askReader(reader), mostRows = MOST_ROWS, fewRows = FEW_ROWS }: ScanOptions = {},
  ) {
    this.reader = reader
    this.table = table
    this.name = sqliteName(table.name)
    this.#asker = asker
    this.#mostRows = mostRows
    this.#fewRows = fewRows
    this.#onScan = onScan
  }

  /** True where a query can be bounded in rows, and there are so many that it matters how texts are read. */
  hasManyRows(): boolean {
    const { rowidName } = this.table
    if (rowidName === null) return false
    const one = sqlite`SELECT 1 FROM ${this.name} NOT INDEXED LIMIT 1 OFFSET ${this.#fewRows}`
    return this.reader.value(one) !== undefined
  }

  /** The least and the greatest rowid, from the two ends of the table. */
  rowidEnds(): { readonly min: bigint | null; readonly max: bigint | null } {
    const rowid = sqliteName(this.table.rowidName ?? 'rowid')
    const end = (sql: SqliteSql): bigint | null =>
      this.reader.value<bigint | null>(sqlite`SELECT ${sql} FROM ${this.name} NOT INDEXED`) ?? null
    // SQLite goes straight to an end only where it is asked for one alone.
    return { min: end(sqlite`min(${rowid})`), max: end(sqlite`max(${rowid})`) }
  }

  /** Asks the questions about the whole table, of at most `mostRows` rows at once. */
  async ask(questions: readonly Question[], mostRows: number = MOST_ROWS): Promise<void> {
    for (let i = 0; i < questions.length; i += RESULT_COLUMNS) {
      await this.#askBatch(questions.slice(i, i + RESULT_COLUMNS), mostRows)
    }
  }

  /** The rows of a query over each range, the ranges in any order. */
  async rows<Row extends readonly SqliteValue[]>(
    what: SqliteSql,
    condition: SqliteSql,
    grouping: SqliteSql = sqlite``,
  ): Promise<readonly Row[]> {
    const found: Row[] = []
    await this.#eachRange(MOST_ROWS, async ({ within, bounds }, asker) => {
      const query = sqlite`SELECT ${what} FROM ${this.name} NOT INDEXED WHERE ${condition} AND ${within} ${grouping}`
      found.push(...(await asker.raw<Row>(query, bounds)))
    })
    return found
  }

  async #askBatch(questions: readonly Question[], mostRows: number): Promise<void> {
    const what = questions.map(({ sql }) => sql)
    await this.#eachRange(mostRows, async ({ within, bounds }, asker) => {
      const query = sqlite`SELECT ${what} FROM ${this.name} NOT INDEXED WHERE ${within}`
      const [row] = await asker.raw<readonly SqliteValue[]>(query, bounds)
      if (row === undefined) throw new Error('an aggregate query gave no row')
      for (const [i, question] of questions.entries()) question.take(row[i] ?? null)
    })
  }

  /** One range more than there are lanes is under way, so that no lane waits for the next. */
  async #eachRange(
    mostRows: number,
    work: (range: ScanRange, asker: SourceAsker) => Promise<void>,
  ): Promise<void> {
    const running = new Set<Promise<void>>()
    const failures: unknown[] = []
    try {
      for (const range of this.#ranges(Math.min(mostRows, this.#mostRows))) {
        // A small table is not worth the way to another thread.
        const asker = range === WHOLE ? askReader(this.reader) : this.#asker
        const one: Promise<void> = work(range, asker)
          .catch(error => void failures.push(error))
          .finally(() => running.delete(one))
        running.add(one)
        if (running.size > this.#asker.lanes) await Promise.race(running)
        this.#onScan()
        await nextTurn()
        if (failures.length > 0) break
      }
    } finally {
      await Promise.all(running)
    }
    if (failures.length > 0) throw failures[0]
  }

  #ranges(mostRows: number): Iterable<ScanRange> {
    const { rowidName, primaryKey } = this.table
    if (rowidName !== null)
      return rowidRanges(this.reader, { table: this.name, rowid: sqliteName(rowidName) }, mostRows)
    return keyRanges(this.reader, { table: this.name, key: primaryKey?.columns ?? [] }, mostRows)
  }
}
