// Whether a target still holds what a certificate says, without the source: contents by digests, structure by the
// catalog. Names are those of the certificate, exactly. Nothing is written; everything is seen in one moment.
import type { Certificate, CertifiedTable } from '../../model/certificate.ts'
import type { TargetSchema, TargetTable } from '../../model/target.ts'
import type { Check } from '../../model/verdict.ts'
import { readTargetSchema } from '../../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import { agreement, counted, remarked } from '../check.ts'
import { readComparisons } from '../orphans.ts'
import { compareSequences, type NumberedTable } from '../sequences.ts'
import { throwIfStopped } from '../sides.ts'
import { compareCertifiedForeignKeys } from './certified-foreign-keys.ts'
import { compareColumns, compareIndexes, compareKeys, sayUnreadable } from './certified-structure.ts'
import { rowsOf } from './certify-table.ts'
import { differingParts, partChecks } from './differing-parts.ts'
import { type DigestLane, type FoundDigests, targetDigests } from './target-digests.ts'

export interface CertifiedCopy {
  readonly certificate: Pick<Certificate, 'quarantine'>
  /** Those that are looked at. */
  readonly tables: readonly CertifiedTable[]
  /** In the transaction whose moment the lanes see; it is the first of them. */
  readonly connection: Pick<TargetConnection, 'rows'>
  readonly lanes: readonly DigestLane[]
  readonly schema: string
  /** Parts of a table that are told one by one. */
  readonly limit: number
  readonly onProven: (table: string, rows: bigint) => void
  readonly signal?: AbortSignal | undefined
}

export interface CertifiedVerdict {
  readonly checks: readonly Check[]
  readonly tables: readonly CertifiedTableVerdict[]
}

export interface CertifiedTableVerdict {
  readonly table: CertifiedTable
  /** Null where the table is not there, or its rows could not be read. */
  readonly targetRows: bigint | null
  readonly proof: 'identical' | 'different'
}

export async function compareCertificate(copy: CertifiedCopy): Promise<CertifiedVerdict> {
  const schema = await readTargetSchema(copy.connection, copy.schema)
  const comparisons = await readComparisons(copy.connection, copy.schema)
  const found = new Map(schema.tables.map(table => [table.name, table]))
  const isReadable = (table: CertifiedTable): boolean => hasColumns(table, found.get(table.target))
  const digests = await targetDigests({ ...copy, tables: copy.tables.filter(isReadable) })
  const ends = { connection: copy.connection, schema, comparisons }
  const tables: (CertifiedTableVerdict & Pick<CertifiedVerdict, 'checks'>)[] = []
  for (const table of copy.tables) {
    throwIfStopped(copy.signal)
    const checks = await tableChecks(copy, ends, table, found.get(table.target))
    const contents = await contentsOf(copy, table, digests.get(table.target), found.get(table.target))
    const all = [...checks.slice(0, 1), ...contents.checks, ...checks.slice(1)]
    const proof = all.some(({ status }) => status === 'different') ? 'different' : 'identical'
    tables.push({ table, targetRows: contents.rows, proof, checks: all })
  }
  const quarantine = await compareQuarantine(copy, schema)
  return { checks: [...tables.flatMap(({ checks }) => checks), ...quarantine], tables }
}

function hasColumns({ columns }: CertifiedTable, target: TargetTable | undefined): boolean {
  const names = new Set(target?.columns.map(({ name }) => name))
  return columns.every(({ target: name }) => names.has(name))
}

/** The first is about the table itself. */
async function tableChecks(
  { connection, schema: place }: CertifiedCopy,
  ends: Parameters<typeof compareCertifiedForeignKeys>[0],
  certified: CertifiedTable,
  target: TargetTable | undefined,
): Promise<readonly Check[]> {
  const { target: name } = certified
  if (target === undefined) return [agreement('table', name, 'table', '')]
  const isTable = target.kind === 'table' || target.kind === 'partitioned table'
  if (!isTable) return [agreement('table', name, 'table', target.kind), ...compareColumns(certified, target)]
  return [
    agreement('table', name, 'table', 'table'),
    ...compareColumns(certified, target),
    ...compareKeys(certified, target),
    ...compareIndexes(certified, target),
    ...(await compareSequences(connection, place, numbered(certified, target))),
    ...(await compareCertifiedForeignKeys(ends, certified, target)),
  ]
}

function numbered({ target: name, sequences }: CertifiedTable, target: TargetTable): NumberedTable {
  const columns = sequences.flatMap(({ column, lastValue }) => {
    const found = target.columns.find(each => each.name === column)
    return found === undefined
      ? []
      : [{ planned: { target: column, identity: { lastValue } }, target: found }]
  })
  return { planned: { target: name }, target: { name }, columns }
}

interface Contents {
  readonly rows: bigint | null
  readonly checks: readonly Check[]
}

async function contentsOf(
  copy: CertifiedCopy,
  certified: CertifiedTable,
  found: FoundDigests | undefined,
  target: TargetTable | undefined,
): Promise<Contents> {
  const { target: name, rows, partition } = certified
  if (found === undefined) return { rows: null, checks: [] }
  if ('fault' in found)
    return {
      rows: null,
      checks: [remarked('contents', name, 'different', '', sayUnreadable(certified, target, found.fault))],
    }
  const keyless = await countKeyless(copy, certified, target)
  const now = rowsOf(found.partition) + keyless
  const parts = [
    ...differingParts(partition, found.partition),
    ...(keyless === 0n ? [] : [{ name: 'rows without a key', expected: 0n, found: keyless }]),
  ]
  const counts = agreement('rows', name, String(rows), String(now))
  if (parts.length > 0) return { rows: now, checks: [counts, ...partChecks(name, parts, copy.limit)] }
  const same = agreement('contents', name, counted(rows, 'row'), counted(rows, 'row'))
  return { rows: now, checks: [counts, same] }
}

/** Rows that lie in no range, which can be only where the key lost its NOT NULL. */
async function countKeyless(
  { connection, schema }: CertifiedCopy,
  { partition, target: name }: CertifiedTable,
  target: TargetTable | undefined,
): Promise<bigint> {
  if (partition.kind === 'buckets') return 0n
  const column = target?.columns.find(each => each.name === partition.column)
  if (column === undefined || column.notNull) return 0n
  const [found] = await connection.rows<{ rows: bigint }>(
    postgres`SELECT count(*) AS rows FROM ${postgresName(schema, name)} WHERE ${postgresName(column.name)} IS NULL`,
  )
  return found?.rows ?? 0n
}

/** Only by their number: their digests need the source. */
async function compareQuarantine(
  { certificate: { quarantine }, connection, schema: place, tables }: CertifiedCopy,
  schema: TargetSchema,
): Promise<readonly Check[]> {
  if (quarantine === null || tables.every(({ rowsSetAside }) => rowsSetAside === 0n)) return []
  const { table, rows } = quarantine
  const expected = counted(rows, 'row')
  if (!schema.tables.some(({ name }) => name === table)) return [agreement('quarantine', table, expected, '')]
  const [found] = await connection.rows<{ rows: bigint }>(
    postgres`SELECT count(*) AS rows FROM ${postgresName(place, table)}`,
  )
  return [agreement('quarantine', table, expected, counted(found?.rows ?? 0n, 'row'))]
}
