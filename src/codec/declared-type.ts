// A declared type as SQLite sees it: letters in any case, white space folded, arguments loosely in brackets.
// https://www.sqlite.org/datatype3.html#determination_of_column_affinity

export interface DeclaredType {
  /** Upper case, one space between words, without arguments. */
  readonly name: string
  readonly arguments: readonly number[]
}

export function parseDeclaredType(text: string): DeclaredType {
  const match = /^([^(]*)(?:\(([^)]*)\)?)?(.*)$/s.exec(text)
  const name = `${match?.[1] ?? ''} ${match?.[3] ?? ''}`
  const numbers = (match?.[2] ?? '').split(',').map(argument => Number(argument.trim() || Number.NaN))
  return {
    name: name
      .replace(/["`[\]]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toUpperCase(),
    arguments: numbers.filter(argument => Number.isInteger(argument)),
  }
}
