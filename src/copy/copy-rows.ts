// Copies tables over several lanes at once: each lane has a reader in the shared moment and a connection of its own,
// and takes the next part when it has done one. The biggest tables start first, so that none of them is left for the
// end. The first failure stops every lane, and is the one that is told.
import type { PlannedTable } from '../model/plan.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { WHOLE } from '../sqlite/row-range.ts'
import { splitTable } from '../sqlite/split-table.ts'
import type { CopyPart, OnChunk, PartResult } from './copy-part.ts'
import type { CopyTally } from './copy-tally.ts'

/** Where parts are copied: this thread, or a worker. */
export interface CopyLane {
  copy(part: CopyPart, onChunk: OnChunk): Promise<PartResult>
  /** Ends what goes on and waits until it has ended; does nothing if nothing does. */
  stop(): Promise<void>
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
  readonly onChunk: (table: PlannedTable, rows: number, bytes: number) => void
}

/** Ends when every lane has ended, whatever it ended with. */
export async function copyRows(task: CopyTask): Promise<void> {
  const lanes = task.groups.flatMap(group => group.lanes)
  const failures: unknown[] = []
  const fail = async (error: unknown): Promise<void> => {
    failures.push(error)
    await Promise.all(lanes.map(lane => lane.stop()))
  }
  const working = task.groups.flatMap(group => {
    const parts = partsInOrder(task, group)
    return group.lanes.map(lane => copyParts(task, lane, parts, failures).catch(fail))
  })
  await Promise.all(working)
  if (failures.length > 0) throw failures[0]
}

async function copyParts(
  task: CopyTask,
  lane: CopyLane,
  parts: Iterator<CopyPart>,
  failures: readonly unknown[],
): Promise<void> {
  for (let next = parts.next(); !next.done && failures.length === 0; next = parts.next()) {
    const { table } = next.value
    const startedAt = performance.now()
    const result = await lane.copy(next.value, (rows, bytes) => task.onChunk(table, rows, bytes))
    task.tally.add(table, result, startedAt)
  }
}

/** Made as lanes ask for them, so that cutting one table does not keep another waiting. */
function* partsInOrder(
  { reader, partBytes }: CopyTask,
  { tables, lanes }: CopyGroup,
): Generator<CopyPart, undefined> {
  const bySize = [...tables].sort((a, b) => Number(b.reading.estimatedBytes - a.reading.estimatedBytes))
  for (const table of bySize) {
    const ranges = lanes.length < 2 ? [WHOLE] : splitTable(reader, table, partBytes)
    for (const range of ranges) yield { table, range }
  }
}
