// The text of a table's rows in the target, made of a certificate's names and rules alone: names are quoted, and what a
// rule means this program says. A certificate brings no SQL along.
import { targetRowText } from '../../codec/digest/row-text.ts'
import type { CertifiedColumn, CertifiedTable } from '../../model/certificate.ts'
import { postgresName } from '../../sql/quote.ts'
import type { PostgresSql } from '../../sql/text.ts'
import type { ProofTarget } from '../content/table-proof.ts'

export function certifiedTexts(table: CertifiedTable, schema: string): ProofTarget {
  const { encoding, columns, key, target } = table
  const text = (some: readonly CertifiedColumn[]): PostgresSql =>
    targetRowText(
      some.map(({ rule, target: name }) => ({ rule, target: postgresName(name) })),
      encoding,
    )
  const keyColumns = columns.filter(({ target: name }) => key.includes(name))
  return {
    table: postgresName(schema, target),
    kind: 'table',
    row: text(columns),
    key: keyColumns.length === 0 ? null : text(keyColumns),
  }
}
