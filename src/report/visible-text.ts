// Names and values come from files of others: what would steer a terminal (escape sequences, line
// breaks, right-to-left overrides) is written as an escape that can be seen, all else stays as it is.

const STEERING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/** The text on one line, harmless to a terminal. */
export function visibleText(text: string): string {
  return text.replace(STEERING, character => SHORT[character] ?? escapeOf(character))
}

/** Like visibleText, but line feeds stay line breaks; for texts of ours that have several lines. */
export function visibleLines(text: string): readonly string[] {
  return text.split('\n').map(visibleText)
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}
