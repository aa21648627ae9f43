// Both ends of a foreign key get one type, since PostgreSQL compares no text with a uuid or an integer: a column
// takes the type of the column that it refers to if all its values convert exactly. What the user asked for goes
// both ways; an INTEGER PRIMARY KEY goes on handing out ids and leads its neighbours; integers meet at the widest type.
import type { Candidate } from '../../codec/codec.ts'
import { follow, integerSize, ofIntegerSize } from '../../codec/following.ts'
import { groupBy } from '../../model/once-per.ts'
import { type DraftColumn, type DraftTable, findColumns, type PlanContext } from '../draft.ts'
import { resolveParent } from '../keys/foreign-key-ends.ts'
import { wantedKeys } from '../keys/wanted-foreign-keys.ts'
import { note } from '../notices.ts'

/** The tables with types changed until both ends of every foreign key agree, or cannot. */
export function unifyTypes(tables: readonly DraftTable[], context: PlanContext): readonly DraftTable[] {
  const pairs = tables.flatMap(table => pairsOf(table, tables, context))
  const candidates = followLeaders(tables, pairs)
  widenIntegers(candidates, pairs)
  const unified = tables.map(table => ({
    ...table,
    columns: table.columns.map(column => withCandidate(column, candidates.get(column) ?? column.candidate)),
  }))
  noteChanges(tables, unified, context)
  return unified
}

interface Pair {
  readonly child: DraftColumn
  readonly parent: DraftColumn
}

function pairsOf(table: DraftTable, tables: readonly DraftTable[], context: PlanContext): readonly Pair[] {
  // Wishes that cannot be met are told when the foreign keys are planned.
  return wantedKeys(table, tables, { ...context, notices: [] }).flatMap(key => {
    const ends = resolveParent(table, key, tables, context)
    if (ends.kind === 'unresolved') return []
    return ends.columns.flatMap((child, i) => {
      const parent = ends.parentColumns[i]
      return parent === undefined || parent === child ? [] : [{ child, parent }]
    })
  })
}

type Candidates = Map<DraftColumn, Candidate>

/**
 * Who leads: wishes first, then keys that hand out ids, then columns that refer to nothing, then the rest, so that a circle begins at its first
 * column. Whoever follows is followed in turn; whoever cannot follow keeps its type and leads those behind it.
 */
function followLeaders(tables: readonly DraftTable[], pairs: readonly Pair[]): Candidates {
  const columns = tables.flatMap(table => table.columns)
  const children = new Set(pairs.map(({ child }) => child))
  const wished = columns.filter(column => column.wished)
  const roots = columns.filter(column => !children.has(column))
  const decided: Candidates = new Map(wished.map(column => [column, column.candidate]))
  const byParent = groupBy(pairs, ({ parent }) => parent)
  const byChild = groupBy(pairs, ({ child }) => child)
  const parentsOf = (column: DraftColumn) => (byChild.get(column) ?? []).map(({ parent }) => parent)
  const childrenOf = (column: DraftColumn) => (byParent.get(column) ?? []).map(({ child }) => child)
  const bothEndsOf = (column: DraftColumn) => [...parentsOf(column), ...childrenOf(column)]
  for (const leader of wished) lead(leader, decided, bothEndsOf)
  const handingOut = tables.flatMap(rowidOf).filter(column => !decided.has(column))
  for (const leader of handingOut) decided.set(leader, leader.candidate)
  for (const leader of handingOut)
    lead(leader, decided, column => (column === leader ? bothEndsOf(column) : childrenOf(column)))
  for (const leader of [...roots, ...columns]) {
    if (!decided.has(leader)) decided.set(leader, leader.candidate)
    lead(leader, decided, childrenOf)
  }
  return decided
}

function rowidOf(table: DraftTable): readonly DraftColumn[] {
  return findColumns(table, table.source.rowidAlias === null ? [] : [table.source.rowidAlias])
}

function lead(
  leader: DraftColumn,
  decided: Candidates,
  followersOf: (column: DraftColumn) => readonly DraftColumn[],
): void {
  const led = [leader]
  for (const column of led) {
    const candidate = decided.get(column) ?? column.candidate
    for (const follower of followersOf(column)) {
      if (decided.has(follower)) continue
      const way = wayOf(follower, candidate)
      if (way === null) continue
      decided.set(follower, way)
      led.push(follower)
    }
  }
}

function wayOf(follower: DraftColumn, leader: Candidate): Candidate | null {
  const isAlike = follower.candidate.family === leader.family
  // Of the types that only the server knows, each is a family of its own.
  return isAlike && (leader.family !== 'other' || follower.candidate.type === leader.type)
    ? follower.candidate
    : follow(leader, follower.census)
}

/** Widening one end may make the other end of a neighbouring key too narrow: repeated until nothing changes. */
function widenIntegers(candidates: Candidates, pairs: readonly Pair[]): void {
  for (let changed = true; changed; ) {
    changed = false
    for (const { child, parent } of pairs) {
      const ends = [child, parent].map(column => ({ column, candidate: candidates.get(column) }))
      if (ends.some(({ candidate }) => candidate?.family !== 'integer')) continue
      const sizes = ends.map(({ candidate }) => (candidate === undefined ? 0 : integerSize(candidate)))
      for (const { column, candidate } of ends) {
        if (candidate === undefined || column.wished || integerSize(candidate) === Math.max(...sizes))
          continue
        candidates.set(column, ofIntegerSize(candidate, Math.max(...sizes)))
        changed = true
      }
    }
  }
}

function withCandidate(column: DraftColumn, candidate: Candidate): DraftColumn {
  if (candidate === column.candidate) return column
  const because = `${column.because}; ${candidate.type} like the other end of its foreign key`
  return { ...column, candidate, because }
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
