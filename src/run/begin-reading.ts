// Begins the moment that everything of a run is read from: by one reader, or by workers beside it where the file is
// big enough for several.
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import { WorkerPool } from '../workers/worker-pool.ts'
import type { RunSettings } from './run-settings.ts'

/** The workers that hold the reader's moment, or null where it reads alone. The caller closes them before the file. */
export async function beginReading(
  file: SourceFile,
  reader: SourceReader,
  { jobs, partBytes }: RunSettings,
  signal: AbortSignal | undefined,
): Promise<WorkerPool | null> {
  const workers = jobs < 2 || file.sizeBytes <= partBytes ? null : await WorkerPool.start(file, jobs)
  if (workers === null) {
    reader.begin()
    return null
  }
  signal?.addEventListener('abort', () => workers.stop(), { once: true })
  if (workers.beginTogether(reader)) return workers
  await workers.close()
  // What keeps this reader from beginning is told; a source that is written too often for several is read by one.
  reader.begin()
  return null
}
