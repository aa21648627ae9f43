// What the values of one row are, column by column, as both sides write them for digests: numbers by their digits, all
// else by the digest of what it adds to the row's text. Two values are equal where these are.
import {
  DIGEST_DIGITS,
  sourceDigests,
  sourceRowText,
  targetDigest,
  targetRowText,
} from '../../../codec/digest/row-text.ts'
import { targetValue } from '../../../codec/digest/target-values.ts'
import type { DigestRule } from '../../../model/digest.ts'
import { postgresName } from '../../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../../sql/text.ts'
import type { TargetSide } from '../../sides.ts'
import type { ProofColumn, TableProof } from '../table-proof.ts'
import type { SourcePlace, TargetPlace } from './finding.ts'
import { type OpenedSource, sourceRows } from './source-rows.ts'
import { readTargetRows } from './target-rows.ts'

/** One for each column of the proof. */
export type ColumnTexts = readonly (string | null)[]

export function isNumber(rule: DigestRule): rule is 'integer' | 'decimal' | 'double' {
  return rule === 'integer' || rule === 'decimal' || rule === 'double'
}

export function sourceTexts(
  proof: TableProof,
  places: readonly SourcePlace[],
  reader: OpenedSource,
): readonly ColumnTexts[] {
  const expressions = proof.columns.map(column => sourceText(column, proof.encoding))
  const rows = sourceRows(proof, places, expressions, reader)
  return rows.map(row => row.map(text => (text === null ? null : String(text))))
}

function sourceText({ rule, value }: ProofColumn, encoding: TableProof['encoding']): SqliteSql {
  if (isNumber(rule)) return sqlite`CAST(${value} AS TEXT)`
  const text = sourceRowText([{ digest: { rule, sqlite: value }, target: postgres`` }], encoding)
  return sqlite`substr(${sourceDigests(null, text, encoding)}, 1, ${DIGEST_DIGITS})`
}

export function targetTexts(
  proof: TableProof,
  places: readonly TargetPlace[],
  connection: TargetSide,
): Promise<ReadonlyMap<TargetPlace, ColumnTexts>> {
  return readTargetRows(
    proof,
    places,
    proof.columns.map(column => targetText(column, proof.encoding)),
    connection,
  )
}

function targetText({ rule, target }: ProofColumn, encoding: TableProof['encoding']): PostgresSql {
  const column = postgresName(target)
  if (isNumber(rule)) return postgres`(${targetValue(rule, column)?.sql ?? column})::text`
  return targetDigest(targetRowText([{ rule, target: column }], encoding))
}

/** Places of the columns whose values are not equal. */
export function differingColumns(source: ColumnTexts, target: ColumnTexts): readonly number[] {
  return source.flatMap((text, i) => (text === (target[i] ?? null) ? [] : [i]))
}
