// Wishes of one place that name one table or one column twice, since SQLite takes names that differ only in the case
// of A to Z for one: neither may win silently. https://www.sqlite.org/lang_naming.html
import type { TableWishes } from '../model/options.ts'
import { asciiLower, sameNames } from '../sql/ascii-case.ts'

export interface Contradiction {
  /** The option it stands in. */
  readonly option: 'casts' | 'tables'
  /** Names both as they are written. */
  readonly fact: string
}

interface Wishes {
  readonly casts?: Readonly<Record<string, string>> | undefined
  readonly tables?: Readonly<Record<string, TableWishes>> | undefined
}

/** The first of them, or null. */
export function findContradiction({ casts = {}, tables = {} }: Wishes): Contradiction | null {
  return namedTwice('casts', '', 'column', casts) ?? twiceInTables(tables)
}

/** A column whose type a configuration gives in two ways, in `casts` and in `tables`. */
export function findTypeGivenTwice({ casts = {}, tables = {} }: Wishes): Contradiction | null {
  const byColumn = new Map(Object.entries(casts).map(([name, type]) => [asciiLower(name), { name, type }]))
  for (const [table, { columns = {} }] of Object.entries(tables)) {
    for (const [column, { type }] of Object.entries(columns)) {
      const cast = byColumn.get(asciiLower(`${table}.${column}`))
      if (cast === undefined || type === undefined || cast.type === type) continue
      const other = `tables has ${JSON.stringify(type)} for ${shown(`${table}.${column}`)}`
      return { option: 'casts', fact: `${shown(cast.name)} is ${JSON.stringify(cast.type)}, but ${other}` }
    }
  }
  return null
}

function twiceInTables(tables: Readonly<Record<string, TableWishes>>): Contradiction | null {
  const ofColumns = Object.entries(tables).map(([table, { columns = {} }]) =>
    namedTwice('tables', `${table}.`, 'column', columns),
  )
  return namedTwice('tables', '', 'table', tables) ?? ofColumns.find(found => found !== null) ?? null
}

function namedTwice(
  option: Contradiction['option'],
  before: string,
  what: 'table' | 'column',
  named: Readonly<Record<string, unknown>>,
): Contradiction | null {
  const twice = sameNames(Object.keys(named))
  if (twice === null) return null
  const [first, second] = twice.map(name => shown(before + name))
  return { option, fact: `${first} and ${second} are one ${what}` }
}

const shown = (name: string): string => JSON.stringify(name)
