// Copies a part of a table in a COPY of its own. What the server says it took is the result; nothing is counted on our
// own authority.
import { createHash } from 'node:crypto'
import type { PlannedTable } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { Amount, Piece } from '../plan/target/progress.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { PostgresSql } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { RowRange } from '../sqlite/row-range.ts'
import { copyStatement } from './copy-line.ts'
import { partLines } from './part-lines.ts'
import { copyRecorded } from './recorded-copy.ts'
import type { OnChunk } from './send-chunks.ts'

export type { OnChunk } from './send-chunks.ts'

export interface CopyEnds {
  readonly reader: SourceReader
  readonly connection: TargetConnection
  readonly encoding: SourceDatabase['encoding']
  /** Schema that holds the bare tables. */
  readonly schema: string
  /** Where each part is put on record with its rows; null where nobody would go on from there. */
  readonly progress: PostgresSql | null
}

export interface CopyPart {
  readonly table: PlannedTable
  readonly range: RowRange
}

/** Rows the server took, and bytes of the COPY stream. */
export type PartResult = Amount

export function copyPart({ table, range }: CopyPart, ends: CopyEnds, onChunk: OnChunk): Promise<PartResult> {
  const task = {
    copy: copyStatement(table, ends.schema),
    piece: pieceOf({ table, range }),
    lines: partLines(ends.reader, table, range, ends.encoding),
    doing: 'copying rows',
    object: table.target,
  }
  return copyRecorded(task, ends, onChunk)
}

/** The name of a part on record. */
export function pieceOf({ table, range }: CopyPart): Piece {
  return { kind: 'rows', object: table.source, part: rangeName(range) }
}

export const WHOLE_NAME = 'whole'

/** A key may be long, and its bytes no text. */
function rangeName(range: RowRange): string {
  if (range.kind === 'whole') return WHOLE_NAME
  if (range.kind === 'rowids') return `${range.from} to ${range.to}`
  const plain = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? [...value] : value
  return createHash('sha256')
    .update(JSON.stringify([range.after, range.until], plain))
    .digest('hex')
}
