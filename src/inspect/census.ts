// Gathers the evidence about every column of a table: in one pass what the values are if they are what the declaration
// makes likely; of the other columns the storage classes, then the details, then, value by value, the shapes.
import type { Interest } from '../codec/interest.ts'
import type { CensusExample, ColumnCensus, Shape, TableCensus } from '../model/census.ts'
import type { SourceColumn, SourceDatabase } from '../model/source.ts'
import { sqliteColumn, sqliteName, sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { type CensusColumn, type ClassCount, countClasses, valuesIn } from './census-classes.ts'
import { expectationOf, type Found, type Shapes } from './census-expected.ts'
import { type CountedColumn, isSettled, type Measures, measureValues } from './census-measures.ts'
import { findBadTexts } from './census-texts.ts'
import type { TableScan } from './table-scan.ts'
import { count, LONGEST_GATHERED } from './tally.ts'

interface WantedColumn extends CensusColumn {
  readonly column: SourceColumn
}

/** Counts one table. `interest` says which shapes to look for in a column, `value` what to read of it. */
export async function takeCensus(
  scan: TableScan,
  encoding: SourceDatabase['encoding'],
  interest: (column: SourceColumn) => Interest | null,
  value: (column: SourceColumn) => SqliteSql = sqliteColumn,
): Promise<TableCensus> {
  const wanted = scan.table.columns.map(column => wantedColumn(scan, column, interest(column), value(column)))
  const { rows, found } = await lookFirst(scan, wanted, encoding === 'UTF-8' && scan.hasManyRows())
  const counted = await countOthers(scan, wanted, found, rows)
  const measured = await measureOthers(scan, encoding, counted, found)
  const columns: ColumnCensus[] = []
  for (const [i, { column, counts }] of counted.entries()) {
    const shapes = found[i]?.shapes ?? (await countShapes(scan, column, counts))
    columns.push({
      column: column.column.name,
      nulls: counts.nulls,
      ...(measured[i] as Measures),
      shapes,
      examples: findExamples(scan, column.name, column.interest, counts, shapes),
    })
  }
  return { table: scan.table.name, rows, columns }
}

function wantedColumn(
  { table }: TableScan,
  column: SourceColumn,
  interest: Interest | null,
  name: SqliteSql,
): WantedColumn {
  const { declaredType } = column
  const isPlain = name === sqliteColumn(column)
  const isRowid = isPlain && table.rowidAlias === column.name
  return { column, name, stored: isPlain ? sqliteName(column.name) : name, declaredType, interest, isRowid }
}

/** Of all texts that are gathered at a time. */
const MOST_BYTES = 32_000_000
const MOST_ROWS = 5_000

/** What is known after the first pass. */
async function lookFirst(
  scan: TableScan,
  wanted: readonly WantedColumn[],
  gathers: boolean,
): Promise<{ readonly rows: bigint; readonly found: readonly Found[] }> {
  const rows = count(sqlite`*`)
  const expected = wanted.map(column => expectationOf(column, scan, gathers))
  const mostRows = Math.max(1, Math.floor(MOST_BYTES / LONGEST_GATHERED / wanted.length))
  await scan.ask(
    [rows, ...expected.flatMap(({ questions }) => questions)],
    gathers ? Math.min(MOST_ROWS, mostRows) : undefined,
  )
  return { rows: rows.answer, found: expected.map(({ found }) => found(rows.answer)) }
}

interface Counted extends CountedColumn {
  readonly column: WantedColumn
}

/** Counts of every column, asked of those that are not as expected. */
async function countOthers(
  scan: TableScan,
  wanted: readonly WantedColumn[],
  found: readonly Found[],
  rows: bigint,
): Promise<readonly Counted[]> {
  const others = wanted.filter((_, i) => found[i]?.counts == null)
  const counted = await countClasses(scan, others, rows)
  return wanted.map((column, i) => ({
    column,
    counts: found[i]?.counts ?? (counted[others.indexOf(column)] as ClassCount),
  }))
}

async function measureOthers(
  scan: TableScan,
  encoding: SourceDatabase['encoding'],
  counted: readonly Counted[],
  found: readonly Found[],
): Promise<readonly Measures[]> {
  const others = counted.filter((_, i) => found[i]?.measures == null)
  const measured = await measureValues(scan, others)
  const texts = others.flatMap((one, i) => {
    // A shape that says everything says that texts are plain.
    if (one.counts.texts === 0n || isSettled(one)) return []
    const { name, column } = one.column
    return [{ column: column.name, name, census: (measured[i] as Measures).texts }]
  })
  const bad = await findBadTexts(scan, encoding, texts)
  return counted.map((one, i) => {
    const known = found[i]?.measures ?? (measured[others.indexOf(one)] as Measures)
    return { ...known, texts: { ...known.texts, ...bad.get(one.column.column.name) } }
  })
}

/** How many values have which shape; the unusual ones are judged by our own parsers inside SQLite's scan. */
async function countShapes(
  scan: TableScan,
  { name, interest }: CensusColumn,
  counted: ClassCount,
): Promise<Shapes> {
  if (interest === null || valuesIn(counted) === 0n) return {}
  const shapes: Shapes = { [interest.usual.shape]: counted.usual }
  if (counted.usual === valuesIn(counted) || interest.otherwise === null) return shapes
  const found = await scan.rows<readonly [shape: Shape | null, count: bigint]>(
    sqlite`${interest.otherwise(name)} AS shape, count(*)`,
    isUnusual(interest, name),
    sqlite`GROUP BY 1`,
  )
  for (const [shape, times] of found) if (shape !== null) shapes[shape] = (shapes[shape] ?? 0n) + times
  return shapes
}

function isUnusual({ usual }: Interest, name: SqliteSql): SqliteSql {
  return sqlite`typeof(${name}) <> 'null' AND NOT coalesce(${usual.test(name)}, 0)`
}

const EXAMPLES = 5

/** What objections to a type will quote: values of another shape, or one value of each storage class. */
function findExamples(
  { reader, table, name: from }: TableScan,
  name: SqliteSql,
  interest: Interest | null,
  counted: ClassCount,
  shapes: Partial<Record<Shape, bigint>>,
): readonly CensusExample[] {
  const rowid = table.rowidName === null ? sqlite`NULL` : sqlite`CAST(${sqliteName(table.rowidName)} AS TEXT)`
  const find = (condition: SqliteSql, limit: number): readonly CensusExample[] =>
    reader.all<CensusExample>(
      sqlite`SELECT ${rowid} AS rowid, ${literalOf(name)} AS value, typeof(${name}) AS storageClass FROM ${from} NOT INDEXED WHERE ${condition} LIMIT ${limit}`,
    )
  if (interest === null) {
    return CLASSES.filter(({ key }) => counted[key] > 0n).flatMap(({ storageClass }) =>
      find(sqlite`typeof(${name}) = ${sqliteString(storageClass)}`, 1),
    )
  }
  if (counted.usual === valuesIn(counted)) return []
  const unusual = isUnusual(interest, name)
  // A value of no known shape at all says most: among 'true' and 2 it is the 2 that is no truth value.
  const known = Object.values(shapes).reduce((sum, count) => sum + count, 0n)
  const shapeless =
    interest.otherwise === null ? unusual : sqlite`${unusual} AND ${interest.otherwise(name)} IS NULL`
  const first =
    known === valuesIn(counted)
      ? []
      : interest.bySpelling
        ? findSpellings(reader, from, name, rowid, shapeless)
        : find(shapeless, EXAMPLES)
  return [...first, ...findOthers(interest, shapes, name, find), ...find(unusual, EXAMPLES)]
}

/** Values of another shape than the usual one, where the usual one has spellings that SQL does not recognise. */
function findOthers(
  { usual, otherwise }: Interest,
  shapes: Partial<Record<Shape, bigint>>,
  name: SqliteSql,
  find: (condition: SqliteSql, limit: number) => readonly CensusExample[],
): readonly CensusExample[] {
  const others = Object.entries(shapes).some(([shape, count]) => shape !== usual.shape && count > 0n)
  if (!others || otherwise === null) return []
  return find(
    sqlite`typeof(${name}) <> 'null' AND ${otherwise(name)} <> ${sqliteString(usual.shape)} AND NOT coalesce(${usual.test(name)}, 0)`,
    EXAMPLES,
  )
}

/** The odd values that occur most, each once with its count. */
function findSpellings(
  reader: SourceReader,
  from: SqliteSql,
  name: SqliteSql,
  rowid: SqliteSql,
  condition: SqliteSql,
): readonly CensusExample[] {
  return reader.all<CensusExample>(
    sqlite`SELECT min(${rowid}) AS rowid, ${literalOf(name)} AS value, typeof(${name}) AS storageClass, count(*) AS times FROM ${from} NOT INDEXED WHERE ${condition} GROUP BY 2, 3 ORDER BY times DESC, value LIMIT ${EXAMPLES}`,
  )
}

/** A literal of at most 60 characters; a long value is cut first, since its literal could be too long for SQLite. */
function literalOf(name: SqliteSql): SqliteSql {
  const cut = sqlite`CASE WHEN typeof(${name}) IN ('text', 'blob') THEN substr(${name}, 1, 60) ELSE ${name} END`
  return sqlite`substr(quote(${cut}), 1, 60)`
}

const CLASSES = [
  { key: 'integers', storageClass: 'integer' },
  { key: 'reals', storageClass: 'real' },
  { key: 'texts', storageClass: 'text' },
  { key: 'blobs', storageClass: 'blob' },
] as const
