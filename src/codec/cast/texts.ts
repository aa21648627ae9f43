// Texts that were kept as bytes of another encoding, or that hold what PostgreSQL's text cannot: how the user's casts
// decode and mend them. Null means that the bytes are not of that encoding; nothing is guessed.
// https://www.unicode.org/reports/tr26/ (CESU-8)
import { isUtf8 } from 'node:buffer'

export type TextEncodingName = 'latin1' | 'cp1252' | 'cesu8'

export function isTextEncoding(name: string): name is TextEncodingName {
  return name === 'latin1' || name === 'cp1252' || name === 'cesu8'
}

/** `mend` puts U+FFFD where a byte has no character, instead of refusing the text. */
export function decodeBytes(bytes: Uint8Array, encoding: TextEncodingName, mend: boolean): string | null {
  switch (encoding) {
    case 'latin1':
      return Buffer.from(bytes).toString('latin1')
    case 'cp1252':
      return decodeCp1252(bytes, mend)
    case 'cesu8':
      return decodeUtf8(joinSurrogates(bytes), mend)
  }
}

/** The characters of the bytes 80 to 9F; five of them have none, of which the Web makes control characters. */
const CP1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'

function decodeCp1252(bytes: Uint8Array, mend: boolean): string | null {
  const characters = Array.from(bytes, characterOfCp1252)
  if (!mend && characters.includes(null)) return null
  return characters.map(character => character ?? '\ufffd').join('')
}

function characterOfCp1252(byte: number): string | null {
  if (byte < 0x80 || byte > 0x9f) return String.fromCharCode(byte)
  const character = CP1252.charAt(byte - 0x80)
  return character === '\0' ? null : character
}

export function decodeUtf8(bytes: Uint8Array, mend: boolean): string | null {
  if (!mend && !isUtf8(bytes)) return null
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Pairs of surrogates of three bytes each become the four bytes of UTF-8; all else stays as it is. */
function joinSurrogates(bytes: Uint8Array): Uint8Array {
  const joined: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const high = surrogateAt(bytes, i, 0xa0)
    const low = high === null ? null : surrogateAt(bytes, i + 3, 0xb0)
    if (high === null || low === null) {
      joined.push(bytes[i] ?? 0)
      continue
    }
    joined.push(...Buffer.from(String.fromCodePoint(0x10000 + (high << 10) + low)))
    i += 5
  }
  return Uint8Array.from(joined)
}

/** The ten bits of a surrogate whose second byte begins at `second`, or null. */
function surrogateAt(bytes: Uint8Array, at: number, second: number): number | null {
  const [first = 0, middle = 0, last = 0] = bytes.subarray(at, at + 3)
  const isSurrogate = first === 0xed && (middle & 0xf0) === second && (last & 0xc0) === 0x80
  return isSurrogate ? ((middle & 0x0f) << 6) | (last & 0x3f) : null
}

/** CESU-8 once more, unit by unit: what the proof compares with. */
export function proveCesu8(bytes: Uint8Array): string | null {
  const units: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(i, i + 3)
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    if (size === 1) units.push(first)
    else if (size === 2) units.push(((first & 0x1f) << 6) | (second & 0x3f))
    else if (size === 3) units.push(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f))
    else
      units.push(
        ...Array.from(
          Buffer.from(bytes.subarray(i, i + 4))
            .toString('utf8')
            .split(''),
          unit => unit.charCodeAt(0),
        ),
      )
    i += size
  }
  return units.map(unit => String.fromCharCode(unit)).join('')
}
