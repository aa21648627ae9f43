// Asks aggregate questions of a table range by range and adds the answers up: reading is synchronous, so
// between two ranges signals are heard and progress is shown. Ranges are of rowids; a table without a rowid is
// one range. Never through an index, which could lie.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SourceTable } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'

/** An aggregate, and how the answers of two ranges become one; sums are never NULL. */
export interface Tally {
  readonly sql: SqliteSql
  readonly merge: 'sum' | 'least' | 'greatest'
}

export const sum = (condition: SqliteSql): Tally => ({
  sql: sqlite`coalesce(sum(${condition}), 0)`,
  merge: 'sum',
})
export const count = (value: SqliteSql): Tally => ({ sql: sqlite`count(${value})`, merge: 'sum' })
export const least = (value: SqliteSql): Tally => ({ sql: sqlite`min(${value})`, merge: 'least' })
export const greatest = (value: SqliteSql): Tally => ({ sql: sqlite`max(${value})`, merge: 'greatest' })

export type TallyAnswer = bigint | null

/** Share of the scan that is done, from 0 to 1. */
export type OnScan = (share: number) => void

/** SQLite answers at most 2,000 result columns a query. https://www.sqlite.org/limits.html */
const RESULT_COLUMNS = 1800

const ROWIDS_PER_RANGE = 50_000n
/** Sparse rowids must not make a small table many ranges. */
const MOST_RANGES = 400n

export class TableScan {
  readonly reader: SourceReader
  readonly table: SourceTable
  readonly name: SqliteSql
  readonly #ranges: readonly (readonly [from: bigint, to: bigint])[]
  readonly #onScan: OnScan

  constructor(reader: SourceReader, table: SourceTable, onScan: OnScan = () => {}) {
    this.reader = reader
    this.table = table
    this.name = sqliteName(table.name)
    this.#ranges = rangesOf(reader, table)
    this.#onScan = onScan
  }

  /** The answers over the whole table, in the order of the questions. */
  async ask(tallies: readonly Tally[]): Promise<readonly TallyAnswer[]> {
    const answers: TallyAnswer[] = []
    for (let i = 0; i < tallies.length; i += RESULT_COLUMNS) {
      answers.push(...(await this.#askBatch(tallies.slice(i, i + RESULT_COLUMNS))))
    }
    return answers
  }

  /** The rows of a query over each range, one range after the other. */
  async rows<Row>(
    what: SqliteSql,
    condition: SqliteSql,
    grouping: SqliteSql = sqlite``,
  ): Promise<readonly Row[]> {
    const found: Row[] = []
    await this.#eachRange((within, bounds) => {
      found.push(
        ...this.reader.all<Row>(
          sqlite`SELECT ${what} FROM ${this.name} NOT INDEXED WHERE ${condition} AND ${within} ${grouping}`,
          bounds,
        ),
      )
    })
    return found
  }

  async #askBatch(tallies: readonly Tally[]): Promise<readonly TallyAnswer[]> {
    let total: readonly TallyAnswer[] | null = null
    const questions = tallies.map(({ sql }) => sql)
    await this.#eachRange((within, bounds) => {
      const [row] = this.reader.raw<TallyAnswer[]>(
        sqlite`SELECT ${questions} FROM ${this.name} NOT INDEXED WHERE ${within}`,
        bounds,
      )
      if (row === undefined) throw new Error('an aggregate query gave no row')
      total =
        total === null
          ? row
          : tallies.map(({ merge }, i) => mergeAnswers(merge, total?.[i] ?? null, row[i] ?? null))
    })
    return total ?? []
  }

  async #eachRange(work: (within: SqliteSql, bounds: readonly SqliteValue[]) => void): Promise<void> {
    const rowid = this.table.rowidName === null ? null : sqliteName(this.table.rowidName)
    const within = rowid === null || this.#ranges.length < 2 ? sqlite`1` : sqlite`${rowid} BETWEEN ? AND ?`
    for (const [done, range] of this.#ranges.entries()) {
      work(within, this.#ranges.length < 2 ? [] : range)
      this.#onScan((done + 1) / this.#ranges.length)
      await nextTurn()
    }
  }
}

function mergeAnswers(merge: Tally['merge'], a: TallyAnswer, b: TallyAnswer): TallyAnswer {
  if (a === null || b === null) return a ?? b
  switch (merge) {
    case 'sum':
      return a + b
    case 'least':
      return a < b ? a : b
    case 'greatest':
      return a > b ? a : b
  }
}

/** Ranges of equal width over the rowids; one for a small table, and for one without rowids. */
function rangesOf(
  reader: SourceReader,
  { name, rowidName }: SourceTable,
): readonly (readonly [bigint, bigint])[] {
  const whole = [[0n, 0n] as const]
  if (rowidName === null) return whole
  const rowid = sqliteName(rowidName)
  // Two queries: SQLite finds min() or max() at an end of the tree only when it is asked alone.
  const first =
    reader.value<bigint | null>(sqlite`SELECT min(${rowid}) FROM ${sqliteName(name)} NOT INDEXED`) ?? 0n
  const last =
    reader.value<bigint | null>(sqlite`SELECT max(${rowid}) FROM ${sqliteName(name)} NOT INDEXED`) ?? 0n
  const wanted = (last - first) / ROWIDS_PER_RANGE + 1n
  const ranges = wanted > MOST_RANGES ? MOST_RANGES : wanted
  if (ranges < 2n) return whole
  const width = (last - first) / ranges + 1n
  return Array.from({ length: Number(ranges) }, (_, i) => {
    const from = first + BigInt(i) * width
    const to = from + width - 1n
    return [from, to > last ? last : to] as const
  })
}
