// The columns of a load: the type is the target's, whatever the file declares, and what it does not take is told or, where
// the user wants that, set aside with its row.
import type { Cast } from '../../codec/cast/cast.ts'
import { type Candidate, countOf, countsOfClasses, shareOf, valueCount } from '../../codec/codec.ts'
import type { ColumnCensus, TableCensus } from '../../model/census.ts'
import type { SourceColumn } from '../../model/source.ts'
import { sqliteColumn, sqliteString } from '../../sql/quote.ts'
import { sqlite } from '../../sql/text.ts'
import type { DraftColumn, DraftTable, PlanContext } from '../draft.ts'
import { note } from '../notices.ts'
import type { MatchedColumn } from './match-load.ts'
import type { ProjectedTable } from './project.ts'

/** How a column is read: as the target's type takes it, or as the user asked. */
export interface LoadReading {
  readonly cast: Cast
  /** What the user asked for, or null. */
  readonly wish: string | null
}

export type LoadReadings = ReadonlyMap<SourceColumn, LoadReading>

/** What the server refused of a column, as COPY's text. */
export interface RefusedTexts {
  readonly texts: readonly string[]
  /** Values of the file that are written so. */
  readonly values: bigint
  /** The first of them, as people are shown them. */
  readonly examples: readonly string[]
  /** More texts are refused than can be told apart. */
  readonly isCut: boolean
}

/** A NULL in COPY's text format. */
const SENT_NULL = '\\N'

export type Refusals = ReadonlyMap<SourceColumn, RefusedTexts>

export function draftLoadTable(
  table: ProjectedTable,
  census: TableCensus,
  readings: LoadReadings,
  refusals: Refusals,
): DraftTable {
  return {
    source: table.source,
    census,
    target: table.target.name,
    wishes: {},
    columns: table.columns.map((column, i) =>
      draftColumn(column, censusAt(census, i, table), readings, refusals.get(column.source)),
    ),
    aside: null,
  }
}

function censusAt({ columns }: TableCensus, i: number, { source }: ProjectedTable): ColumnCensus {
  const census = columns[i]
  if (census === undefined) throw new Error(`no census of column ${i} of ${source.name}`)
  return census
}

function draftColumn(
  { source, target }: MatchedColumn,
  census: ColumnCensus,
  readings: LoadReadings,
  refused: RefusedTexts | undefined,
): DraftColumn {
  const reading = readings.get(source)
  if (reading === undefined) throw new Error(`no reading of ${source.name}`)
  const { cast, wish } = reading
  const taken =
    cast.candidates.find(candidate => candidate.objection(census) === null) ?? cast.candidates.at(-1)
  if (taken === undefined) throw new Error(`the reading of ${source.name} has no type`)
  const raw = sqliteColumn(source)
  const held = valueCount(census) === 0n ? 'no values' : countsOfClasses(census)
  return {
    source,
    census,
    kept: census,
    target: target.name,
    value: cast.value(raw),
    provenValue: cast.provenValue(raw),
    prove: cast.provenValue,
    counts: cast.counts,
    candidate: refused === undefined ? taken : withoutRefused(taken, refused, census),
    because: held,
    defaultValue: null,
    wished: wish !== null,
    mask: null,
  }
}

/** The server knows more of the type than its name: the conditions of a domain, the elements of an array. */
function withoutRefused(candidate: Candidate, refused: RefusedTexts, census: ColumnCensus): Candidate {
  const texts = refused.texts.map(sqliteString)
  const refusesNull = refused.texts.includes(SENT_NULL)
  const [one, many] = ['is refused by the server', 'are refused by the server']
  const count = refusesNull
    ? `${countOf(refused.values, 'row')} ${refused.values === 1n ? one : many}`
    : shareOf(census, refused.values, one, many)
  const share = `${refused.isCut ? 'at least ' : ''}${count}`
  return {
    ...candidate,
    ...(refusesNull && { refusesNull }),
    objection: of => candidate.objection(of) ?? `${share}, such as ${refused.examples.join(', ')}`,
    accepts: column =>
      sqlite`(${candidate.accepts(column)} AND CAST(${candidate.reading.copy(column, census)} AS TEXT) NOT IN (${texts}))`,
  }
}

/** Tells values that do not fit, and NULLs where the target takes none. */
export function noteMisfits(table: DraftTable, matched: ProjectedTable, context: PlanContext): void {
  if (context.input.options.badValues === 'quarantine') return
  for (const [i, column] of table.columns.entries()) {
    const object = `${table.source.name}.${column.source.name}`
    const type = matched.columns[i]?.type.type ?? column.candidate.type
    const objection = column.candidate.objection(column.census)
    if (objection !== null) note(context, 'VALUES_MISFIT', object, `the target has ${type}: ${objection}`)
    if (column.source.notNull && column.census.nulls > 0n)
      note(
        context,
        'VALUES_MISFIT',
        object,
        `the target has NOT NULL: ${countOf(column.census.nulls, 'row')} ${column.census.nulls === 1n ? 'is' : 'are'} NULL`,
      )
  }
}
