// A long value is read in pieces, and written in slices of these: no more of it than a slice is there twice.

/** A slice grows when it is written: to twice its length as hexadecimal digits, to seven times in JSON at worst. */
const SLICE_BYTES = 524_288

export type SourceEncoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be'

export function* slicesOf(pieces: Iterable<Uint8Array>): Generator<Buffer> {
  for (const { buffer, byteOffset, length } of pieces) {
    for (let from = 0; from < length; from += SLICE_BYTES)
      yield Buffer.from(buffer, byteOffset + from, Math.min(SLICE_BYTES, length - from))
  }
}
