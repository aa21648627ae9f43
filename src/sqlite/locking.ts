// Waiting for a file that another program has locked, in short slices so that an interrupt is heard. The
// handle that got through stays open: as long as it is, an application that closes leaves -wal and -shm alone.
import { setTimeout as sleep } from 'node:timers/promises'
import { Sqlite2pgError } from '../model/errors.ts'
import { type ReaderOptions, SourceReader, throwIfInterrupted } from './reader.ts'
import { lockedError } from './source-error.ts'

const SLICE_MS = 100

/** A reader that has read once and holds nothing; SOURCE_LOCKED after `busyTimeoutMs`. */
export async function openWhenUnlocked(
  readPath: string,
  options: ReaderOptions & { readonly busyTimeoutMs: number },
): Promise<SourceReader> {
  const deadline = performance.now() + options.busyTimeoutMs
  for (;;) {
    throwIfInterrupted(options.signal)
    try {
      return openAndRead(readPath, { ...options, busyTimeoutMs: Math.min(SLICE_MS, options.busyTimeoutMs) })
    } catch (error) {
      if (!isLocked(error)) throw error
      if (performance.now() >= deadline) throw lockedError(error, options)
    }
    await sleep(SLICE_MS / 2)
  }
}

const isLocked = (error: unknown): error is Sqlite2pgError =>
  error instanceof Sqlite2pgError && error.code === 'SOURCE_LOCKED'

function openAndRead(readPath: string, options: ReaderOptions): SourceReader {
  const reader = new SourceReader(readPath, options)
  try {
    reader.begin()
    reader.end()
    return reader
  } catch (error) {
    reader.close()
    throw error
  }
}
