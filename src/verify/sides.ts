// The two sides of a comparison: of each no more than its way of answering a question.
import { Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { SourceReader } from '../sqlite/reader.ts'

export type SourceSide = Pick<SourceReader, 'all' | 'get' | 'iterate' | 'raw' | 'value' | 'values'>
export type TargetSide = Pick<TargetConnection, 'rows'>

/** Asked between two questions, since one question is not broken off. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new Sqlite2pgError(
    'INTERRUPTED',
    'interrupted while source and target were compared',
    'Neither side was changed by it. Run again when it suits.',
  )
}
