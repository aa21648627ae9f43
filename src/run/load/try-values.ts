// Conditions that only the server can judge: those of domains and the elements of arrays, column by column, and the CHECKs
// of tables. It is asked with the values as they would be sent, each combination once; nothing is written.
import type { SourceColumn } from '../../model/source.ts'
import type { Refusals, RefusedTexts } from '../../plan/load/draft-columns.ts'
import type { MatchedColumn } from '../../plan/load/match-load.ts'
import type { ProjectedTable } from '../../plan/load/project.ts'
import type { RefusedRows } from '../../plan/load/refused-rows.ts'
import type { CheckDefinition } from '../../postgres/catalog/load-obstacles.ts'
import { type TriedValues, tryValues } from '../../postgres/try-values.ts'
import { trustPostgres } from '../../sql/text.ts'
import type { Ends } from '../prepare.ts'
import {
  isOneOf,
  type RefusedTuple,
  type SentTexts,
  sentTexts,
  type TriedTables,
  uncopied,
} from './sent-texts.ts'

const AT_ONCE = 1000
/** Refused texts become part of SQL, which has its limits. */
const MOST_REFUSED = 300
const SHOWN = 3

export async function findRefusals(ends: Ends, tried: TriedTables): Promise<Refusals> {
  const found = new Map<SourceColumn, RefusedTexts>()
  for (const table of tried.tables) {
    for (const column of table.columns) {
      if (!column.type.isDomain && column.type.kind !== 'array') continue
      const { tuples, isCut } = await refusedOf(ends, sentTexts(tried, table, [column]), null)
      if (tuples.length === 0) continue
      const texts = tuples.flatMap(({ copies }) => copies)
      const examples = texts.slice(0, SHOWN).map(sayText)
      found.set(column.source, { texts, values: rowsOf(tuples), examples, isCut })
    }
  }
  return found
}

const rowsOf = (tuples: readonly RefusedTuple[]): bigint => tuples.reduce((sum, { rows }) => sum + rows, 0n)

export async function findBrokenChecks(
  ends: Ends,
  tried: TriedTables,
  checks: readonly CheckDefinition[],
): Promise<readonly RefusedRows[]> {
  const broken: RefusedRows[] = []
  for (const check of checks) {
    const table = tried.tables.find(({ target }) => target.name === check.table)
    const columns = columnsOf(check, table)
    if (table === undefined || columns === null) continue
    const sent = sentTexts(tried, table, columns)
    const { tuples, isCut } = await refusedOf(ends, sent, check.expression)
    if (tuples.length === 0) continue
    broken.push({
      table: table.source,
      columns: columns.map(({ source }) => source.name),
      ...{ kind: 'check', rule: `CHECK ${check.name}`, expression: check.expression },
      ...{ rows: rowsOf(tuples), canBeTold: !isCut },
      examples: tuples.slice(0, SHOWN).map(sayTuple(columns)),
      condition: isOneOf(sent, tuples),
    })
  }
  return broken
}

/** Null where one of them is not loaded: it has its default, which the server judges. */
function columnsOf(
  check: CheckDefinition,
  table: ProjectedTable | undefined,
): readonly MatchedColumn[] | null {
  const columns = check.columns.flatMap(
    name => table?.columns.find(({ target }) => target.name === name) ?? [],
  )
  return columns.length === 0 || columns.length < check.columns.length ? null : columns
}

function sayTuple(columns: readonly MatchedColumn[]) {
  return ({ copies }: RefusedTuple): string =>
    columns.map(({ source }, i) => `${source.name} = ${sayText(copies[i] ?? '')}`).join(', ')
}

const sayText = (copy: string): string => (copy === '\\N' ? 'NULL' : `'${copy.slice(0, 60)}'`)

interface Refused {
  readonly tuples: readonly RefusedTuple[]
  /** There may be more. */
  readonly isCut: boolean
}

async function refusedOf(
  { reader, connection }: Ends,
  { columns, sql }: SentTexts,
  condition: string | null,
): Promise<Refused> {
  const tried: TriedValues = {
    columns: columns.map(({ target, type }) => ({ name: target.name, type: trustPostgres(type.type) })),
    condition: condition === null ? null : trustPostgres(condition),
  }
  const refused: RefusedTuple[] = []
  let batch: RefusedTuple[] = []
  const judge = async (): Promise<void> => {
    const values = batch.map(({ copies }) => copies.map(uncopied))
    const places = await tryValues(connection, tried, values)
    refused.push(...places.flatMap(place => batch[place] ?? []))
    batch = []
  }
  for (const row of reader.iterateRaw<[...string[], bigint]>(sql)) {
    batch.push({ copies: row.slice(0, -1).map(String), rows: BigInt(row.at(-1) ?? 0) })
    if (batch.length === AT_ONCE) await judge()
    if (refused.length > MOST_REFUSED) break
  }
  await judge()
  const isCut = refused.length > MOST_REFUSED
  return { tuples: isCut ? refused.slice(0, MOST_REFUSED) : refused, isCut }
}
