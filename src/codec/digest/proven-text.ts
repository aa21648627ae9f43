// Texts of other encodings once more, by other means than the copy has: what the proof compares with.
// https://encoding.spec.whatwg.org/#windows-1252
import { proveCesu8 } from '../cast/texts.ts'

/** Null for an encoding that is not known. */
export function provenText(encoding: string, bytes: Uint8Array): string | null {
  switch (encoding) {
    case 'latin1':
      return Array.from(bytes, byte => String.fromCharCode(byte)).join('')
    case 'cp1252':
      return new TextDecoder('windows-1252').decode(bytes)
    case 'cesu8':
      return proveCesu8(bytes)
    default:
      return null
  }
}
