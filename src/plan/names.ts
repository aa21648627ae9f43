// Names in PostgreSQL: carried as they are, unless they do not fit there or the user wants another style.
// Everything is decided here, the same way each time.
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
import { createHash } from 'node:crypto'

export type NameStyle = 'keep' | 'lower' | 'snake'

const LONGEST_BYTES = 63
const SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])

/** A name in the chosen style; not yet fitted to PostgreSQL's limits. */
export function inStyle(name: string, style: NameStyle): string {
  switch (style) {
    case 'keep':
      return name
    case 'lower':
      return name.toLowerCase()
    case 'snake':
      return toSnakeCase(name)
  }
}

/** `OrderItems` → `order_items`, `userID` → `user_id`, `Order Details` → `order_details`. */
export function toSnakeCase(name: string): string {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase()
}

/** Cut at a character to 63 bytes, with eight digits of a hash of the whole name so that it stays its own. */
export function fitName(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_BYTES) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${cutToBytes(name, LONGEST_BYTES - 9)}_${digest}`
}

function cutToBytes(text: string, bytes: number): string {
  let cut = ''
  let used = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    cut += character
  }
  return cut
}

/** A column's name: system columns get a trailing `_`, an empty name its position. */
export function fitColumnName(name: string, position: number): string {
  if (name === '') return `unnamed_${position}`
  return SYSTEM_COLUMNS.has(name) ? `${name}_` : fitName(name)
}

/** Names already given within one namespace; hands out free ones deterministically. */
export class Namespace {
  readonly #taken = new Set<string>()

  has(name: string): boolean {
    return this.#taken.has(name)
  }

  /** Takes this very name; false if somebody has it. */
  take(name: string): boolean {
    if (this.#taken.has(name)) return false
    this.#taken.add(name)
    return true
  }

  /** Takes the name, or the first free of `name_1`, `name_2`, …; fitted to 63 bytes. */
  takeFree(wanted: string): string {
    for (let i = 0; ; i++) {
      const name = fitName(i === 0 ? wanted : `${wanted}_${i}`)
      if (this.take(name)) return name
    }
  }
}
