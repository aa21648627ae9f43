// Gathers the evidence about every column of a table: first the storage classes and the usual shape in one
// pass, then the details of what occurs, then, value by value, only what is not of the usual shape.
import type { Interest } from '../codec/interest.ts'
import type { CensusExample, ColumnCensus, Shape, TableCensus } from '../model/census.ts'
import type { SourceColumn, SourceDatabase } from '../model/source.ts'
import { sqliteColumn, sqliteName, sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import { type CensusColumn, type ClassCount, countClasses, valuesIn } from './census-classes.ts'
import { isSettled, type Measures, measureValues } from './census-measures.ts'
import { findBadTexts, type JudgedTexts } from './census-texts.ts'
import type { TableScan } from './table-scan.ts'

/** Counts one table. `interest` says which shapes to look for in a column, `value` what to read of it. */
export async function takeCensus(
  scan: TableScan,
  encoding: SourceDatabase['encoding'],
  interest: (column: SourceColumn) => Interest | null,
  value: (column: SourceColumn) => SqliteSql = sqliteColumn,
): Promise<TableCensus> {
  const wanted = scan.table.columns.map(column => ({
    column,
    name: value(column),
    declaredType: column.declaredType,
    interest: interest(column),
  }))
  const { rows, classes } = await countClasses(scan, wanted)
  const measures = await measureValues(scan, wanted, classes)
  const bad = await findBadTexts(scan, encoding, textsToJudge(wanted, classes, measures))
  const columns: ColumnCensus[] = []
  for (const [i, { column, name, interest }] of wanted.entries()) {
    const counted = classes[i] as ClassCount
    const { integers, reals, texts, blobs } = measures[i] as Measures
    const shapes = await countShapes(scan, name, interest, counted)
    columns.push({
      column: column.name,
      nulls: counted.nulls,
      integers,
      reals,
      texts: { ...texts, ...bad.get(column.name) },
      blobs,
      shapes,
      examples: findExamples(scan, name, interest, counted, shapes),
    })
  }
  return { table: scan.table.name, rows, columns }
}

/** The columns with texts whose shape does not say already that they are plain. */
function textsToJudge(
  wanted: readonly (CensusColumn & { readonly column: SourceColumn })[],
  classes: readonly ClassCount[],
  measures: readonly Measures[],
): readonly JudgedTexts[] {
  return wanted.flatMap((column, i) => {
    const counts = classes[i] as ClassCount
    if (counts.texts === 0n || isSettled({ column, counts })) return []
    return [{ column: column.column.name, name: column.name, census: (measures[i] as Measures).texts }]
  })
}

/** How many values have which shape; the unusual ones are judged by our own parsers inside SQLite's scan. */
async function countShapes(
  scan: TableScan,
  name: SqliteSql,
  interest: Interest | null,
  counted: ClassCount,
): Promise<Partial<Record<Shape, bigint>>> {
  if (interest === null || valuesIn(counted) === 0n) return {}
  const shapes: Partial<Record<Shape, bigint>> = { [interest.usual.shape]: counted.usual }
  if (counted.usual === valuesIn(counted)) return shapes
  const found = await scan.rows<{ shape: Shape | null; count: bigint }>(
    sqlite`${shapeOf(scan.reader, interest, name)} AS shape, count(*) AS count`,
    sqlite`typeof(${name}) <> 'null' AND NOT coalesce(${interest.usual.test(name)}, 0)`,
    sqlite`GROUP BY 1`,
  )
  for (const { shape, count } of found) if (shape !== null) shapes[shape] = (shapes[shape] ?? 0n) + count
  return shapes
}

/** SQLite expression: the shape of a value by the interest's own parser. */
function shapeOf(reader: SourceReader, { name, classify, blobs }: Interest, value: SqliteSql): SqliteSql {
  const ofValue = `sqlite2pg_shape_of_${name}`
  reader.defineFunction(ofValue, given => (isBlobOrNull(given) ? null : classify(given)))
  if (blobs === undefined) return sqlite`${sqliteName(ofValue)}(${value})`
  const ofBlob = `sqlite2pg_shape_of_${name}_in_a_blob`
  reader.defineFunction(ofBlob, text => (typeof text === 'string' ? blobs.classify(text) : null))
  return sqlite`CASE typeof(${value}) WHEN 'blob' THEN ${sqliteName(ofBlob)}(${blobs.text(value)}) ELSE ${sqliteName(ofValue)}(${value}) END`
}

function isBlobOrNull(value: SqliteValue): value is Uint8Array | null {
  return value === null || value instanceof Uint8Array
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
  const unusual = sqlite`typeof(${name}) <> 'null' AND NOT coalesce(${interest.usual.test(name)}, 0)`
  // A value of no known shape at all says most: among 'true' and 2 it is the 2 that is no truth value.
  const known = Object.values(shapes).reduce((sum, count) => sum + count, 0n)
  const shapeless = sqlite`${unusual} AND ${shapeOf(reader, interest, name)} IS NULL`
  const first =
    known === valuesIn(counted)
      ? []
      : interest.bySpelling
        ? findSpellings(reader, from, name, rowid, shapeless)
        : find(shapeless, EXAMPLES)
  return [...first, ...find(unusual, EXAMPLES)]
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
