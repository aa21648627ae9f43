// A SQLite file that is moved, a target in which something is then broken, and what opening the digests of one table finds.
import { onTestFinished } from 'vitest'
import { migrate, plan, type TransferOptions } from '../../../src/index.ts'
import type { RowDifference, TableDifferences } from '../../../src/model/verdict.ts'
import { readTargetSchema } from '../../../src/postgres/catalog/catalog.ts'
import { TargetConnection } from '../../../src/postgres/connection.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'
import { SourceReader } from '../../../src/sqlite/reader.ts'
import { WHOLE } from '../../../src/sqlite/row-range.ts'
import { compareDigests } from '../../../src/verify/content/compare-digests.ts'
import { type OpenTask, openDifferences } from '../../../src/verify/content/open/open-differences.ts'
import { type PartDigests, provePart } from '../../../src/verify/content/proof-part.ts'
import { type TableProof, tableProof } from '../../../src/verify/content/table-proof.ts'
import { matchTables } from '../../../src/verify/match-tables.ts'
import { sourceFile } from '../../run/workplace.ts'
import { query } from '../../server/database.ts'

export interface Opening {
  readonly url: string
  readonly table: string
  /** SQL that makes the source. */
  readonly source: string
  /** SQL that breaks the copy. */
  readonly breaking: string
  readonly limit?: number
  readonly options?: Partial<TransferOptions>
  readonly adjust?: (proof: TableProof) => TableProof
  /** Opened instead of what the digests tell apart. */
  readonly differing?: OpenTask['differing']
}

/** Null where the digests are the same. */
export async function open(opening: Opening): Promise<TableDifferences | null> {
  const { url, table, source, breaking, limit = 100, adjust = proof => proof } = opening
  const sqlitePath = sourceFile(source)
  const options = { sqlitePath, url, ...opening.options }
  const moved = await migrate({ ...options, proof: 'none' })
  if (moved.error !== null) throw new Error(moved.error.message)
  const planned = await plan({ ...options, forceRecreate: true })
  if (planned.plan === null) throw new Error(planned.report.error?.message)
  await query(url, breaking)
  const connection = await TargetConnection.connect(parseTarget({ url }))
  onTestFinished(() => connection.close())
  const reader = new SourceReader(sqlitePath, { path: sqlitePath })
  onTestFinished(() => reader.close())
  const schema = await readTargetSchema(connection, 'public')
  const match = matchTables(planned.plan, schema).found.get(table)
  if (match === undefined) throw new Error(`no table ${table}`)
  const proof = adjust(tableProof(match, 'public', planned.source.encoding))
  return connection.transaction(
    async () => {
      const part = { proof, range: WHOLE, pages: 'all' } as const
      const digests = await provePart(part, { reader, connection }, () => undefined)
      const found = compareDigests(digestsOf(proof, digests)).differing
      const differing = opening.differing ?? found
      return differing && openDifferences({ proof, differing, reader, connection, limit })
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}

function digestsOf({ partition }: TableProof, { ranges, source, target }: PartDigests) {
  if (partition.kind === 'ranges') return { kind: 'ranges', ranges } as const
  if (source === null || target === null) throw new Error('no sums of buckets')
  return { kind: 'buckets', digits: partition.digits, source, target } as const
}

/** As `changed id=1 title: 'a' → 'b'`. */
export function told(differences: TableDifferences | null): readonly string[] {
  return differences?.rows.map(toldRow) ?? []
}

function toldRow({ key, kind, column, source, target }: RowDifference): string {
  const where = [kind, key ?? '–', column].filter(word => word !== null).join(' ')
  const values = [source, target].filter(value => value !== null).join(' → ')
  return `${where}: ${values}`
}
