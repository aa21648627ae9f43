// The indexes of one table: those of its constraints and those made by CREATE INDEX, whose expressions and
// WHERE stand only in their text. https://www.sqlite.org/pragma.html#pragma_index_xinfo
import { groupBy, oncePer } from '../model/once-per.ts'
import type { SourceIndex, SourceIndexColumn } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { type ParsedIndex, parseCreateIndex } from '../sql/parse/create-index.ts'
import { sqliteString } from '../sql/quote.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { ListedIndex } from './schema-objects.ts'

/** An index as the PRAGMAs describe it. */
export interface IndexFacts {
  readonly name: string
  readonly unique: boolean
  /** `c` CREATE INDEX, `u` UNIQUE, `pk` PRIMARY KEY. */
  readonly origin: 'c' | 'u' | 'pk'
  readonly partial: boolean
  readonly columns: readonly IndexColumnFacts[]
}

export interface IndexColumnFacts {
  /** -1 is the rowid, -2 an expression. */
  readonly cid: number
  readonly name: string | null
  readonly descending: boolean
  readonly collation: string
}

interface IndexRow {
  readonly name: string
  readonly unique: bigint
  readonly origin: IndexFacts['origin']
  readonly partial: bigint
}

interface IndexColumnRow {
  readonly cid: bigint
  readonly name: string | null
  readonly desc: bigint
  readonly coll: string
}

export function readIndexList(reader: SourceReader, table: string): readonly IndexFacts[] {
  return reader.all<IndexRow>(INDEX_ROWS, [table]).map(({ name, unique, origin, partial }) => ({
    name,
    unique: unique === 1n,
    origin,
    partial: partial === 1n,
    columns: reader.all<IndexColumnRow>(INDEX_COLUMN_ROWS, [name]).map(indexColumnFacts),
  }))
}

/** SQLite lists the newest first. */
const INDEX_ROWS = sqlite`SELECT name, "unique", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC`

const INDEX_COLUMN_ROWS = sqlite`SELECT cid, name, "desc", coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno`

function indexColumnFacts({ cid, name, desc, coll }: IndexColumnRow): IndexColumnFacts {
  return { cid: Number(cid), name, descending: desc === 1n, collation: (coll ?? 'BINARY').toUpperCase() }
}

/** In the order they were made; one that SQLite cannot parse is known by its text alone. */
export function inspectIndexes(
  facts: readonly IndexFacts[],
  listed: readonly ListedIndex[],
  table: string,
): readonly SourceIndex[] {
  const made = new Map(facts.map(index => [index.name, index]))
  return (listedByTable(listed).get(asciiLower(table)) ?? []).flatMap(index => {
    const found = made.get(index.name)
    if (found === undefined) return [unreadIndex(index)]
    return found.origin === 'c' ? [indexOf(found, index.sql)] : []
  })
}

const listedByTable = oncePer((listed: readonly ListedIndex[]) =>
  groupBy(listed, ({ table }) => asciiLower(table)),
)

function unreadIndex({ name, sql }: ListedIndex): SourceIndex {
  const unique = /^CREATE\s+UNIQUE\b/i.test(sql)
  const whole = { column: null, expression: sql, collation: 'BINARY', descending: false }
  return { name, unique, columns: [whole], where: null, sql }
}

/** Where the text cannot be parsed, all of it stands for each part that only the text holds: nobody can translate that, so nothing gets lost. */
function indexOf({ name, unique, partial, columns }: IndexFacts, sql: string): SourceIndex {
  const parsed = parseCreateIndex(sql)
  return {
    name,
    unique,
    columns: columns.map((column, position) => indexColumn(column, expressionAt(parsed, position) ?? sql)),
    where: partial ? ((parsed.kind === 'index' ? parsed.where : null) ?? sql) : null,
    sql,
  }
}

function indexColumn(facts: IndexColumnFacts, expression: string): SourceIndexColumn {
  const { collation, descending } = facts
  if (facts.cid >= 0) return { column: facts.name, expression: null, collation, descending }
  return { column: null, expression: facts.cid === -1 ? 'rowid' : expression, collation, descending }
}

/** A double-quoted name that is no column is text to SQLite. */
function expressionAt(parsed: ParsedIndex, position: number): string | null {
  const part = parsed.kind === 'index' ? parsed.columns[position] : undefined
  if (!part) return null
  return part.kind === 'expression' ? part.text : sqliteString(part.name)
}
