// What stands for a value that a type cannot hold: no PostgreSQL type writes it, so such a value is never found equal.
export const UNREADABLE = '?'
