// The ending of a run that was told to stop.
import { Sqlite2pgError } from '../model/errors.ts'

export function interruption(cause?: unknown): Sqlite2pgError {
  return new Sqlite2pgError(
    'INTERRUPTED',
    'interrupted; nothing was published',
    'Run the same command again when it suits.',
    { cause },
  )
}
