// A name of PostgreSQL in a certificate. A longer one would be cut by the server and mean another object.
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
import type { JsonField } from './json-field.ts'

const LONGEST_BYTES = 63

export function readName(field: JsonField): string {
  const name = field.text()
  if (name !== '' && !name.includes('\0') && name.isWellFormed() && Buffer.byteLength(name) <= LONGEST_BYTES)
    return name
  throw field.refused(`a name of 1 to ${LONGEST_BYTES} bytes`)
}

export function readNames(field: JsonField): readonly string[] {
  return field.list().map(readName)
}
