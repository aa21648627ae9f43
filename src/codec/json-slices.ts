// A long value as it is written in JSON, in slices: what a text is as a JSON string, without its quotes, and the
// hexadecimal digits of bytes. The same text as the functions of raw-text.ts and SQLite's hex() give as a whole.
// https://datatracker.ietf.org/doc/html/rfc8259
import { jsonOf } from './raw-text.ts'
import { type SourceEncoding, slicesOf } from './slices.ts'

/** Of bytes that are a text in this encoding. */
export function* jsonSlices(value: Iterable<Uint8Array>, encoding: SourceEncoding): Generator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for (const slice of slicesOf(value))
    yield Buffer.from(jsonOf(decoder.decode(slice, { stream: true })).slice(1, -1))
  decoder.decode()
}

export function* digitSlices(value: Iterable<Uint8Array>): Generator<Buffer> {
  for (const slice of slicesOf(value)) yield Buffer.from(slice.toString('hex'))
}
