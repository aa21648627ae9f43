// A file smaller than its header says is a copy that was cut short. A writer in the middle of a commit looks
// the same for an instant, so the look is repeated, and a log or a journal beside the file explains it otherwise.
import { setTimeout as sleep } from 'node:timers/promises'
import { corruptError } from './corruption.ts'
import { HEADER_SIZE_BYTES, parseFileHeader } from './file-header.ts'
import type { HeldFile } from './held-file.ts'
import type { JudgedFile } from './judge-file.ts'
import type { SideFiles } from './side-files.ts'

const LOOKS = 4
const PAUSE_MS = 50

export async function refuseTruncated(
  path: string,
  { held, realPath }: JudgedFile,
  sides: SideFiles,
): Promise<void> {
  if (sides.logBytes || sides.hasJournal) return
  for (let look = 1; ; look++) {
    const fact = missingPart(held)
    if (fact === null) return
    if (look === LOOKS) throw corruptError(path, fact, isReadableInPlace(held, sides) ? realPath : null)
    await sleep(PAUSE_MS)
  }
}

function missingPart(held: HeldFile): string | null {
  const header = parseFileHeader(held.read(0, HEADER_SIZE_BYTES))
  if (!header) return null
  const pages = header.pageCount ?? 1
  const wanted = BigInt(pages) * BigInt(header.pageSizeBytes)
  if (held.sizeBytes >= wanted) return null
  return `truncated: its header says ${pages} pages of ${header.pageSizeBytes} bytes, ${wanted} bytes, and the file has ${held.sizeBytes} bytes`
}

/** In WAL mode SQLite would create side files even to look at the damage. */
function isReadableInPlace(held: HeldFile, sides: SideFiles): boolean {
  const header = parseFileHeader(held.read(0, HEADER_SIZE_BYTES))
  return header?.journalMode === 'delete' && sides.logBytes === null
}
