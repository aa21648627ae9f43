// A COPY that is committed together with its record, or not at all. Few rows are known before the first is sent: one message
// holds the COPY and the record then, and costs no round trip. Many are counted while they are sent.
import { type Amount, NO_AMOUNT, type Piece, recordPiece } from '../plan/target/progress.ts'
import type { CopySink } from '../postgres/connection.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { LineChunk } from '../sqlite/chunks.ts'
import type { CopyEnds, PartResult } from './copy-part.ts'
import { type OnChunk, sendChunks } from './send-chunks.ts'

interface Errand {
  readonly doing: string
  readonly object: string
}

export interface RecordedCopy extends Errand {
  /** COPY … FROM STDIN. */
  readonly copy: PostgresSql
  readonly piece: Piece
  readonly lines: Generator<LineChunk>
}

/** What the server took. Where no record is kept it is a COPY as any other. */
export async function copyRecorded(
  task: RecordedCopy,
  { connection, progress }: CopyEnds,
  onChunk: OnChunk,
): Promise<PartResult> {
  try {
    if (progress === null) return await copyAlone(task.lines, task.copy, { connection, task, onChunk })
    const start = [task.lines.next(), task.lines.next()].flatMap(next => (next.done ? [] : [next.value]))
    const ends = { connection, task, onChunk }
    if (start.length > 1) return await copyCounted(start, progress, ends)
    const record = recordPiece(progress, task.piece, amountOf(start))
    return await copyAlone(start, postgres`${task.copy}; ${record}`, ends)
  } finally {
    // A reader is not free before its last query is.
    task.lines.return(undefined)
  }
}

interface Ends {
  readonly connection: CopyEnds['connection']
  readonly task: RecordedCopy
  readonly onChunk: OnChunk
}

async function copyAlone(
  lines: Iterable<LineChunk>,
  sql: PostgresSql,
  { connection, task: { doing, object }, onChunk }: Ends,
): Promise<PartResult> {
  const sink = await connection.copyIn(sql, { doing, object })
  const sent = await sendChunks(lines, sink, onChunk)
  return requireTaken(sent, await sink.end())
}

/** The record follows the rows, in the message that commits them. */
async function copyCounted(
  start: LineChunk[],
  progress: PostgresSql,
  { connection, task, onChunk }: Ends,
): Promise<PartResult> {
  const { doing, object, piece, lines } = task
  let result: PartResult = NO_AMOUNT
  const send = async (sink: CopySink): Promise<PostgresSql> => {
    const sent = await sendChunks(joined(start, lines), sink, onChunk)
    result = requireTaken(sent, await sink.end())
    return recordPiece(progress, piece, result)
  }
  await connection.copyIntoTransaction(task.copy, send, { doing, object })
  return result
}

function amountOf(chunks: readonly LineChunk[]): Amount {
  return {
    rows: chunks.reduce((sum, { rows }) => sum + BigInt(rows), 0n),
    bytes: chunks.reduce((sum, { bytes }) => sum + BigInt(bytes.length), 0n),
  }
}

/** A COPY takes every line or fails: another number would be a fault of ours. */
function requireTaken({ rows, bytes }: Amount, taken: bigint): PartResult {
  if (rows !== taken) throw new Error(`${rows} rows were sent, and the server took ${taken}`)
  return { rows: taken, bytes }
}

/** Lets go of each chunk: what is held for the whole part outlives V8's look at the young, and its bytes pile up. */
function* joined(start: LineChunk[], rest: Iterable<LineChunk>): Generator<LineChunk> {
  for (let chunk = start.shift(); chunk !== undefined; chunk = start.shift()) yield chunk
  yield* rest
}
