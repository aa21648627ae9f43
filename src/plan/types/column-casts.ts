// What the user asked for of each column, read once: a cast of its own, or the reading of a column that a foreign key
// ties to it, since `guid` at one end is `guid` at the other.

import { CAST_NAMES } from '../../codec/cast/bases.ts'
import { type Cast, readCast } from '../../codec/cast/cast.ts'
import type { ServedType } from '../../codec/cast/served-type.ts'
import { SUFFIX_NAMES } from '../../codec/cast/wish.ts'
import { Sqlite2pgError } from '../../model/errors.ts'
import type { PlannedMask } from '../../model/mask.ts'
import type { SourceColumn, SourceConstant, SourceTable } from '../../model/source.ts'
import { type Wishes, wishFor } from './column-wishes.ts'
import { type RelatedColumn, relationFinder } from './related-columns.ts'

export interface ColumnCast {
  readonly wish: string
  /** As of `UnservedCast`. */
  readonly askedOf: string
  readonly cast: Cast
  /** What the cast makes of the constant default; left out where there is none, or where SQLite was not asked. */
  readonly byDefault?: SourceConstant
  /** Left out for a column that is not masked. */
  readonly mask?: ColumnMask
}

export interface ColumnMask extends PlannedMask {
  /** Why the column cannot be masked so, or null. */
  readonly objection: string | null
}

export type CastFinder = (column: SourceColumn) => ColumnCast | null

/** A column whose wish names a type that only the server can know. */
export interface UnservedCast {
  readonly table: SourceTable
  readonly column: SourceColumn
  readonly wish: string
  /** `table.column` that the user named: another one where the wish is that of the other end of a foreign key. */
  readonly askedOf: string
}

export interface ResolvedCasts {
  readonly find: CastFinder
  readonly unserved: readonly UnservedCast[]
}

/** Throws BAD_OPTION_VALUE for a wish that nobody can meet; `served` is what the server said of its own types. */
export function resolveCasts(
  tables: readonly SourceTable[],
  wishes: Wishes,
  serverVersion: number,
  served: ReadonlyMap<SourceColumn, ServedType> = new Map(),
): ResolvedCasts {
  const found = new Map<SourceColumn, ColumnCast>()
  const unserved: UnservedCast[] = []
  for (const asked of wishesOf(tables, wishes, serverVersion)) {
    const { column, wish, askedOf } = asked
    const read = readCast(wish, { version: serverVersion, served: served.get(column) ?? null })
    if (read.ok) found.set(column, { wish, askedOf, cast: read.cast })
    else if (read.mayBeType) unserved.push(asked)
    else throw unknownCast(askedOf, read.because)
  }
  return { find: column => found.get(column) ?? null, unserved }
}

export function unknownCast(object: string, because: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `${object}: ${because}`,
    `Casts are: ${CAST_NAMES.join(', ')}, and the types of the target's server; then ${SUFFIX_NAMES.join(', ')}, or :timestamp after a reading of instants.`,
  )
}

/** Own wishes, and readings that are asked for at the other end of a foreign key. */
function wishesOf(
  tables: readonly SourceTable[],
  wishes: Wishes,
  serverVersion: number,
): readonly UnservedCast[] {
  const columns = tables.flatMap(table => table.columns.map(column => ({ table, column })))
  const own = new Map(columns.map(({ table, column }) => [column, wishFor(table, column, wishes)]))
  const isReadingOf = (wish: string | null): wish is string => wish !== null && isReading(wish, serverVersion)
  // Ties matter only to a reading, which few files have.
  const related = [...own.values()].some(isReadingOf) ? relationFinder(tables, wishes) : () => []
  return columns.flatMap(({ table, column }) => {
    const asked = own.get(column) ?? null
    if (asked !== null) return [{ table, column, wish: asked, askedOf: nameOf({ table, column }) }]
    const other = related(column).find(end => isReadingOf(own.get(end.column) ?? null))
    const wish = other === undefined ? null : (own.get(other.column) ?? null)
    if (other === undefined || wish === null) return []
    return [{ table, column, wish: withoutNulls(wish), askedOf: nameOf(other) }]
  })
}

const nameOf = ({ table, column }: RelatedColumn): string => `${table.name}.${column.name}`

/** A plain type is followed where the values allow it, see unify-types.ts; a reading must be the same. */
function isReading(wish: string, serverVersion: number): boolean {
  const read = readCast(wish, { version: serverVersion, served: null })
  return read.ok ? read.cast.isReading : read.mayBeType
}

/** NULLs are asked for at one end only. */
function withoutNulls(wish: string): string {
  return wish
    .split(':')
    .filter(part => !/^\s*(empty|invalid)_null\s*$/i.test(part))
    .join(':')
}
