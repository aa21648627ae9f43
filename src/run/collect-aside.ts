// Finds the rows that are set aside, each with all of its reasons, and counts them. What is found lies in temporary
// tables of the reader, so it grows with the disk and not with memory; the reader's later queries leave it out.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Sqlite2pgError } from '../model/errors.ts'
import type { AsideCause, AsideDraft } from '../plan/aside/aside-causes.ts'
import { createPairs, createPlace, follow, gather, hasTaken } from '../plan/aside/aside-scratch.ts'
import { type AsideCounts, askForAside, askForCause, type CountedCause } from '../plan/aside/set-aside.ts'
import type { SourceReader } from '../sqlite/reader.ts'

/** What was found, by table of the source; tables all of whose rows are moved are left out. */
export async function collectAside(
  reader: SourceReader,
  draft: AsideDraft,
): Promise<ReadonlyMap<string, AsideCounts>> {
  for (const { keys } of draft.places) for (const sql of createPlace(keys)) reader.writeTemporary(sql)
  for (const [number, cause] of draft.found.entries()) {
    gatherOne(reader, gather(cause, number), cause.mayFail === true)
    await nextTurn()
  }
  await followParents(reader, draft)
  return countAside(reader, draft)
}

function gatherOne(reader: SourceReader, sql: ReturnType<typeof gather>, mayFail: boolean): void {
  try {
    reader.writeTemporary(sql)
  } catch (error) {
    if (!mayFail || (error instanceof Sqlite2pgError && error.kind === 'interrupted')) throw error
  }
}

/** Until a round takes nothing: along chains, around cycles and within a table that refers to itself. */
async function followParents(reader: SourceReader, { found, following }: AsideDraft): Promise<void> {
  const ready = new Set<AsideCause>()
  for (let round = 1, changes = 1n; changes > 0n; round++) {
    changes = 0n
    for (const [i, cause] of following.entries()) {
      if (reader.value<bigint>(hasTaken(cause, round)) !== 1n) continue
      if (!ready.has(cause)) for (const sql of createPairs(cause)) reader.writeTemporary(sql)
      ready.add(cause)
      changes += reader.writeTemporary(follow(cause, found.length + i, round))
    }
    await nextTurn()
  }
}

function countAside(
  reader: SourceReader,
  { places, found, following }: AsideDraft,
): ReadonlyMap<string, AsideCounts> {
  const numbered = [...found, ...following].map((cause, number) => ({ cause, number }))
  const counts = new Map<string, AsideCounts>()
  for (const { table, keys } of places) {
    const rows = reader.value<bigint>(askForAside(table, keys)) ?? 0n
    if (rows === 0n) continue
    const own = numbered.filter(({ cause }) => cause.keys === keys)
    counts.set(table.source.name, {
      rows,
      causes: own.flatMap(it => countCause(reader, it.cause, it.number)),
    })
  }
  return counts
}

function countCause(reader: SourceReader, cause: AsideCause, number: number): readonly CountedCause[] {
  const { sql, examples } = askForCause(cause, number)
  const rows = reader.value<bigint>(sql) ?? 0n
  return rows === 0n ? [] : [{ cause, number, rows, examples: reader.values<string>(examples) }]
}
