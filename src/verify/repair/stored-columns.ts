// A table by the columns that can be written. What the target computes by itself no statement mends: rows that differ in
// nothing else are not a repair's, and those that do are found without it.
// https://www.postgresql.org/docs/current/ddl-generated-columns.html
import { type ComparedContents, compareContents, type ProvenTable } from '../content/compare-contents.ts'
import { type ProofTask, proveTables } from '../content/prove-tables.ts'
import { type TableProof, tableProof } from '../content/table-proof.ts'
import type { TableMatch } from '../match-tables.ts'

export interface StoredEnds extends Pick<ProofTask, 'reader' | 'connection' | 'partBytes'> {
  readonly schema: string
  readonly encoding: TableProof['encoding']
  readonly signal?: AbortSignal | undefined
}

/** Digests of the columns that the target does not compute, over this connection. */
export async function proveStored(match: TableMatch, ends: StoredEnds): Promise<ProvenTable | null> {
  const { reader, connection, partBytes } = ends
  const proof = tableProof(withoutComputed(match), ends.schema, ends.encoding)
  const table = { planned: match.planned, proof, sample: null }
  const task = { tables: [table], reader, connection, partBytes, lanes: [], onProven: () => undefined }
  const digests = proof.columns.length === 0 ? undefined : (await proveTables(task)).get(proof.table)
  return digests === undefined ? null : { proof, digests, sample: null }
}

/** What those columns differ in. */
export async function compareStored(match: TableMatch, ends: StoredEnds): Promise<ComparedContents | null> {
  const { reader, connection, signal } = ends
  const proven = await proveStored(match, ends)
  return proven && compareContents(proven, withoutComputed(match), { reader, connection, limit: 0, signal })
}

function withoutComputed(match: TableMatch): TableMatch {
  return { ...match, columns: match.columns.filter(({ target }) => !target.generated) }
}
