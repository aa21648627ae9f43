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

/** A table's name: an empty one is numbered as a column without a name is. */
export function fitTableName(name: string): string {
  return name === '' ? 'unnamed_1' : fitName(name)
}

/** Whether the file or the user gives a name, or it is made here and must keep off theirs. */
export type NameOrigin = 'given' | 'made'

/** Names already given within one namespace; hands out free ones deterministically. */
export class Namespace {
  readonly #taken = new Set<string>()
  readonly #reserved = new Set<string>()

  has(name: string): boolean {
    return this.#taken.has(name)
  }

  /** Takes this very name; false if somebody has it. */
  take(name: string): boolean {
    if (this.#taken.has(name)) return false
    this.#taken.add(name)
    return true
  }

  /** Keeps a given name that is still to be taken from everything that is made. */
  reserve(name: string): void {
    this.#reserved.add(fitName(name))
  }

  isFree(name: string, origin: NameOrigin): boolean {
    return !this.#taken.has(name) && (origin === 'given' || !this.#reserved.has(name))
  }

  /** Takes the name, or the first free of `name_1`, `name_2`, …; fitted to 63 bytes. */
  takeFree(wanted: string, origin: NameOrigin = 'given'): string {
    return takeInAll([this], wanted, origin)
  }
}

/** The same for a name that several namespaces share, such as a key's, which is also that of its index. */
export function takeInAll(spaces: readonly Namespace[], wanted: string, origin: NameOrigin): string {
  for (let i = 0; ; i++) {
    const name = fitName(i === 0 ? wanted : `${wanted}_${i}`)
    if (!spaces.every(space => space.isFree(name, origin))) continue
    for (const space of spaces) space.take(name)
    return name
  }
}

/** Names of one kind once each has found its place; `collides` where the style makes two names one. */
export interface ChosenName {
  readonly name: string
  readonly outcome: 'kept' | 'changed' | 'collides'
}

/** Names that PostgreSQL takes as they are come first, so that a changed one never takes another's. */
export function chooseNames(
  styled: readonly string[],
  fitting: (name: string, position: number) => string,
  space: Namespace,
): readonly ChosenName[] {
  const fitted = styled.map((name, i) => fitting(name, i + 1))
  const kept = styled.map((name, i) => fitted[i] === name && space.take(name))
  return styled.map((name, i): ChosenName => {
    if (kept[i]) return { name, outcome: 'kept' }
    const outcome = styled.indexOf(name) < i ? 'collides' : 'changed'
    return { name: space.takeFree(fitted[i] ?? name), outcome }
  })
}
