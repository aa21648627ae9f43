// Names and values come from files of others: what would steer a terminal (escape sequences, line
// breaks, right-to-left overrides) or cannot be seen (zero-width spaces, soft hyphens) is written as an escape, all
// else stays as it is.

const STEERING =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/** The text on one line, harmless to a terminal. */
export function visibleText(text: string): string {
  return text.replace(STEERING, character => SHORT[character] ?? escapeOf(character))
}

/** A stretch of text as it is, or the escape that stands for one character. */
export interface VisiblePiece {
  readonly text: string
  readonly isEscape: boolean
}

/** visibleText in pieces, for a reader that can tell an escape from the same letters in the text. */
export function visiblePieces(text: string): readonly VisiblePiece[] {
  const pieces: VisiblePiece[] = []
  let end = 0
  for (const { 0: character, index } of text.matchAll(STEERING)) {
    if (index > end) pieces.push({ text: text.slice(end, index), isEscape: false })
    pieces.push({ text: visibleText(character), isEscape: true })
    end = index + character.length
  }
  return end < text.length ? [...pieces, { text: text.slice(end), isEscape: false }] : pieces
}

/** Like visibleText, but line feeds stay line breaks; for texts of ours that have several lines. */
export function visibleLines(text: string): readonly string[] {
  return text.split('\n').map(visibleText)
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}
