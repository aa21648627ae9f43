// Sequences while a load is taken back: they stand where they stood before it.
import type { LoadChanges, LoadedSequence, RecordedObject } from '../../model/journal.ts'
import {
  putBackSequence,
  readSequencePlace,
  type SequencePlace,
} from '../../postgres/catalog/sequence-positions.ts'
import type { TargetConnection } from '../../postgres/connection.ts'

/** Where others have drawn from a sequence for tables of their own since, it stays where it is. */
export async function putSequencesBack(
  connection: TargetConnection,
  filled: readonly RecordedObject[],
  { sequences }: LoadChanges,
): Promise<void> {
  const ids = filled.map(({ id }) => id)
  const found: { readonly sequence: LoadedSequence; readonly owned: boolean }[] = []
  for (const sequence of sequences) {
    const place = await readSequencePlace(connection, sequence, ids)
    if (place !== null && mayMove(place, sequence)) found.push({ sequence, owned: place.owned })
  }
  // What is not transactional comes last.
  for (const { sequence, owned } of found.toSorted((a, b) => Number(b.owned) - Number(a.owned)))
    for (const sql of putBackSequence(sequence, sequence, owned))
      await connection.execute(sql, { object: sequence.name, doing: 'putting a sequence back' })
}

const mayMove = ({ usedElsewhere, lastValue }: SequencePlace, { left }: LoadedSequence): boolean =>
  !usedElsewhere || lastValue === left
