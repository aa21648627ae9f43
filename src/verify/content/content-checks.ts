// What a proof of contents says of a table, as checks: of the whole, and of each column that could not be compared.
import type { Check } from '../../model/verdict.ts'
import { counted, remarked } from '../check.ts'
import type { TableMatch } from '../match-tables.ts'
import type { TableProof } from './table-proof.ts'

export function contentsCheck(
  table: string,
  status: 'same' | 'different',
  rows: { readonly source: bigint; readonly target: bigint },
): Check {
  const [expected, found] = [counted(rows.source, 'row'), counted(rows.target, 'row')]
  return { kind: 'contents', object: table, status, expected, found, remark: '' }
}

/** Columns of which no text is known that both sides would write alike. */
export function uncomparedColumns({ planned, columns }: TableMatch, proof: TableProof): readonly Check[] {
  const compared = new Set(proof.columns.map(({ name }) => name))
  return columns
    .filter(column => !compared.has(column.planned.target))
    .map(column =>
      remarked(
        'contents',
        `${planned.target}.${column.planned.target}`,
        'not compared',
        '',
        `values: no common form of ${column.planned.type} and ${column.target.type} is known`,
      ),
    )
}
