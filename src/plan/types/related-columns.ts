// Which columns foreign keys tie together, those of the configuration too, along whole chains and circles of
// tables: all of them get one type.
import { firstBy } from '../../model/once-per.ts'
import type { ForeignKeyWish } from '../../model/options.ts'
import type { SourceColumn, SourceForeignKey, SourceTable } from '../../model/source.ts'
import { asciiLower, sameName } from '../../sql/ascii-case.ts'
import type { PlanOptions } from '../draft.ts'

export interface RelatedColumn {
  readonly table: SourceTable
  readonly column: SourceColumn
}

/** Gives the columns that are tied to a column, the nearest first, without itself. */
export function relationFinder(
  tables: readonly SourceTable[],
  wishes: Pick<PlanOptions, 'tables'>,
): (of: SourceColumn) => readonly RelatedColumn[] {
  const neighbours = new Map<SourceColumn, RelatedColumn[]>()
  const tie = (column: SourceColumn, neighbour: RelatedColumn): void => {
    neighbours.set(column, neighbours.get(column) ?? [])
    neighbours.get(column)?.push(neighbour)
  }
  const byName = firstBy(tables, ({ name }) => asciiLower(name))
  for (const [child, parent] of tables.flatMap(table => pairsOf(table, byName, wishes))) {
    tie(child.column, parent)
    tie(parent.column, child)
  }
  return column => reachableFrom(column, neighbours)
}

function reachableFrom(
  start: SourceColumn,
  neighbours: ReadonlyMap<SourceColumn, readonly RelatedColumn[]>,
): readonly RelatedColumn[] {
  const seen = new Set([start])
  const found: RelatedColumn[] = []
  const visit = (column: SourceColumn): void => {
    for (const neighbour of neighbours.get(column) ?? []) {
      if (seen.has(neighbour.column)) continue
      seen.add(neighbour.column)
      found.push(neighbour)
    }
  }
  visit(start)
  // What is found on the way is visited too, in the order of its distance.
  for (const { column } of found) visit(column)
  return found
}

type Pair = readonly [child: RelatedColumn, parent: RelatedColumn]

function pairsOf(
  table: SourceTable,
  tables: ReadonlyMap<string, SourceTable>,
  wishes: Pick<PlanOptions, 'tables'>,
): readonly Pair[] {
  return [...table.foreignKeys, ...wishedKeys(table, wishes)].flatMap(
    ({ columns, parent: name, parentColumns: names }) => {
      const parent = tables.get(asciiLower(name))
      const parentColumns = names.length > 0 ? names : (parent?.primaryKey?.columns ?? [])
      return columns.flatMap((column, i) => {
        const ends = [columnOf(table, column), columnOf(parent, parentColumns[i])] as const
        return ends[0] === null || ends[1] === null ? [] : [[ends[0], ends[1]] as const]
      })
    },
  )
}

function wishedKeys(
  table: SourceTable,
  wishes: Pick<PlanOptions, 'tables'>,
): readonly Pick<SourceForeignKey, 'columns' | 'parent' | 'parentColumns'>[] {
  const wish = Object.entries(wishes.tables).find(([name]) => sameName(name, table.name))?.[1]
  return (wish?.foreignKeys ?? []).flatMap(({ columns, references }: ForeignKeyWish) =>
    references === undefined
      ? []
      : [{ columns, parent: references.table, parentColumns: references.columns ?? [] }],
  )
}

function columnOf(table: SourceTable | undefined, name: string | undefined): RelatedColumn | null {
  const column = name === undefined ? undefined : table?.columns.find(other => sameName(other.name, name))
  return table === undefined || column === undefined ? null : { table, column }
}
