// Rows of the file that a rule of the target forbids beside each other, where it is more than a set of columns: a partial
// unique index, one on an expression, an exclusion constraint. Only the server can tell, so it is asked before the load.
import { sendChunks } from '../../copy/send-chunks.ts'
import type { MatchedColumn } from '../../plan/load/match-load.ts'
import type { ProjectedTable } from '../../plan/load/project.ts'
import type { RefusedRows } from '../../plan/load/refused-rows.ts'
import type { UniqueRule } from '../../postgres/catalog/unique-rules.ts'
import { type RefusedBeside, type RefusedRow, tryRows } from '../../postgres/try-rows.ts'
import { sqliteName } from '../../sql/quote.ts'
import { sqlite, trustSqlite } from '../../sql/text.ts'
import { readLines } from '../../sqlite/chunks.ts'
import type { Ends } from '../prepare.ts'
import { sentLine, type TriedTables } from './sent-texts.ts'

const ROWS_PER_CHUNK = 1000
/** Places of refused rows become part of SQL, which has its limits. */
const MOST_REFUSED = 300
const SHOWN = 3

/** A rule over a column that is not loaded, and one that the server cannot be asked about, is left to the load itself. */
export async function findForbiddenNeighbours(
  ends: Ends,
  tried: TriedTables,
  rules: readonly UniqueRule[],
  schema: string,
): Promise<readonly RefusedRows[]> {
  const found: RefusedRows[] = []
  for (const rule of rules) {
    const table = tried.tables.find(({ target }) => target.name === rule.table)
    const columns = rule.columns.flatMap(
      name => table?.columns.find(({ target }) => target.name === name) ?? [],
    )
    if (table === undefined || columns.length === 0 || columns.length < rule.columns.length) continue
    const refused = await ask(ends, tried, { table, columns, rule, schema })
    if (refused !== null && refused.rows > 0n) found.push(refusedRows(rule, table, columns, refused))
  }
  return found
}

interface Asked {
  readonly table: ProjectedTable
  readonly columns: readonly MatchedColumn[]
  readonly rule: UniqueRule
  readonly schema: string
}

function ask(
  { reader, connection, source }: Ends,
  tried: TriedTables,
  { table, columns, rule, schema }: Asked,
): Promise<RefusedBeside | null> {
  const { rowidName, name } = table.source
  const place = rowidName === null ? sqlite`'\\N'` : trustSqlite(rowidName)
  const { line, fits } = sentLine(tried, table, columns)
  const lines = () =>
    readLines(reader, {
      ...{ table: sqliteName(name), rowidName, encoding: source.encoding, condition: fits },
      line: sqlite`${place} || char(9) || ${line} || char(10)`,
      rowsPerChunk: ROWS_PER_CHUNK,
    })
  return tryRows(
    connection,
    schema,
    rule,
    sink => sendChunks(lines(), sink, () => undefined),
    MOST_REFUSED + 1,
  )
}

function refusedRows(
  { name, kind, definition }: UniqueRule,
  { source }: ProjectedTable,
  columns: readonly MatchedColumn[],
  { rows, shown }: RefusedBeside,
): RefusedRows {
  const places = shown.flatMap(({ place }) => (place === null ? [] : [sqlite`${place}`]))
  const isCut = rows > BigInt(MOST_REFUSED) || places.length < shown.length
  return {
    table: source,
    columns: columns.map(column => column.source.name),
    ...{ kind: 'unique', rule: `${kind} ${name}`, expression: definition, rows },
    // Without a place nobody can say which rows they are.
    canBeTold: !isCut,
    examples: shown.slice(0, SHOWN).map(sayRow(columns)),
    condition:
      isCut || source.rowidName === null
        ? sqlite`0`
        : sqlite`${trustSqlite(source.rowidName)} IN (${places})`,
  }
}

function sayRow(columns: readonly MatchedColumn[]) {
  return ({ place, texts }: RefusedRow): string => {
    const values = columns.map(({ source }, i) => {
      const text = texts[i] ?? null
      return `${source.name} = ${text === null ? 'NULL' : `'${text.slice(0, 60)}'`}`
    })
    return `${values.join(', ')}${place === null ? '' : ` (rowid ${place})`}`
  }
}
