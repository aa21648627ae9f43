// Finished lines go from SQLite to the socket as they are.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Amount } from '../plan/target/progress.ts'
import type { CopySink } from '../postgres/connection.ts'
import type { LineChunk } from '../sqlite/chunks.ts'
import { letGoOfBuffer } from '../sqlite/let-go-of-buffers.ts'

/** Told of each chunk once the socket has taken it. */
export type OnChunk = (rows: number, bytes: number) => void

/** What was sent; the COPY is not ended yet. */
export async function sendChunks(
  lines: Iterable<LineChunk>,
  sink: CopySink,
  onChunk: OnChunk,
): Promise<Amount> {
  let [sentRows, sentBytes] = [0n, 0n]
  try {
    for (const { bytes, rows } of lines) {
      await sink.write(bytes)
      sentRows += BigInt(rows)
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
  return { rows: sentRows, bytes: sentBytes }
}
