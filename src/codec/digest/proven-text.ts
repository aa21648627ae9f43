// Texts of other encodings once more, by other means than the copy has: what the proof compares with. In a UTF-16
// database they are given as bytes, for a cast to make text of. https://encoding.spec.whatwg.org/#windows-1252
import { proveCesu8 } from '../cast/texts.ts'
import { encodedFor } from '../utf16.ts'

/** `spec` is the encoding and the letter A of the database, as in `cp1252|41`; null for an encoding that is not known. */
export function provenText(spec: string, bytes: Uint8Array): string | Uint8Array | null {
  const [encoding = '', letter = ''] = spec.split('|')
  const text = decoded(encoding, bytes)
  return text === null || letter === '41' ? text : encodedFor(letter, text)
}

function decoded(encoding: string, bytes: Uint8Array): string | null {
  switch (encoding) {
    case 'latin1':
      return Array.from(bytes, byte => String.fromCharCode(byte)).join('')
    case 'cp1252':
      return Array.from(bytes, byte => String.fromCharCode(CP1252_POINTS[byte - 0x80] ?? byte)).join('')
    case 'cesu8':
      return proveCesu8(bytes)
    default:
      return null
  }
}

/** Of the bytes 80 to 9F. TextDecoder is no help: some versions of Node.js decode them as Latin-1. */
const CP1252_POINTS: readonly number[] = [
  ...[
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
    0x17d, 0x8f,
  ],
  ...[
    0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
    0x17e, 0x178,
  ],
]
