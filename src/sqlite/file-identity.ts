// Which file a source is, beside its fingerprint: two files of different origin may have equal fingerprints, since
// SQLite counts commits and not contents. Where the file lies and when it was written is known at once; its bytes have
// to be read. Either is enough to know it again, for a commit between two looks moves the fingerprint.
import { createHash, type Hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { HeldFile } from './held-file.ts'

/** The file and its log, should it have one, are what SQLite reads. */
const SUFFIXES = ['', '-wal'] as const
const PIECE_BYTES = 2 ** 20

/** Device, number, size and times; null where the file is gone by now. */
export function filePlace(path: string): string | null {
  const looks = SUFFIXES.map(suffix => placeOf(path + suffix))
  return looks[0] === null ? null : JSON.stringify(looks)
}

function placeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (found === undefined) return null
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}

/** SHA-256 of the bytes, hexadecimal; null where they cannot be read. Throws the signal's reason. */
export async function fileDigest(path: string, signal?: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256')
  for (const suffix of SUFFIXES) {
    const held = hold(path + suffix)
    if (held === null && suffix === '') return null
    hash.update(`${suffix}\0`)
    try {
      if (held !== null) await addBytes(hash, held, signal)
    } finally {
      held?.release()
    }
  }
  return hash.digest('hex')
}

function hold(path: string): HeldFile | null {
  try {
    return new HeldFile(path)
  } catch {
    return null
  }
}

async function addBytes(hash: Hash, file: HeldFile, signal: AbortSignal | undefined): Promise<void> {
  for (let offset = 0; ; offset += PIECE_BYTES) {
    const piece = file.read(offset, PIECE_BYTES)
    if (piece.length === 0) return
    hash.update(piece)
    await yieldToOthers()
    signal?.throwIfAborted()
  }
}
