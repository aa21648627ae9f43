// Counts and extremes of a table, asked of each side by one query (wide tables: one for every hundred columns).
// Both sides answer in the canonical text of the column's proof. A smallest number is found as a number and
// turned into text afterwards; texts are ordered by the bytes of their UTF-8 on both sides.
import type { PlannedColumn } from '../model/plan.ts'
import { postgresName, sqliteName } from '../sql/quote.ts'
import {
  type PostgresSql,
  postgres,
  type SqliteSql,
  sqlite,
  trustPostgres,
  trustSqlite,
} from '../sql/text.ts'
import type { SourceAsker } from '../sqlite/asker.ts'
import type { MeasuredColumn } from './measured-column.ts'
import type { TargetSide } from './sides.ts'

export interface Measures {
  readonly rows: bigint
  readonly columns: readonly ColumnMeasures[]
}

export interface ColumnMeasures {
  /** Values that are not NULL. */
  readonly values: bigint
  readonly lowest: string | null
  readonly highest: string | null
}

const COLUMNS_PER_QUERY = 100

/** Each answer of a query, by its alias: counts, and canonical texts. */
type Answers = Readonly<Record<string, bigint | string | null | undefined>>

/** `kept` is true for the rows that are moved, null where all are. */
export async function measureSource(
  source: SourceAsker,
  table: string,
  columns: readonly MeasuredColumn[],
  kept: SqliteSql | null = null,
): Promise<Measures> {
  return measureInBatches(columns, async batch => {
    const [row = []] = await source.raw<(bigint | string | null)[]>(askSource(table, batch, kept))
    return Object.fromEntries(aliasesOf(batch).map((alias, i) => [alias, row[i]]))
  })
}

/** What `askSource` answers, in order. */
function aliasesOf(batch: readonly MeasuredColumn[]): readonly string[] {
  const ofColumns = batch.flatMap(({ extremes }, i) => [`c${i}`, ...(extremes ? [`lo${i}`, `hi${i}`] : [])])
  return ['rows', ...ofColumns]
}

export async function measureTarget(
  target: TargetSide,
  schema: string,
  table: string,
  columns: readonly MeasuredColumn[],
): Promise<Measures> {
  return measureInBatches(columns, async batch => {
    const [answers] = await target.rows<Answers>(askTarget(schema, table, batch))
    return answers ?? {}
  })
}

async function measureInBatches(
  columns: readonly MeasuredColumn[],
  ask: (batch: readonly MeasuredColumn[]) => Promise<Answers>,
): Promise<Measures> {
  const measured: ColumnMeasures[] = []
  let rows = 0n
  for (let from = 0; from === 0 || from < columns.length; from += COLUMNS_PER_QUERY) {
    const batch = columns.slice(from, from + COLUMNS_PER_QUERY)
    const answers = await ask(batch)
    rows = BigInt(answers['rows'] ?? 0)
    batch.forEach((_, i) => {
      measured.push({
        values: BigInt(answers[`c${i}`] ?? 0),
        lowest: textOf(answers[`lo${i}`]),
        highest: textOf(answers[`hi${i}`]),
      })
    })
  }
  return { rows, columns: measured }
}

function textOf(answer: bigint | string | null | undefined): string | null {
  return answer === null || answer === undefined ? null : String(answer)
}

// LIMIT -1 keeps SQLite from melting the inner query into the outer one and computing each proof three times.
// NOT INDEXED: a secondary index may lie, the rows do not.
function askSource(table: string, batch: readonly MeasuredColumn[], kept: SqliteSql | null): SqliteSql {
  const values = batch.flatMap((column, i) => sourceValues(column, trustSqlite(String(i))))
  const totals = batch.flatMap(({ extremes }, i) => {
    const n = trustSqlite(String(i))
    const value = extremes === 'number' ? sqlite`n${n}` : sqlite`v${n}`
    const limits = extremes ? [sqlite`min(${value}) AS lo${n}`, sqlite`max(${value}) AS hi${n}`] : []
    return [sqlite`count(v${n}) AS c${n}`, ...limits]
  })
  const answers = batch.flatMap(({ extremes, match, proof }, i) => {
    const n = trustSqlite(String(i))
    const written = (limit: SqliteSql): SqliteSql =>
      extremes === 'number' && proof
        ? sqlite`(SELECT ${proof.sqlite} FROM ${holding(match.planned, limit, table)}) AS ${limit}`
        : sqlite`a.${limit} AS ${limit}`
    return [sqlite`a.c${n} AS c${n}`, ...(extremes ? [written(sqlite`lo${n}`), written(sqlite`hi${n}`)] : [])]
  })
  return sqlite`
    SELECT ${[sqlite`a.total AS rows`, ...answers]} FROM (
      SELECT ${[sqlite`count(*) AS total`, ...totals]} FROM (
        SELECT ${[sqlite`1 AS one`, ...values]} FROM ${sqliteName(table)} NOT INDEXED WHERE ${kept ?? sqlite`1`} LIMIT -1)) AS a`
}

/** What follows FROM: one row that holds the value in the column. SQLite loses a subquery's column called true. */
function holding(planned: PlannedColumn, value: SqliteSql, table: string): SqliteSql {
  const name = sqliteName(planned.source)
  return /^(?:true|false)$/i.test(planned.source)
    ? sqlite`${sqliteName(table)} NOT INDEXED WHERE ${numberOf(planned)} = a.${value} LIMIT 1`
    : sqlite`(SELECT a.${value} AS ${name})`
}

/** Text that is a number by its value. */
function numberOf({ value }: PlannedColumn): SqliteSql {
  return sqlite`CASE typeof(${value}) WHEN 'text' THEN CAST(${value} AS NUMERIC) ELSE ${value} END`
}

/** The value as it will arrive, so that a value which is to become NULL counts as one; blobs need no such care. */
function sourceValues(
  { match: { planned }, proof, extremes }: MeasuredColumn,
  n: SqliteSql,
): readonly SqliteSql[] {
  const raw = planned.value
  const value = proof === null || (planned.family === 'bytea' && extremes === null) ? raw : proof.sqlite
  return [
    sqlite`${value} AS v${n}`,
    ...(extremes === 'number' ? [sqlite`${numberOf(planned)} AS n${n}`] : []),
  ]
}

function askTarget(schema: string, table: string, batch: readonly MeasuredColumn[]): PostgresSql {
  const totals = batch.flatMap(({ match, proof, extremes }, i) => {
    const n = trustPostgres(String(i))
    const raw = postgresName(match.target.name)
    const value = extremes === 'text' && proof ? postgres`(${proof.postgres}) COLLATE "C"` : raw
    const limits = extremes ? [postgres`min(${value}) AS lo${n}`, postgres`max(${value}) AS hi${n}`] : []
    return [postgres`count(${raw}) AS c${n}`, ...limits]
  })
  const answers = batch.flatMap(({ match, proof, extremes }, i) => {
    const n = trustPostgres(String(i))
    const written = (limit: PostgresSql): PostgresSql =>
      extremes === 'number' && proof
        ? postgres`(SELECT ${proof.postgres} FROM (SELECT a.${limit} AS ${postgresName(match.target.name)}) AS one) AS ${limit}`
        : postgres`a.${limit} AS ${limit}`
    const limits = extremes ? [written(postgres`lo${n}`), written(postgres`hi${n}`)] : []
    return [postgres`a.c${n} AS c${n}`, ...limits]
  })
  return postgres`
    SELECT ${[postgres`a.total AS rows`, ...answers]} FROM (
      SELECT ${[postgres`count(*) AS total`, ...totals]} FROM ${postgresName(schema, table)}) AS a`
}
