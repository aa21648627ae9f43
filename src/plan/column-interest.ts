// Which shapes the census looks for in each column: those of its own declaration or of the user's choice,
// else those of the column at the other end of a foreign key, since both ends get one type.
import { interestOf } from '../codec/choose-type.ts'
import type { Interest } from '../codec/interest.ts'
import type { RuleContext } from '../codec/type-table.ts'
import type { SourceColumn, SourceForeignKey, SourceTable } from '../model/source.ts'
import type { PlanOptions } from './draft.ts'
import { sameName } from './draft.ts'

type Wishes = Pick<PlanOptions, 'casts' | 'tables'>

/** The user's own choice for a column, from --cast or the configuration, or null. */
export function wishFor(table: SourceTable, column: SourceColumn, wishes: Wishes): string | null {
  const cast = Object.entries(wishes.casts).find(([name]) => sameName(name, `${table.name}.${column.name}`))
  if (cast !== undefined) return cast[1]
  const wished = Object.entries(wishes.tables).find(([name]) => sameName(name, table.name))?.[1]
  const own = Object.entries(wished?.columns ?? {}).find(([name]) => sameName(name, column.name))?.[1]
  return own?.type ?? null
}

/** What the declaration's surroundings say about a column. */
export function ruleContext(table: SourceTable, column: SourceColumn, serverVersion: number): RuleContext {
  return { serverVersion, truthWitness: hasTruthWitness(table, column), indexed: isIndexed(table, column) }
}

function hasTruthWitness(table: SourceTable, column: SourceColumn): boolean {
  if (/^\(?\s*(true|false)\s*\)?$/i.test(column.defaultSql ?? '')) return true
  const zeroOrOne = /^\s*["`[]?([^"`\]]+?)["`\]]?\s+IN\s*\(\s*(?:0\s*,\s*1|1\s*,\s*0)\s*\)\s*$/i
  return table.checks.some(check => sameName(zeroOrOne.exec(check.expression)?.[1] ?? '', column.name))
}

function isIndexed(table: SourceTable, column: SourceColumn): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap(key => key?.columns ?? [])
  const indexed = table.indexes.flatMap(index => index.columns.map(item => item.column ?? ''))
  const referring = table.foreignKeys.flatMap(key => key.columns)
  return [...keys, ...indexed, ...referring].some(name => sameName(name, column.name))
}

/** Gives the interest of each column of a set of tables. */
export function interestFinder(
  tables: readonly SourceTable[],
  wishes: Wishes,
  serverVersion: number,
): (table: SourceTable, column: SourceColumn) => Interest | null {
  const own = (table: SourceTable, column: SourceColumn): Interest | null =>
    interestOf({
      declaredType: column.declaredType,
      context: ruleContext(table, column, serverVersion),
      wish: wishFor(table, column, wishes),
    })
  const ends = foreignKeyEnds(tables)
  return (table, column) => {
    const neighbours = ends.filter(end => end.table === table && sameName(end.column, column.name))
    return own(table, column) ?? firstOf(neighbours.map(end => ownOfOther(end, own)))
  }
}

interface End {
  readonly table: SourceTable
  readonly column: string
  readonly otherTable: SourceTable
  readonly otherColumn: string
}

function ownOfOther(
  end: End,
  own: (table: SourceTable, column: SourceColumn) => Interest | null,
): Interest | null {
  const column = end.otherTable.columns.find(({ name }) => sameName(name, end.otherColumn))
  return column === undefined ? null : own(end.otherTable, column)
}

function firstOf<Item>(items: readonly (Item | null)[]): Item | null {
  return items.find(item => item !== null) ?? null
}

/** Every foreign key's column pairs, seen from both ends. */
function foreignKeyEnds(tables: readonly SourceTable[]): readonly End[] {
  return tables.flatMap(table =>
    table.foreignKeys.flatMap(key => {
      const parent = tables.find(candidate => sameName(candidate.name, key.parent))
      return parent === undefined ? [] : pairs(table, key, parent)
    }),
  )
}

function pairs(table: SourceTable, key: SourceForeignKey, parent: SourceTable): readonly End[] {
  const parentColumns = key.parentColumns.length > 0 ? key.parentColumns : (parent.primaryKey?.columns ?? [])
  return key.columns.flatMap((column, i) => {
    const parentColumn = parentColumns[i]
    if (parentColumn === undefined) return []
    return [
      { table, column, otherTable: parent, otherColumn: parentColumn },
      { table: parent, column: parentColumn, otherTable: table, otherColumn: column },
    ]
  })
}
