// How the values of a view's columns are compared: a column that a table gives as it is by that column's own
// proof, a computed one by its family. Numbers are brought to one text by whoever compares.
import { bytea } from '../../codec/bytea.ts'
import type { Reading } from '../../codec/codec.ts'
import { date, time, timestamp } from '../../codec/date-time.ts'
import { pureText } from '../../codec/text.ts'
import type { TypeFamily, ViewColumn } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import type { QueryColumn } from '../../sql/resolve/select-scope.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftColumn } from '../draft.ts'
import type { ViewTable } from './views.ts'

/** No view is called so: to SQLite one that is would refer to itself. */
export const VIEW_ROWS = sqlite`sqlite2pg_view_rows`

/** `columns` have their names in the view on both sides; whoever asks SQLite calls them c0, c1, … of `VIEW_ROWS`. */
export function viewColumns(
  columns: readonly QueryColumn[],
  tables: readonly ViewTable[],
): readonly ViewColumn[] {
  return columns.map((column, i) => ({
    source: column.name,
    target: column.target,
    proof: proofOf(column, sqlite`${VIEW_ROWS}.c${i}`, originOf(column, tables)),
  }))
}

function originOf({ origin }: QueryColumn, tables: readonly ViewTable[]): DraftColumn | undefined {
  const table = tables.find(({ draft }) => draft.target === origin?.table)
  return table?.draft.columns.find(({ target }) => target === origin?.column)
}

/** `source` is the value under a name of ours: SQLite loses a view's column that is called true. */
function proofOf(
  column: QueryColumn,
  source: SqliteSql,
  origin: DraftColumn | undefined,
): ViewColumn['proof'] {
  const target = postgres`v.${postgresName(column.target)}`
  const value = origin?.prove(source) ?? source
  if (column.family === 'real')
    return { sqlite: value, postgres: postgres`encode(float8send(${target} + 0), 'hex')`, as: 'double' }
  if (column.family === 'numeric')
    return { sqlite: value, postgres: postgres`trim_scale(${target})::text`, as: 'decimal' }
  if (origin !== undefined) return originProof(source, target, origin)
  const { sqlite: here, postgres: there } = computedReading(column.family).proof(source, target)
  return { sqlite: here, postgres: there, as: 'text' }
}

function originProof(source: SqliteSql, target: PostgresSql, origin: DraftColumn): ViewColumn['proof'] {
  const name = postgresName(origin.target)
  const proof = origin.candidate.reading.proof(origin.prove(source), name)
  return {
    sqlite: proof.sqlite,
    postgres: postgres`(SELECT ${proof.postgres} FROM (SELECT ${target} AS ${name}) AS one)`,
    as: 'text',
  }
}

const asNumber: Pick<Reading, 'proof'> = {
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::bigint::text`,
    order: 'number',
  }),
}

const asBit: Pick<Reading, 'proof'> = {
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::integer::text`,
    order: 'none',
  }),
}

function computedReading(family: TypeFamily): Pick<Reading, 'proof'> {
  switch (family) {
    case 'integer':
      return asNumber
    case 'boolean':
      return asBit
    case 'bytea':
      return bytea.reading
    case 'date':
      return date.reading
    case 'time':
      return time.reading
    case 'timestamp':
      return timestamp.reading
    default:
      return pureText.reading
  }
}
