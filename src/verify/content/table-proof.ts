// How the contents of one table are proven: the text of a row on both sides, and how rows are gathered for digests. By
// ranges where the rowid is an integer key of the target, else into buckets by the digest of the key, or of the whole
// row where no key tells rows apart. Plain data: it goes to workers.
import { digestFor } from '../../codec/digest/digest-for.ts'
import { type DigestedColumn, sourceRowText, targetRowText } from '../../codec/digest/row-text.ts'
import type { DigestRule, PlannedTable } from '../../model/plan.ts'
import type { SourceDatabase } from '../../model/source.ts'
import type { TargetTable } from '../../model/target.ts'
import { postgresName, sqliteName } from '../../sql/quote.ts'
import type { PostgresSql, SqliteSql } from '../../sql/text.ts'
import type { ColumnMatch, TableMatch } from '../match-tables.ts'

export interface TableProof {
  /** Planned name in the target. */
  readonly table: string
  readonly encoding: SourceDatabase['encoding']
  readonly source: ProofSource
  readonly target: ProofTarget
  readonly partition: Partition
  readonly columns: readonly ProofColumn[]
}

export interface ProofSource {
  /** Quoted. */
  readonly table: SqliteSql
  readonly row: SqliteSql
  /** Text of the key; null where the whole row is it. */
  readonly key: SqliteSql | null
  readonly rowidName: string | null
  readonly keyColumns: readonly string[]
  readonly rowsPerChunk: number
  /** True for the rows that are moved; null where all are. */
  readonly kept: SqliteSql | null
}

export interface ProofTarget {
  /** Quoted, with its schema. */
  readonly table: PostgresSql
  readonly kind: TargetTable['kind']
  readonly row: PostgresSql
  readonly key: PostgresSql | null
}

export type Partition =
  /** Ranges of an integer key, which is the rowid in the source. */
  | { readonly kind: 'ranges'; readonly column: string }
  /** By the first hexadecimal digits of the digest of the key; all buckets, or only those. */
  | { readonly kind: 'buckets'; readonly digits: number; readonly only?: readonly number[] }

export interface ProofColumn {
  readonly source: string
  /** Planned name. */
  readonly name: string
  /** Its name in the target. */
  readonly target: string
  /** Base type of the target's column, such as `int8`. */
  readonly type: string
  readonly rule: DigestRule
  /** SQLite expression of the digested text. */
  readonly value: SqliteSql
  /** SQLite expression of the value itself, to be shown. */
  readonly shown: SqliteSql
  /** Part of the key that tells rows apart. */
  readonly inKey: boolean
}

/** Columns of which no common text is known are left out; the caller says so. */
export function tableProof(match: TableMatch, schema: string, encoding: TableProof['encoding']): TableProof {
  const { planned, target } = match
  const key = new Set(keyOf(match))
  const columns = match.columns.flatMap(column => proofColumn(column, key))
  const keyColumns = columns.filter(({ inKey }) => inKey)
  const { reading } = planned
  return {
    table: planned.target,
    encoding,
    source: {
      table: sqliteName(planned.source),
      row: sourceRowText(columns.map(digested), encoding),
      key: keyColumns.length === 0 ? null : sourceRowText(keyColumns.map(digested), encoding),
      rowidName: reading.rowidName,
      keyColumns: reading.key,
      rowsPerChunk: reading.rowsPerDigest,
      kept: reading.kept,
    },
    target: {
      table: postgresName(schema, target.name),
      kind: target.kind,
      row: targetRowText(columns.map(digested), encoding),
      key: keyColumns.length === 0 ? null : targetRowText(keyColumns.map(digested), encoding),
    },
    partition: partitionOf(match, columns),
    columns,
  }
}

function proofColumn({ planned, target }: ColumnMatch, key: ReadonlySet<string>): readonly ProofColumn[] {
  const digest = digestFor(planned, target)
  if (digest === null) return []
  return [
    {
      source: planned.source,
      name: planned.target,
      target: target.name,
      type: target.baseType,
      rule: digest.rule,
      value: digest.sqlite,
      shown: planned.value,
      inKey: key.has(planned.target),
    },
  ]
}

function digested({ rule, value, target }: ProofColumn): DigestedColumn & { readonly rule: DigestRule } {
  return { rule, digest: { rule, sqlite: value }, target: postgresName(target) }
}

/** Planned names of the columns that tell the rows of the source apart; none where nothing surely does. */
function keyOf({ planned, columns }: TableMatch): readonly string[] {
  const isThere = (name: string): boolean =>
    columns.some(
      column => column.planned.target === name && digestFor(column.planned, column.target) !== null,
    )
  const notNull = new Set(planned.columns.filter(column => column.notNull).map(column => column.target))
  const uniques = planned.uniques.filter(unique => unique.columns.every(name => notNull.has(name)))
  const keys = [...(planned.primaryKey === null ? [] : [planned.primaryKey]), ...uniques]
  return keys.find(key => key.columns.every(isThere))?.columns ?? []
}

/** Rows a bucket holds on average, at most. */
const BUCKET_ROWS = 4096n
const MOST_DIGITS = 4

function partitionOf({ planned, target }: TableMatch, columns: readonly ProofColumn[]): Partition {
  const id = columns.find(column => isRowid(planned, column))
  if (id !== undefined && isIndexed(target, id.target)) return { kind: 'ranges', column: id.target }
  let digits = 0
  while (digits < MOST_DIGITS && planned.sourceRows > BUCKET_ROWS * 16n ** BigInt(digits)) digits++
  return { kind: 'buckets', digits }
}

function isRowid({ reading, primaryKey }: PlannedTable, column: ProofColumn): boolean {
  const isKey = primaryKey?.columns.length === 1 && column.inKey
  return isKey && reading.rowidAlias === column.source && column.rule === 'integer'
}

/** Without an index each range would be a scan of the whole table. */
function isIndexed({ indexes, columns }: TargetTable, name: string): boolean {
  const column = columns.find(one => one.name === name)
  const found = indexes.some(
    index => index.valid && index.method === 'btree' && index.where === null && index.columns[0] === name,
  )
  // A row without a key would lie in no range.
  return found && column?.notNull === true && ['int2', 'int4', 'int8'].includes(column.baseType)
}
