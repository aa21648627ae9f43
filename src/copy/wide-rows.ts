// A row that is sent alone, since a long value would be in memory several times as part of a chunk: one query for each
// long value, whose bytes are written in slices, and one for the values between two of them.
// https://www.postgresql.org/docs/current/sql-copy.html
import { hexSlices, textSlices } from '../codec/copy-slices.ts'
import type { SourceEncoding } from '../codec/slices.ts'
import type { PlannedTable, Slices } from '../model/plan.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import type { Condition } from '../sqlite/row-range.ts'
import { joinByTabs } from './copy-line.ts'

/** Values that no slices are planned for are short; so many are read at once. */
const SHORT_VALUES = 64

type Part =
  | { readonly kind: 'short'; readonly copies: readonly SqliteSql[] }
  | { readonly kind: 'long'; readonly slices: Slices }

/** Of the row that `place` is true for, the line in COPY's text format, with its line feed, in buffers of at most about a megabyte. */
export function* wideRow(
  reader: SourceReader,
  table: PlannedTable,
  place: Condition,
  encoding: SourceEncoding,
): Generator<Buffer> {
  const ask = (expression: SqliteSql): SqliteValue => {
    const sql = sqlite`SELECT ${expression} FROM ${sqliteName(table.source)} NOT INDEXED WHERE ${place.sql}`
    const [row, ...others] = reader.raw<[SqliteValue]>(sql, place.params)
    if (row === undefined || others.length > 0) throw new Error(`no single row of ${table.source} was named`)
    return row[0]
  }
  yield* withoutCrumbs(lineOf(table, ask, encoding))
}

function* lineOf(table: PlannedTable, ask: Ask, encoding: SourceEncoding): Generator<Buffer> {
  for (const [i, part] of partsOf(table).entries()) {
    if (i > 0) yield TAB
    yield* part.kind === 'short'
      ? shortValues(ask, part.copies, encoding)
      : longValue(ask, part.slices, encoding)
  }
  yield LINE_FEED
}

const CRUMB_BYTES = 4096

/** Each buffer is a message to the server: the short ones are joined. */
function* withoutCrumbs(buffers: Iterable<Buffer>): Generator<Buffer> {
  let crumbs: Buffer[] = []
  for (const buffer of buffers) {
    crumbs.push(buffer)
    if (buffer.length < CRUMB_BYTES) continue
    if (crumbs.length > 1) yield Buffer.concat(crumbs.slice(0, -1))
    yield buffer
    crumbs = []
  }
  if (crumbs.length > 0) yield Buffer.concat(crumbs)
}

const TAB = Buffer.from('\t')
const LINE_FEED = Buffer.from('\n')
const NULL = Buffer.from('\\N')

/** The columns in their order: each long one alone, the others in groups. */
function partsOf({ columns }: PlannedTable): readonly Part[] {
  const parts: Part[] = []
  let copies: SqliteSql[] = []
  for (const { copy, slices } of columns) {
    if (copy === null) continue
    if (slices !== null) {
      parts.push({ kind: 'long', slices })
      copies = []
      continue
    }
    if (copies.length === 0 || copies.length === SHORT_VALUES) {
      copies = []
      parts.push({ kind: 'short', copies })
    }
    copies.push(copy)
  }
  return parts
}

type Ask = (expression: SqliteSql) => SqliteValue

/** In a UTF-16 database a cast to BLOB would yield UTF-16. */
function* shortValues(ask: Ask, copies: readonly SqliteSql[], encoding: SourceEncoding): Generator<Buffer> {
  const line = joinByTabs(copies)
  const value = ask(encoding === 'UTF-8' ? sqlite`CAST(${line} AS BLOB)` : line)
  yield value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length)
    : Buffer.from(String(value))
}

function* longValue(ask: Ask, { raw, write }: Slices, encoding: SourceEncoding): Generator<Buffer> {
  // Of an empty blob substr() yields NULL.
  const first = bytesOf(ask(sqlite`coalesce(${pieceOf(raw, 0)}, ${raw})`))
  if (first === null) yield NULL
  else if (write === 'hex') yield* hexSlices(piecesOf(ask, raw, first))
  else yield* textSlices(piecesOf(ask, raw, first), encoding)
}

/** SQLite reads the whole value for each piece; JavaScript holds no more than the piece. */
const PIECE_BYTES = 16_777_216

function* piecesOf(ask: Ask, raw: SqliteSql, first: Uint8Array): Generator<Uint8Array> {
  yield first
  for (let from = PIECE_BYTES, length = first.length; length === PIECE_BYTES; from += PIECE_BYTES) {
    const piece = bytesOf(ask(pieceOf(raw, from))) ?? new Uint8Array()
    length = piece.length
    yield piece
  }
}

function pieceOf(raw: SqliteSql, from: number): SqliteSql {
  return sqlite`substr(${raw}, ${from + 1}, ${PIECE_BYTES})`
}

function bytesOf(value: SqliteValue): Uint8Array | null {
  if (value === null || value instanceof Uint8Array) return value
  throw new Error('a long value was not read as its bytes')
}
