// Columns in reach are kept by name, those of a query by the alias and the name. Both may hold dots, but no name in
// SQLite's SQL holds NUL, so that a column called "t.a" is never taken for the column a of t.
import { asciiLower } from '../ascii-case.ts'

export function qualifiedKey(table: string, column: string): string {
  return `${asciiLower(table)}\0${asciiLower(column)}`
}
