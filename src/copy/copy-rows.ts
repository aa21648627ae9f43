// Copies tables over several lanes at once: each lane has a reader in the shared moment and a connection of its own.
// The biggest tables start first, so that none of them is left for the end.
import type { PlannedTable } from '../model/plan.ts'
import { type Lane, type Leniency, shareParts } from '../model/share-parts.ts'
import type { Piece } from '../plan/target/progress.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { splitTable } from '../sqlite/split-table.ts'
import { type CopyPart, type OnChunk, type PartResult, pieceOf } from './copy-part.ts'
import type { CopyTally } from './copy-tally.ts'

/** Where parts are copied: this thread, or a worker. */
export interface CopyLane extends Lane {
  copy(part: CopyPart, onChunk: OnChunk): Promise<PartResult>
}

/** Tables, and the lanes that share them. */
export interface CopyGroup {
  readonly tables: readonly PlannedTable[]
  readonly lanes: readonly CopyLane[]
}

export interface CopyTask {
  readonly groups: readonly CopyGroup[]
  /** For cutting tables. */
  readonly reader: SourceReader
  /** Bytes of the COPY stream that a part holds, about. */
  readonly partBytes: bigint
  readonly tally: CopyTally
  /** What is in the target already. */
  readonly isDone: (piece: Piece) => boolean
  readonly leniency: Leniency | null
  readonly onChunk: (table: PlannedTable, rows: number, bytes: number) => void
}

/** Ends when every lane has ended; throws the first failure. */
export async function copyRows(task: CopyTask): Promise<void> {
  const shares = task.groups.map(group => ({ lanes: group.lanes, parts: partsInOrder(task, group) }))
  await shareParts(
    shares,
    async (lane, part) => {
      const startedAt = performance.now()
      const result = await lane.copy(part, (rows, bytes) => task.onChunk(part.table, rows, bytes))
      task.tally.add(part.table, result, startedAt)
    },
    task.leniency,
  )
}

/** Made as lanes ask for them, so that cutting one table does not keep another waiting. */
function* partsInOrder(task: CopyTask, { tables }: CopyGroup): Generator<CopyPart, undefined> {
  const bySize = [...tables].sort((a, b) => Number(b.reading.estimatedBytes - a.reading.estimatedBytes))
  for (const table of bySize) yield* missingParts(task, table)
}

/** However many lanes there are the cuts are the same, or nobody could go on with what others have begun. */
function* missingParts(
  { reader, partBytes, isDone }: CopyTask,
  table: PlannedTable,
): Generator<CopyPart, undefined> {
  for (const range of splitTable(reader, table, partBytes))
    if (!isDone(pieceOf({ table, range }))) yield { table, range }
}
