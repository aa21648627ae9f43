// A text in COPY's text format. What SQLite would change on its way out of a UTF-16 database is written by its bytes.
// https://www.postgresql.org/docs/current/sql-copy.html (text format)
import { decodeClean } from './well-formed.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\ufffe': '\\xEF\\xBF\\xBE',
  '\uffff': '\\xEF\\xBF\\xBF',
}

export function escapeCopyText(text: string): string {
  return text.replace(/[\\\t\n\r\ufffe\uffff]/g, character => ESCAPES[character] ?? character)
}

/** Of the bytes of a text in the encoding whose letter A is `letter`; the plan lets no other bytes come here. */
export function escapedBytes(bytes: Uint8Array, letter: string): string {
  const text = decodeClean(bytes, letter)
  if (text === null) throw new Error('bytes that are no text were to be copied as text')
  return escapeCopyText(text)
}
