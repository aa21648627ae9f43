// The text of one value out of COPY's text format, to be written as a literal instead.
// https://www.postgresql.org/docs/current/sql-copy.html (text format)

const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** Null for `\N`. Bytes that are written as `\xEF` are those of UTF-8. */
export function unescapeCopyText(written: string): string | null {
  if (written === '\\N') return null
  if (!written.includes('\\')) return written
  return written.replace(
    /((?:\\x[0-9a-fA-F]{1,2})+)|\\([\s\S])/g,
    (_, bytes?: string, character: string = '') =>
      bytes === undefined ? (LETTERS[character] ?? character) : textOfBytes(bytes),
  )
}

function textOfBytes(escapes: string): string {
  const bytes = escapes.split('\\x').slice(1)
  return Buffer.from(bytes.map(digits => Number.parseInt(digits, 16))).toString('utf8')
}
