// The digest of a row in quarantine on both sides: of its key, its reasons and its values as they are written. The
// sum of the digests of many rows does not depend on their order.
// https://www.postgresql.org/docs/current/functions-binarystring.html
import { createHash } from 'node:crypto'
import type { PlannedTable } from '../model/plan.ts'
import { sqliteName } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { rowJson } from '../sqlite/row-json.ts'
import { byWidth, encodingOf, rowPlaces } from '../sqlite/row-places.ts'
import type { SourceSide } from './sides.ts'

export interface Digest {
  readonly rows: bigint
  readonly sum: bigint
}

export const NONE: Digest = { rows: 0n, sum: 0n }

/** The cells of a row by their UTF-8 bytes, since a text of JavaScript ends at half a gigabyte. */
export interface RowAside {
  readonly key: Uint8Array
  readonly reasons: Uint8Array
  readonly values: ValuesAside
}

/** The values of a row, which may be as long as a row can be: nothing of them is kept but what can be shown. */
export interface ValuesAside {
  readonly hash: Buffer
  /** Null where they are too long to be taken apart. */
  readonly bytes: Uint8Array | null
}

const MOST_BYTES_KEPT = 1_000_000

/** A row of the target by its key and the digests of its other cells, in hexadecimal. */
export interface FoundRow {
  readonly key: string
  readonly reasons: string
  readonly values: string
}

const HEX_DIGITS = 15
const BUCKET_DIGITS = 3

/** SHA-256 of a column of the quarantine table. */
export function hashOf(column: PostgresSql): PostgresSql {
  return postgres`sha256(convert_to(coalesce(${column}::text, ''), 'UTF8'))`
}

/** Of a row of the quarantine table, as bigint. */
export const digestOfRow: PostgresSql = postgres`('x' || substr(encode(sha256(${hashOf(postgres`source_key`)} || ${hashOf(postgres`reasons`)} || ${hashOf(postgres`row_values`)}), 'hex'), 1, ${HEX_DIGITS}))::bit(60)::bigint`

/** The share of the rows that a row belongs to, by its key. */
export const bucketOfRow: PostgresSql = postgres`substr(encode(${hashOf(postgres`source_key`)}, 'hex'), 1, ${BUCKET_DIGITS})`

export function hash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function digestOf({ key, reasons, values }: RowAside): bigint {
  const all = hash(Buffer.concat([hash(key), hash(reasons), values.hash]))
  return BigInt(`0x${all.toString('hex').slice(0, HEX_DIGITS)}`)
}

export function bucketOf({ key }: RowAside): string {
  return hash(key).toString('hex').slice(0, BUCKET_DIGITS)
}

export function add({ rows, sum }: Digest, row: RowAside): Digest {
  return { rows: rows + 1n, sum: sum + digestOf(row) }
}

export function digestSource(source: SourceSide, table: PlannedTable): Digest {
  let digest = NONE
  for (const row of rowsAside(source, table)) digest = add(digest, row)
  return digest
}

/** The rows as the quarantine table must hold them, long ones one by one. */
export function* rowsAside(
  source: SourceSide,
  { source: name, setAside, reading }: PlannedTable,
): Generator<RowAside> {
  if (setAside === null) return
  const { key, reasons, values, each } = setAside.cells
  const table = sqliteName(name)
  const { narrow, wide } = byWidth(setAside.condition, reading.wide)
  const cells = sqlite`${utf8(key)} AS key, ${utf8(reasons)} AS reasons`
  const from = sqlite`FROM ${table} NOT INDEXED WHERE`
  const rows = source.iterate<Record<keyof RowAside, Uint8Array>>(
    sqlite`SELECT ${cells}, ${utf8(values)} AS "values" ${from} ${narrow ?? sqlite`1`}`,
  )
  for (const row of rows) yield { ...row, values: valuesOf([row.values]) }
  if (wide === null) return
  const encoding = encodingOf(source)
  for (const place of rowPlaces(source, { ...reading, table, condition: wide })) {
    const row = source.get<Omit<RowAside, 'values'>>(
      sqlite`SELECT ${cells} ${from} ${place.sql}`,
      place.params,
    )
    if (row === undefined) throw new Error(`a row of ${name} is gone`)
    yield { ...row, values: valuesOf(rowJson({ reader: source, encoding, table, place }, each)) }
  }
}

function valuesOf(pieces: Iterable<Uint8Array>): ValuesAside {
  const digest = createHash('sha256')
  let kept: Uint8Array[] | null = []
  let length = 0
  for (const piece of pieces) {
    digest.update(piece)
    length += piece.length
    kept = length > MOST_BYTES_KEPT ? null : [...(kept ?? []), piece]
  }
  return { hash: digest.digest(), bytes: kept === null ? null : Buffer.concat(kept) }
}

function utf8(text: SqliteSql): SqliteSql {
  const bytes = sqlite`CAST(${text} AS BLOB)`
  return sqlite`CASE hex('A') WHEN '41' THEN ${bytes} ELSE sqlite2pg_utf8(${bytes}, hex('A')) END`
}
