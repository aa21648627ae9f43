// The rows of a view as a count and a sum of digests, asked of each side: equal where both hold the same rows as
// often, in whatever order. Nothing is kept of a row but its digest. A row's text is each value with its length
// before it; numbers are brought to one text on this side of the driver.
import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import type { ViewColumn } from '../model/plan.ts'
import { VIEW_ROWS } from '../plan/views/view-columns.ts'
import { sqliteName } from '../sql/quote.ts'
import {
  type PostgresSql,
  postgres,
  type SqliteSql,
  sqlite,
  trustPostgres,
  trustSqlite,
} from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import type { TargetSide } from './sides.ts'

export interface RowsDigest {
  readonly rows: bigint
  readonly digest: bigint
}

/** Bytes of a digest that are added up; a sum of so many never leaves what `numeric` and bigint hold exactly. */
const DIGEST_BYTES = 7

/** Null once `deadlineMs` (of `performance.now()`) has passed. */
export async function digestSource(
  reader: Pick<SourceReader, 'iterateRaw'>,
  view: string,
  columns: readonly ViewColumn[],
  deadlineMs: number,
): Promise<RowsDigest | null> {
  let [rows, digest] = [0n, 0n]
  for (const values of reader.iterateRaw<readonly SqliteValue[]>(askSource(view, columns))) {
    rows += 1n
    digest += digestOf(values.map((value, i) => textOf(value, columns[i]?.proof.as ?? 'text')))
    if (rows % 256n === 0n && performance.now() > deadlineMs) return null
    // Signals and timers get their turn.
    if (rows % 4096n === 0n) await pause()
  }
  return { rows, digest }
}

function askSource(view: string, columns: readonly ViewColumn[]): SqliteSql {
  const names = columns.map((_, i) => trustSqlite(`c${i}`))
  return sqlite`WITH ${VIEW_ROWS}(${names}) AS (SELECT * FROM main.${sqliteName(view)}) SELECT ${columns.map(({ proof }) => proof.sqlite)} FROM ${VIEW_ROWS}`
}

function digestOf(texts: readonly (string | null)[]): bigint {
  const row = texts.map(text => (text === null ? 'N' : `${Buffer.byteLength(text)}:${text}`)).join('')
  const bytes = createHash('sha256').update(row).digest().subarray(0, DIGEST_BYTES)
  return BigInt(`0x${bytes.toString('hex')}`)
}

function textOf(value: SqliteValue, as: ViewColumn['proof']['as']): string | null {
  if (value === null) return null
  if (as === 'double') return doubleText(Number(value))
  if (as === 'decimal') return decimalText(String(value))
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}

/** The eight bytes, the two zeros alike. */
function doubleText(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value + 0)
  return bytes.toString('hex')
}

/** Without an exponent and without zeros at the end, as trim_scale() writes it. */
export function decimalText(number: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number)
  if (match === null) return number
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const point = whole.length + Number(exponent)
  const digits = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}`
  const at = Math.max(1, point)
  const padded = digits.padEnd(at, '0')
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const after = padded.slice(at).replace(/0+$/, '')
  const text = after === '' ? before : `${before}.${after}`
  return text === '0' ? text : `${sign}${text}`
}

interface DigestRow {
  readonly rows: bigint | number
  readonly digest: string
}

/** `from` is what stands behind FROM: a view's name, or a query in parentheses. */
export async function digestTarget(
  target: TargetSide,
  from: PostgresSql,
  columns: readonly ViewColumn[],
): Promise<RowsDigest> {
  const [row] = await target.rows<DigestRow>(askTarget(from, columns))
  return { rows: BigInt(row?.rows ?? 0), digest: BigInt(row?.digest ?? 0) }
}

function askTarget(from: PostgresSql, columns: readonly ViewColumn[]): PostgresSql {
  const named = columns.map(({ proof }, i) => postgres`${proof.postgres} AS ${name(i)}`)
  const row = columns
    .map((_, i) => postgres`coalesce(octet_length(${name(i)}) || ':' || ${name(i)}, 'N')`)
    .reduce((all, one) => postgres`${all} || ${one}`)
  const bytes = postgres`substring(sha256(convert_to(${row}, 'UTF8')) FROM 1 FOR ${DIGEST_BYTES})`
  const bits = trustPostgres(`bit(${DIGEST_BYTES * 8})`)
  return postgres`
    SELECT count(*) AS rows, coalesce(sum(('x' || encode(${bytes}, 'hex'))::${bits}::bigint), 0)::text AS digest
    FROM (SELECT ${named} FROM ${from} AS v) AS proven`
}

function name(at: number): PostgresSql {
  return trustPostgres(`c${at}`)
}
