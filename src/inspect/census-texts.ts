// Finds texts that are not valid UTF-8 or hold a NUL. The driver would decode them to U+FFFD without a word, so bytes are
// judged: many values at once, and one by one only in a table where something was found.
import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isChangedBySqlite } from '../codec/utf16.ts'
import type { CensusExample, TextCensus } from '../model/census.ts'
import type { SourceDatabase } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { readLines } from '../sqlite/chunks.ts'
import type { BadTexts } from './bad-texts.ts'
import { batches } from './census-classes.ts'
import type { TableScan } from './table-scan.ts'
import { countWhere } from './tally.ts'

const BYTES_AT_ONCE = 4_000_000
/** Beyond that the texts of a row together may be longer than a value of SQLite can be. */
const MOST_BYTES_OF_A_LINE = 900_000_000n

/** A column whose texts are judged, and the expression that reads it. */
export interface JudgedTexts {
  readonly column: string
  readonly name: SqliteSql
  readonly census: TextCensus
}

/** By column name; columns without any bad text are absent. */
export async function findBadTexts(
  scan: TableScan,
  encoding: SourceDatabase['encoding'],
  texts: readonly JudgedTexts[],
): Promise<ReadonlyMap<string, BadTexts>> {
  if (texts.length === 0 || (encoding === 'UTF-8' && (await everythingIsGood(scan, texts)))) return new Map()
  return countBad(scan, texts)
}

/** Longer texts are judged one by one: joined to others they would be in memory several times. */
const LONG_TEXT_BYTES = 16_384n

async function everythingIsGood(
  { reader, table, name }: TableScan,
  texts: readonly JudgedTexts[],
): Promise<boolean> {
  const widest = texts.reduce(
    (sum, { census }) => sum + (census.maxBytes < LONG_TEXT_BYTES ? census.maxBytes : LONG_TEXT_BYTES),
    1n,
  )
  // Each value ends in a line feed, so that two halves of a character in neighbouring values cannot mend each other.
  const line = sqlite`${joinByLineFeeds(texts.map(({ name }) => textOnly(name)))} || char(10)`
  if (widest > MOST_BYTES_OF_A_LINE) return false
  const rowsPerChunk = Math.min(10_000, Math.max(1, Math.floor(BYTES_AT_ONCE / Number(widest))))
  const query = {
    table: name,
    rowidName: table.rowidName,
    line,
    rowsPerChunk,
    encoding: 'UTF-8',
  } as const
  for (const { name: text, census } of texts) {
    if (census.maxBytes <= LONG_TEXT_BYTES) continue
    const bad = sqlite`typeof(${text}) = 'text' AND octet_length(${text}) > ${LONG_TEXT_BYTES} AND NOT sqlite2pg_is_clean(CAST(${text} AS BLOB), hex('A'))`
    if (reader.value<bigint>(sqlite`SELECT EXISTS (SELECT 1 FROM ${name} NOT INDEXED WHERE ${bad})`) === 1n)
      return false
  }
  for (const { bytes } of readLines(reader, query)) {
    if (!isUtf8(bytes) || bytes.includes(0)) return false
    await nextTurn()
  }
  return true
}

/** SQLite takes at most 1,000 arguments a function call, and an expression no deeper than 1,000. */
function joinByLineFeeds(values: readonly SqliteSql[]): SqliteSql {
  const groups = batches(values, 900).map(group => sqlite`concat_ws(char(10), ${group})`)
  return groups.reduce((all, one) => sqlite`${all} || char(10) || ${one}`)
}

function textOnly(name: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN typeof(${name}) = 'text' AND octet_length(${name}) <= ${LONG_TEXT_BYTES} THEN ${name} ELSE '' END`
}

async function countBad(
  scan: TableScan,
  texts: readonly JudgedTexts[],
): Promise<ReadonlyMap<string, BadTexts>> {
  const asked = texts.map(({ column, name }) => ({
    column,
    name,
    withNul: countWhere(sqlite`typeof(${name}) = 'text' AND ${hasNul(name)}`),
    invalidUtf8: countWhere(sqlite`typeof(${name}) = 'text' AND ${isInvalid(name)}`),
    nonCharacters: countWhere(sqlite`typeof(${name}) = 'text' AND ${isChangedBySqlite(name)}`),
  }))
  await scan.ask(
    asked.flatMap(({ withNul, invalidUtf8, nonCharacters }) => [withNul, invalidUtf8, nonCharacters]),
  )
  return new Map(
    asked.map(({ column, name, ...counts }) => {
      const withNul = counts.withNul.answer
      const invalidUtf8 = counts.invalidUtf8.answer
      const badExample = withNul + invalidUtf8 === 0n ? null : findBad(scan, name)
      return [column, { withNul, invalidUtf8, nonCharacters: counts.nonCharacters.answer, badExample }]
    }),
  )
}

const hasNul = (name: SqliteSql): SqliteSql => sqlite`instr(${name}, char(0)) > 0`

function isInvalid(name: SqliteSql): SqliteSql {
  return sqlite`NOT sqlite2pg_is_valid(CAST(${name} AS BLOB), hex('A'))`
}

/** The first bad text by its bytes, cut to 60 characters as examples are. */
function findBad({ reader, table, name: from }: TableScan, name: SqliteSql): CensusExample | null {
  const rowid = table.rowidName === null ? sqlite`NULL` : sqlite`CAST(${sqliteName(table.rowidName)} AS TEXT)`
  const found = reader.get<CensusExample>(
    sqlite`SELECT ${rowid} AS rowid, quote(substr(CAST(${name} AS BLOB), 1, 28)) AS value, 'text' AS storageClass FROM ${from} NOT INDEXED WHERE typeof(${name}) = 'text' AND (${hasNul(name)} OR ${isInvalid(name)}) LIMIT 1`,
  )
  return found ?? null
}
