// A declared type as SQLite sees it: letters in any case, white space folded, arguments loosely in brackets.
// https://www.sqlite.org/datatype3.html#determination_of_column_affinity

export interface DeclaredType {
  /** Upper case, one space between words, without arguments. */
  readonly name: string
  readonly arguments: readonly number[]
}

export function parseDeclaredType(text: string): DeclaredType {
  const bare = text.replace(COMMENTS, ' ')
  const match = /^([^(]*)(?:\(([^)]*)\)?)?(.*)$/s.exec(bare)
  const name = `${match?.[1] ?? ''} ${match?.[3] ?? ''}`
  const numbers = (match?.[2] ?? '').split(/[,;]/).map(argument => Number(argument.trim() || Number.NaN))
  return {
    // `integer[]` is an array in PostgreSQL, `[integer]` a quoted name.
    name: ARRAY.test(bare) ? 'ARRAY' : folded(name),
    arguments: numbers.filter(argument => Number.isInteger(argument)),
  }
}

const COMMENTS = /\/\*.*?(?:\*\/|$)|--[^\n]*/gs
const ARRAY = /\w\s*\[\s*\d*\s*\]\s*$/

function folded(name: string): string {
  return name
    .replace(/["'`[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()
}
