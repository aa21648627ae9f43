// The values of rows that have one key on both sides, held against each other column by column.
import type { TargetSide } from '../../sides.ts'
import type { TableProof } from '../table-proof.ts'
import { differingColumns, sourceTexts, targetTexts } from './column-texts.ts'
import type { ChangedRow } from './finding.ts'
import { sameMeanings } from './json-meaning.ts'
import type { OpenedSource } from './source-rows.ts'
import type { ComparedRow } from './tally.ts'

export async function compareChanged(
  proof: TableProof,
  compared: readonly ChangedRow[],
  ends: { readonly reader: OpenedSource; readonly connection: TargetSide },
): Promise<ReadonlyMap<ChangedRow, ComparedRow>> {
  const places = compared.map(({ target }) => target)
  const there = await targetTexts(proof, places, ends.connection)
  const sources = compared.map(({ source }) => source)
  const here = sourceTexts(proof, sources, ends.reader)
  const written = compared.map((row, i) => {
    const [source, target] = [here[i], there.get(row.target)]
    if (source === undefined || target === undefined)
      throw new Error(`a row of ${proof.table} that was listed is not there`)
    return { row, source, target, columns: differingColumns(source, target) }
  })
  const meanings = await sameMeanings(proof, written, ends)
  return new Map(
    written.map(({ row, source, target, columns }) => {
      const sameMeaning = meanings.get(row) ?? []
      const differing = columns.filter(i => !sameMeaning.includes(i))
      return [row, { source, target, differing, sameMeaning }]
    }),
  )
}
