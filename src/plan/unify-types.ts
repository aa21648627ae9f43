// Both ends of a foreign key get one type, since PostgreSQL compares no text with a uuid or an integer. The
// child takes the parent's type if every value converts exactly; integers meet at the wider type.
import type { Candidate } from '../codec/codec.ts'
import { bigint, integer, smallint } from '../codec/integer.ts'
import type { DraftColumn, DraftTable, PlanContext } from './draft.ts'
import { type ForeignKeyEnds, resolveParent } from './foreign-key-ends.ts'
import { note } from './notices.ts'

const INTEGER_SIZES: readonly Candidate[] = [smallint, integer, bigint]

/** The tables with types changed until both ends of every foreign key agree, or cannot. */
export function unifyTypes(tables: readonly DraftTable[], context: PlanContext): readonly DraftTable[] {
  let current = tables
  // Each round can carry a type one foreign key further along a chain of tables.
  for (let round = 0; round <= tables.length; round++) {
    const changes = collectChanges(current)
    if (changes.size === 0) break
    current = applyChanges(current, changes)
  }
  noteChanges(tables, current, context)
  return current
}

type Changes = ReadonlyMap<DraftColumn, Candidate>

function collectChanges(tables: readonly DraftTable[]): Changes {
  const changes = new Map<DraftColumn, Candidate>()
  for (const ends of tables.flatMap(table => endsOf(table, tables))) {
    for (const [column, candidate] of agree(ends.child, ends.parent)) {
      if (!changes.has(column)) changes.set(column, candidate)
    }
  }
  return changes
}

function endsOf(
  table: DraftTable,
  tables: readonly DraftTable[],
): readonly { child: DraftColumn; parent: DraftColumn }[] {
  return table.source.foreignKeys.flatMap(key => {
    const ends = resolveParent(table, key, tables)
    return ends.kind === 'resolved' ? pairsOf(ends) : []
  })
}

function pairsOf(ends: ForeignKeyEnds): readonly { child: DraftColumn; parent: DraftColumn }[] {
  return ends.columns.flatMap((child, i) => {
    const parent = ends.parentColumns[i]
    return parent === undefined ? [] : [{ child, parent }]
  })
}

/** What must change so that the two ends agree; empty if they do, or cannot. */
function agree(child: DraftColumn, parent: DraftColumn): readonly (readonly [DraftColumn, Candidate])[] {
  if (child === parent) return []
  if (child.candidate.family === 'integer' && parent.candidate.family === 'integer')
    return widenIntegers(child, parent)
  if (child.candidate.family === parent.candidate.family) return []
  if (child.wished && !parent.wished) return follow(parent, child)
  return child.wished ? [] : follow(child, parent)
}

function follow(follower: DraftColumn, leader: DraftColumn): readonly (readonly [DraftColumn, Candidate])[] {
  return leader.candidate.objection(follower.census) === null ? [[follower, leader.candidate]] : []
}

function widenIntegers(
  child: DraftColumn,
  parent: DraftColumn,
): readonly (readonly [DraftColumn, Candidate])[] {
  const widest = Math.max(...[child, parent].map(column => INTEGER_SIZES.indexOf(column.candidate)))
  const candidate = INTEGER_SIZES[widest]
  if (candidate === undefined) return []
  return [child, parent]
    .filter(column => column.candidate !== candidate && !column.wished)
    .map(column => [column, candidate])
}

function applyChanges(tables: readonly DraftTable[], changes: Changes): readonly DraftTable[] {
  return tables.map(table => ({
    ...table,
    columns: table.columns.map(column => {
      const candidate = changes.get(column)
      if (candidate === undefined) return column
      return {
        ...column,
        candidate,
        because: `${column.because}; ${candidate.type} like the other end of its foreign key`,
      }
    }),
  }))
}

function noteChanges(
  before: readonly DraftTable[],
  after: readonly DraftTable[],
  context: PlanContext,
): void {
  for (const [i, table] of after.entries()) {
    for (const [j, column] of table.columns.entries()) {
      const earlier = before[i]?.columns[j]
      if (earlier === undefined || earlier.candidate === column.candidate) continue
      const object = `${table.source.name}.${column.source.name}`
      note(
        context,
        'TYPE_FOLLOWS_KEY',
        object,
        `becomes ${column.candidate.type} instead of ${earlier.candidate.type}, like the other end of its foreign key`,
      )
    }
  }
}
