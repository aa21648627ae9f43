// A disk of its own that can be filled to the last byte and emptied again: a tmpfs, so that a server on it gets the
// kernel's own ENOSPC. Needs the right to mount; without it there is none. https://man7.org/linux/man-pages/man5/tmpfs.5.html
import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface SmallDisk {
  readonly folder: string
  /** Takes all room but `slackBytes`, which the next writer uses up. */
  fill(slackBytes: number): Promise<void>
  free(): Promise<void>
  unmount(): Promise<void>
}

const BLOCK_BYTES = 4 * 2 ** 20

/** null where nothing can be mounted. */
export async function mountSmallDisk(sizeMegabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite2pg-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m,mode=755`, 'sqlite2pg-storm', folder])
  } catch {
    await rmdir(folder)
    return null
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: slackBytes => fill(ballast, slackBytes),
    free: () => rm(ballast, { force: true }),
    unmount: async () => {
      await run('umount', [folder]).catch(() => run('umount', ['--lazy', folder]))
      await rmdir(folder).catch(() => undefined)
    },
  }
}

/** Blocks of half the size whenever one does not fit any more: others write meanwhile. */
async function fill(path: string, slackBytes: number): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    let [position, sizeBytes] = [0, BLOCK_BYTES]
    while (sizeBytes >= 4096) {
      const written = await file.write(Buffer.alloc(sizeBytes), 0, sizeBytes, position).catch(refuseOther)
      if (written === null) sizeBytes /= 2
      else position += written.bytesWritten
    }
    await file.truncate(Math.max(0, position - slackBytes))
  } finally {
    await file.close()
  }
}

function refuseOther(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOSPC') return null
  throw error
}
