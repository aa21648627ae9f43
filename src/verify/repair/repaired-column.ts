// How a value of the source is written into a column of the target. Where the column has a type of the planned family the
// text is the one that a run would copy; for another type it is the text by which the content proof finds both equal.
// PostgreSQL reads each text through the input of the column's type; what that makes of it is proven afterwards.
import { unescapeCopyText } from '../../codec/copy-unescape.ts'
import { digestFor } from '../../codec/digest/digest-for.ts'
import { utf8Bytes } from '../../codec/digest/row-text.ts'
import { loadedArray } from '../../codec/load/values.ts'
import { familyOfType } from '../../codec/proof-for.ts'
import type { PlannedColumn } from '../../model/plan.ts'
import type { TargetColumn } from '../../model/target.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { SqliteValue } from '../../sqlite/reader.ts'
import type { TableProof } from '../content/table-proof.ts'
import type { ColumnMatch } from '../match-tables.ts'

export interface RepairedColumn {
  /** Its name in the target. */
  readonly target: string
  /** SQLite expression of the bytes of its text, in UTF-8. */
  readonly bytes: SqliteSql
  /** Whether they are in COPY's format. */
  readonly isCopy: boolean
}

/** Null for a column that the target computes by itself. */
export function repairedColumn(
  { planned, target }: ColumnMatch,
  encoding: TableProof['encoding'],
): RepairedColumn | null {
  if (target.generated) return null
  const text = suitsCopy(planned, target) ? null : otherText(planned, target)
  if (text === null && planned.copy !== null)
    return { target: target.name, bytes: utf8Bytes(planned.copy, encoding), isCopy: true }
  return {
    target: target.name,
    bytes: utf8Bytes(text ?? plainText(planned.value), encoding),
    isCopy: false,
  }
}

function suitsCopy({ family, type }: PlannedColumn, target: TargetColumn): boolean {
  return target.type === type || family === familyOfType(target.baseType)
}

/** Null where the copied text is the best there is. */
function otherText(planned: PlannedColumn, target: TargetColumn): SqliteSql | null {
  const digest = digestFor(planned, target)
  if (digest === null) return null
  switch (digest.rule) {
    case 'double':
    case 'microseconds':
      return null
    case 'bytes':
    case 'short bytes':
      return sqlite`'\\x' || hex(${digest.sqlite})`
    case 'interval':
      return intervalText(digest.sqlite)
    case 'array':
      return loadedArray(target.baseType.slice(1), planned.value)
    default:
      return digest.sqlite
  }
}

/** Months are text already, since they are no number of days. */
function intervalText(span: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN ltrim(${span}, '-') GLOB '*[^0-9]*' THEN ${span} ELSE ${span} || ' microseconds' END`
}

/** Of a column that the source computes. */
function plainText(value: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${value}) WHEN 'real' THEN sqlite2pg_real_text(${value}) WHEN 'blob' THEN '\\x' || hex(${value}) ELSE ${value} END`
}

/** What is written as a literal; null for NULL. */
export function literalText({ isCopy }: RepairedColumn, value: SqliteValue): string | null {
  if (value === null) return null
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)
  return isCopy ? unescapeCopyText(text) : text
}
