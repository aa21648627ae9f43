// Copies a part of a table: chunks of finished lines go from SQLite to the socket as they are, in a COPY of their
// own. What the server says it took is the result; nothing is counted on our own authority.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PlannedTable } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { CopySink, TargetConnection } from '../postgres/connection.ts'
import type { LineChunk } from '../sqlite/chunks.ts'
import { letGoOfBuffer } from '../sqlite/let-go-of-buffers.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { RowRange } from '../sqlite/row-range.ts'
import { copyStatement } from './copy-line.ts'
import { partLines } from './part-lines.ts'

export interface CopyEnds {
  readonly reader: SourceReader
  readonly connection: TargetConnection
  readonly encoding: SourceDatabase['encoding']
  /** Schema that holds the bare tables. */
  readonly schema: string
}

export interface CopyPart {
  readonly table: PlannedTable
  readonly range: RowRange
}

export interface PartResult {
  /** Rows the server took. */
  readonly rows: bigint
  /** Bytes of the COPY stream. */
  readonly bytes: bigint
}

/** Told of each chunk once the socket has taken it. */
export type OnChunk = (rows: number, bytes: number) => void

export async function copyPart(
  { table, range }: CopyPart,
  ends: CopyEnds,
  onChunk: OnChunk,
): Promise<PartResult> {
  const sink = await ends.connection.copyIn(copyStatement(table, ends.schema), {
    doing: 'copying rows',
    object: table.target,
  })
  const bytes = await sendChunks(partLines(ends.reader, table, range, ends.encoding), sink, onChunk)
  return { rows: await sink.end(), bytes }
}

/** Sends lines as they are; gives the bytes that were sent. */
export async function sendChunks(
  lines: Iterable<LineChunk>,
  sink: CopySink,
  onChunk: OnChunk,
): Promise<bigint> {
  let sentBytes = 0n
  try {
    for (const { bytes, rows } of lines) {
      await sink.write(bytes)
      sentBytes += BigInt(bytes.length)
      onChunk(rows, bytes.length)
      letGoOfBuffer(bytes.length)
      // Reading is synchronous: a turn of the event loop lets signals and the terminal have their say.
      await nextTurn()
    }
  } catch (error) {
    sink.abort()
    throw error
  }
  return sentBytes
}
