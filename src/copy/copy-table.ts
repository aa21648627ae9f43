// Streams one table: chunks of finished lines go from SQLite to the socket as they are. What the server
// says it took is the result; nothing is counted on our own authority.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PlannedTable } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { CopySink, TargetConnection } from '../postgres/connection.ts'
import { sqliteName } from '../sql/quote.ts'
import { type LineQuery, readLines } from '../sqlite/chunks.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { copyLine, copyStatement } from './copy-line.ts'

export interface CopyEnds {
  readonly reader: SourceReader
  readonly connection: TargetConnection
  readonly encoding: SourceDatabase['encoding']
  /** Schema that holds the bare tables. */
  readonly schema: string
}

export interface TableResult {
  readonly table: string
  /** Rows the server took. */
  readonly copiedRows: bigint
  /** Bytes of the COPY stream. */
  readonly sentBytes: bigint
  readonly durationMs: number
}

/** Copies the rows of one table; `onChunk` is told of each chunk once the socket has taken it. */
export async function copyTable(
  table: PlannedTable,
  ends: CopyEnds,
  onChunk: (rows: number, bytes: number) => void,
): Promise<TableResult> {
  const startedAt = performance.now()
  const sink = await ends.connection.copyIn(copyStatement(table, ends.schema), {
    doing: 'copying rows',
    object: table.target,
  })
  const { rowidName, rowsPerChunk, kept: condition } = table.reading
  const query = { rowidName, line: copyLine(table), rowsPerChunk, condition }
  const sentBytes = await sendChunks({ ...query, table: sqliteName(table.source) }, ends, sink, onChunk)
  const copiedRows = await sink.end()
  return { table: table.source, copiedRows, sentBytes, durationMs: performance.now() - startedAt }
}

/** Sends the lines of a query as they are; gives the bytes that were sent. */
export async function sendChunks(
  lines: Omit<LineQuery, 'encoding'>,
  ends: CopyEnds,
  sink: CopySink,
  onChunk: (rows: number, bytes: number) => void,
): Promise<bigint> {
  const query = { ...lines, encoding: ends.encoding }
  let sentBytes = 0n
  try {
    for (const { bytes, rows } of readLines(ends.reader, query)) {
      await sink.write(bytes)
      sentBytes += BigInt(bytes.length)
      onChunk(rows, bytes.length)
      // Reading is synchronous: a turn of the event loop lets signals and the terminal have their say.
      await nextTurn()
    }
  } catch (error) {
    sink.abort()
    throw error
  }
  return sentBytes
}
