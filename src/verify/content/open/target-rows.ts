// The rows of the target whose digests differ: listed through a cursor, so that the server sorts them and neither side
// holds them all, and read by their places. A view has no ctid: there the digests of a row are its place.
// https://www.postgresql.org/docs/current/sql-declare.html
// https://www.postgresql.org/docs/current/ddl-system-columns.html
import { targetDigest } from '../../../codec/digest/row-text.ts'
import { postgresName, postgresString } from '../../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../../sql/text.ts'
import type { TargetSide } from '../../sides.ts'
import type { TableProof } from '../table-proof.ts'
import type { ListedRow, TargetPlace } from './finding.ts'
import { integerKey, type KeyRange } from './source-rows.ts'

interface FoundRow {
  readonly key: bigint | string
  readonly row: string
  readonly place: TargetPlace
}

export async function* targetRangeRows(
  proof: TableProof,
  column: string,
  { from, to }: KeyRange,
  connection: TargetSide,
): AsyncGenerator<ListedRow<TargetPlace>> {
  const key = postgresName(column)
  const query = postgres`SELECT ${key}::bigint AS key, ${targetDigest(proof.target.row)} COLLATE "C" AS row, ${placeOf(proof)} AS place FROM ${proof.target.table} WHERE ${key} BETWEEN ${from} AND ${to} ORDER BY 1, 2`
  for await (const { key: id, row, place } of fetchAll(proof, query, connection))
    yield { key: integerKey(BigInt(id)), row, place }
}

export async function* targetBucketRows(
  proof: TableProof,
  digits: number,
  buckets: readonly number[],
  connection: TargetSide,
): AsyncGenerator<ListedRow<TargetPlace>> {
  const { table, key, row } = proof.target
  // Within LATERAL the digest is computed once a row; OFFSET 0 keeps the server from undoing that.
  const keys = postgres`LATERAL (SELECT ${targetDigest(key ?? row)} AS sqlite2pg_key OFFSET 0) AS sqlite2pg_keys`
  const rowDigest = key === null ? postgres`sqlite2pg_key` : targetDigest(row)
  const query = postgres`SELECT sqlite2pg_key AS key, ${rowDigest} COLLATE "C" AS row, ${placeOf(proof)} AS place FROM ${table}, ${keys} WHERE ${isOpened(digits, buckets)} ORDER BY sqlite2pg_key COLLATE "C", 2`
  for await (const { key: digest, row: digestOfRow, place } of fetchAll(proof, query, connection))
    yield { key: String(digest), row: digestOfRow, place }
}

/** One bit for each bucket, since there may be thousands. */
function isOpened(digits: number, buckets: readonly number[]): PostgresSql {
  if (digits === 0) return postgres`true`
  const bits = new Uint8Array(16 ** digits / 8)
  for (const bucket of buckets) bits[bucket >> 3] = (bits[bucket >> 3] ?? 0) | (1 << (bucket & 7))
  const number = postgres`('x' || substr(sqlite2pg_key, 1, ${digits}))::bit(${digits * 4})::integer`
  return postgres`get_bit(decode(${postgresString(Buffer.from(bits).toString('hex'))}, 'hex'), ${number}) = 1`
}

const CURSOR = postgresName('sqlite2pg_opened')
const ROWS_AT_ONCE = 2000

async function* fetchAll(
  { table }: TableProof,
  query: PostgresSql,
  connection: TargetSide,
): AsyncGenerator<FoundRow> {
  const errand = { doing: 'comparing rows', object: table }
  await connection.rows(postgres`DECLARE ${CURSOR} NO SCROLL CURSOR FOR ${query}`, [], errand)
  for (;;) {
    const found = await connection.rows<FoundRow>(
      postgres`FETCH FORWARD ${ROWS_AT_ONCE} FROM ${CURSOR}`,
      [],
      errand,
    )
    yield* found
    if (found.length < ROWS_AT_ONCE) break
  }
  await connection.rows(postgres`CLOSE ${CURSOR}`, [], errand)
}

function hasPlaces({ target }: TableProof): boolean {
  return target.kind !== 'view' && target.kind !== 'foreign table'
}

/** A table may have partitions or children, each with pages of its own. */
function placeOf(proof: TableProof): PostgresSql {
  const { key, row } = proof.target
  if (hasPlaces(proof)) return postgres`tableoid::text || ctid::text`
  return postgres`${targetDigest(key ?? row)} || ${targetDigest(row)}`
}

/** Texts of rows by their places; expressions yield text. */
export async function readTargetRows(
  proof: TableProof,
  places: readonly TargetPlace[],
  expressions: readonly PostgresSql[],
  connection: TargetSide,
): Promise<ReadonlyMap<TargetPlace, readonly (string | null)[]>> {
  if (places.length === 0) return new Map()
  const named = expressions.map((expression, i) => postgres`${expression} AS ${trustPostgres(`c${i}`)}`)
  const found = await connection.rows<Readonly<Record<string, string | null>>>(
    postgres`SELECT ${[postgres`${placeOf(proof)} AS place`, ...named]} FROM ${proof.target.table} WHERE ${isOneOf(proof, places)}`,
    [],
    { doing: 'comparing rows', object: proof.table },
  )
  return new Map(
    found.map(row => [String(row.place), expressions.map((_, i) => row[`c${i}`] ?? null)] as const),
  )
}

function isOneOf(proof: TableProof, places: readonly TargetPlace[]): PostgresSql {
  const list = (texts: readonly string[]): PostgresSql => postgres`${texts.map(postgresString)}`
  if (!hasPlaces(proof)) return postgres`${placeOf(proof)} IN (${list(places)})`
  const ctids = new Set(places.map(place => place.slice(place.indexOf('('))))
  return postgres`ctid = ANY (ARRAY[${list([...ctids])}]::tid[])`
}
