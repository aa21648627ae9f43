// Finds the rows that are set aside, each with all of its reasons, and counts them. What is found lies in temporary
// tables of the reader, so it grows with the disk and not with memory; the reader's later queries leave it out.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Sqlite2pgError } from '../model/errors.ts'
import type { AsideCause, AsideDraft, FoundCause } from '../plan/aside/aside-causes.ts'
import {
  createPairs,
  createPlace,
  emptyPlace,
  follow,
  gather,
  hasGathered,
  hasTaken,
} from '../plan/aside/aside-scratch.ts'
import { type AsideCounts, askForAside, askForCause, type CountedCause } from '../plan/aside/set-aside.ts'
import type { SqliteSql } from '../sql/text.ts'
import { askReader } from '../sqlite/asker.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { answerQuestions } from './answer-questions.ts'

/** What was found, by table of the source; tables all of whose rows are moved are left out. */
export async function collectAside(
  reader: SourceReader,
  draft: AsideDraft,
): Promise<ReadonlyMap<string, AsideCounts>> {
  for (const { keys } of draft.places) for (const sql of createPlace(keys)) reader.writeTemporary(sql)
  const paired = new Set<AsideCause>()
  let vain: readonly AsideCause[] = []
  while (true) {
    await gatherAll(reader, draft, vain)
    await followParents(reader, draft, paired)
    const inVain = await Promise.all(draft.found.map((cause, number) => isInVain(reader, cause, number)))
    const more = draft.found.filter((_, number) => inVain[number])
    if (more.length === 0) return countAside(reader, draft)
    // Without these reasons other rows stay, their children and what they equal: all is looked for anew.
    for (const { keys } of draft.places) reader.writeTemporary(emptyPlace(keys))
    vain = [...vain, ...more]
  }
}

async function gatherAll(
  reader: SourceReader,
  { found }: AsideDraft,
  vain: readonly AsideCause[],
): Promise<void> {
  for (const [number, cause] of found.entries()) {
    if (!vain.includes(cause)) gatherOne(reader, cause, number)
    await nextTurn()
  }
}

function gatherOne(reader: SourceReader, cause: FoundCause, number: number): void {
  const { find, otherwise } = cause
  if (otherwise === undefined) reader.writeTemporary(gather(cause, find, number))
  else if (!attempt(reader, gather(cause, find, number))) attempt(reader, gather(cause, otherwise, number))
}

function attempt(reader: SourceReader, sql: SqliteSql): boolean {
  try {
    reader.writeTemporary(sql)
    return true
  } catch (error) {
    if (error instanceof Sqlite2pgError && error.kind === 'interrupted') throw error
    return false
  }
}

/** The constraint is left out for the sake of rows that stay, so nothing is gained by setting others aside. */
async function isInVain(reader: SourceReader, cause: FoundCause, number: number): Promise<boolean> {
  if (cause.vainFor.length === 0 || reader.value<bigint>(hasGathered(cause, number)) !== 1n) return false
  const answers = await answerQuestions(askReader(reader), cause.vainFor)
  return cause.vainFor.some(question => answers.get(question)?.count !== 0n)
}

/** Until a round takes nothing: along chains, around cycles and within a table that refers to itself. */
async function followParents(
  reader: SourceReader,
  { found, following }: AsideDraft,
  paired: Set<AsideCause>,
): Promise<void> {
  for (let round = 1, changes = 1n; changes > 0n; round++) {
    changes = 0n
    for (const [i, cause] of following.entries()) {
      if (reader.value<bigint>(hasTaken(cause, round)) !== 1n) continue
      if (!paired.has(cause)) for (const sql of createPairs(cause)) reader.writeTemporary(sql)
      paired.add(cause)
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
