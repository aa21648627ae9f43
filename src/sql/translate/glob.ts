// A GLOB pattern as a PostgreSQL regular expression. Only classes of plain ASCII are carried.
// https://www.postgresql.org/docs/current/functions-matching.html#POSIX-BRACKET-EXPRESSIONS

const PIECES = /\*|\?|\[\^?\]?[^\]]*\]|./gsu

/** Null when the pattern holds a class that means something else in a regular expression, or nothing at all. */
export function globToRegex(pattern: string): string | null {
  const pieces = (pattern.match(PIECES) ?? []).map(pieceToRegex)
  if (pieces.includes(null)) return null
  return `^${pieces.join('')}$`.replace(/^\^(?:\.\*)+(?=.)/s, '').replace(/(?:(?<!\\)\.\*)+\$$/s, '')
}

function pieceToRegex(piece: string): string | null {
  if (piece === '*') return '.*'
  if (piece === '?') return '.'
  if (piece.length > 1 && piece.startsWith('[')) return classToRegex(piece.slice(1, -1))
  return piece === '[' ? null : piece.replace(/[.\\+^$(){}|[\]]/, '\\$&')
}

const CLASS_ITEMS = /([A-Za-z0-9])-([A-Za-z0-9])|./gs

function classToRegex(written: string): string | null {
  const negated = written.startsWith('^')
  const items = [...(negated ? written.slice(1) : written).matchAll(CLASS_ITEMS)].map(classItem)
  if (items.length === 0 || items.includes(null)) return null
  return `[${negated ? '^' : ''}${items.join('')}]`
}

// A `-` that is no range by itself, and `[`, are read differently by the two.
function classItem([item, low, high]: RegExpMatchArray): string | null {
  if (low !== undefined && high !== undefined) return low <= high ? item : null
  if (item === '-' || item === '[' || !/^[\x20-\x7E]$/.test(item)) return null
  return /[A-Za-z0-9_ ]/.test(item) ? item : `\\${item}`
}
