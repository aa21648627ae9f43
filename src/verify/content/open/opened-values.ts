// Reads the values that are shown of rows that differ: whole up to a megabyte, of longer ones the beginning and a digest.
import { isUtf8 } from 'node:buffer'
import { utf8Bytes } from '../../../codec/digest/row-text.ts'
import { targetValue } from '../../../codec/digest/target-values.ts'
import { isNegativeZero } from '../../../codec/real.ts'
import { postgresName } from '../../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../../sql/text.ts'
import type { SqliteValue } from '../../../sqlite/reader.ts'
import type { TargetSide } from '../../sides.ts'
import type { ProofColumn, TableProof } from '../table-proof.ts'
import { isNumber } from './column-texts.ts'
import type { SourcePlace, TargetPlace } from './finding.ts'
import type { OpenedValue } from './shown-value.ts'
import { type OpenedSource, sourceRows } from './source-rows.ts'
import { readTargetRows } from './target-rows.ts'

/** Bytes up to which a value is read whole, to find where it begins to differ. */
export const WHOLE_BYTES = 1_000_000
/** Characters or bytes of the beginning of others. */
const BEGINNING = 200
/** Of one value of the source, and of the target. */
const [SOURCE_PARTS, TARGET_PARTS] = [5, 4]

export function openSourceValues(
  proof: TableProof,
  place: SourcePlace,
  columns: readonly ProofColumn[],
  reader: OpenedSource,
  wholeBytes: number,
): readonly OpenedValue[] {
  const parts = columns.flatMap(column => sourceParts(column, proof.encoding, wholeBytes))
  const [found = []] = sourceRows(proof, [place], parts, reader)
  return columns.map((_, i) => sourceValue(found.slice(i * SOURCE_PARTS, (i + 1) * SOURCE_PARTS)))
}

function sourceParts(
  { shown, value, rule }: ProofColumn,
  encoding: TableProof['encoding'],
  wholeBytes: number,
): readonly SqliteSql[] {
  const bytes = (part: SqliteSql): SqliteSql =>
    sqlite`CASE typeof(${shown}) WHEN 'text' THEN ${utf8Bytes(part, encoding)} WHEN 'blob' THEN ${part} END`
  const size = sqlite`octet_length(${bytes(shown)})`
  const read = sqlite`iif(${size} <= ${wholeBytes}, ${bytes(shown)}, ${bytes(sqlite`substr(${shown}, 1, ${BEGINNING})`)})`
  return [
    sqlite`iif(${isNegativeZero(shown)}, '-0.0', typeof(${shown}))`,
    size,
    sqlite`iif(typeof(${shown}) IN ('text', 'blob'), ${read}, ${shown})`,
    sqlite`iif(${size} > ${wholeBytes}, sqlite2pg_sha256(${bytes(shown)}), NULL)`,
    isProvenOtherwise(rule) ? sqlite`CAST(${value} AS TEXT)` : sqlite`NULL`,
  ]
}

/** Rules under which a value is compared by a text that people can read and that may not be the value's own. */
function isProvenOtherwise(rule: ProofColumn['rule']): boolean {
  return rule !== 'double' && targetValue(rule, postgres`NULL`)?.form === 'plain'
}

function sourceValue([type, size, value, sha256, proven]: readonly SqliteValue[]): OpenedValue {
  if (value === null || value === undefined) return { kind: 'null' }
  const text = typeof proven === 'string' ? proven : null
  if (!(value instanceof Uint8Array))
    return { kind: 'plain', text: type === '-0.0' ? '-0.0' : numberText(value), proven: text }
  const sizes = { sizeBytes: BigInt(Number(size)), sha256: typeof sha256 === 'string' ? sha256 : null }
  if (type !== 'text' || !isUtf8(value)) return { kind: 'blob', bytes: value, ...sizes }
  return { kind: 'text', text: Buffer.from(value).toString('utf8'), proven: text, ...sizes }
}

/** A double by the fewest digits that read back as it is, with a point as SQLite writes it. */
function numberText(value: Exclude<SqliteValue, Uint8Array | null>): string {
  const digits = String(value)
  return typeof value === 'number' && /^-?\d+$/.test(digits) ? `${digits}.0` : digits
}

export async function openTargetValues(
  proof: TableProof,
  place: TargetPlace,
  columns: readonly ProofColumn[],
  connection: TargetSide,
  wholeBytes: number,
): Promise<readonly OpenedValue[]> {
  const parts = columns.flatMap(column => targetParts(column, wholeBytes))
  const found = (await readTargetRows(proof, [place], parts, connection)).get(place)
  if (found === undefined) throw new Error(`a row of ${proof.table} that was listed is not there`)
  return columns.map((column, i) =>
    targetValueOf(column, found.slice(i * TARGET_PARTS, (i + 1) * TARGET_PARTS)),
  )
}

function targetParts({ rule, target }: ProofColumn, wholeBytes: number): readonly PostgresSql[] {
  const column = postgresName(target)
  const isBytes = isBlob(rule)
  const value = isBytes ? column : shownText(rule, column)
  const written = (part: PostgresSql): PostgresSql => (isBytes ? postgres`encode(${part}, 'hex')` : part)
  const size = postgres`octet_length(${value})`
  const bytes = isBytes ? value : postgres`convert_to(${value}, 'UTF8')`
  return [
    postgres`${size}::text`,
    postgres`CASE WHEN ${size} <= ${wholeBytes} THEN ${written(value)} ELSE ${written(postgres`substr(${value}, 1, ${BEGINNING})`)} END`,
    postgres`CASE WHEN ${size} > ${wholeBytes} THEN encode(sha256(${bytes}), 'hex') END`,
    isProvenOtherwise(rule)
      ? postgres`(${targetValue(rule, column)?.sql ?? column})::text`
      : postgres`NULL::text`,
  ]
}

/** A double by digits that tell it apart from every other one, also where it is kept as a real. */
function shownText(rule: ProofColumn['rule'], column: PostgresSql): PostgresSql {
  return rule === 'double' ? postgres`${column}::float8::text` : postgres`${column}::text`
}

function isBlob(rule: ProofColumn['rule']): boolean {
  return rule === 'bytes' || rule === 'short bytes'
}

function targetValueOf(
  { rule }: ProofColumn,
  [size, value, sha256 = null, proven = null]: readonly (string | null)[],
): OpenedValue {
  if (value === null || value === undefined) return { kind: 'null' }
  const sizes = { sizeBytes: BigInt(size ?? 0), sha256 }
  if (isBlob(rule)) return { kind: 'blob', bytes: Buffer.from(value, 'hex'), ...sizes }
  if (isNumber(rule) || rule === 'boolean') return { kind: 'plain', text: value, proven }
  return { kind: 'text', text: value, proven, ...sizes }
}
