// Begins the moment that everything of a run is read from: by one reader, or by workers beside it where the file is
// big enough for several.
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import { WorkerPool } from '../workers/worker-pool.ts'
import type { RunSettings } from './run-settings.ts'

/**
 * The workers that hold the reader's moment, or null where it reads alone: no more of them than the file has parts. The
 * caller closes them before the file.
 */
export async function beginReading(
  file: SourceFile,
  reader: SourceReader,
  { jobs, partBytes }: RunSettings,
  signal: AbortSignal | undefined,
): Promise<WorkerPool | null> {
  const parts = Number((file.sizeBytes + partBytes - 1n) / partBytes)
  const count = Math.min(jobs, parts)
  const workers = count < 2 ? null : await WorkerPool.start(file, count)
  if (workers === null || !(await beginTogether(workers, reader, signal))) {
    await workers?.close()
    reader.begin()
    return null
  }
  signal?.addEventListener('abort', () => workers.stop(), { once: true })
  return workers
}

async function beginTogether(
  workers: WorkerPool,
  reader: SourceReader,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    signal?.throwIfAborted()
    return await workers.beginTogether(reader, signal)
  } catch (error) {
    await workers.close()
    throw error
  }
}
