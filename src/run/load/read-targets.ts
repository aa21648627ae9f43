// How each column of the file is read for the column that the target has. Types that only the server knows are asked of
// it, with the column's own texts.

import type { ServedType } from '../../codec/cast/served-type.ts'
import { castForTarget } from '../../codec/load/target-cast.ts'
import type { SourceColumn } from '../../model/source.ts'
import type { PlanOptions } from '../../plan/draft.ts'
import type { LoadReading, LoadReadings } from '../../plan/load/draft-columns.ts'
import type { MatchedColumn } from '../../plan/load/match-load.ts'
import type { ProjectedTable } from '../../plan/load/project.ts'
import { unknownCast } from '../../plan/types/column-casts.ts'
import { wishFor } from '../../plan/types/column-wishes.ts'
import { findType } from '../../postgres/type-judge.ts'
import { sqliteColumn } from '../../sql/quote.ts'
import type { Ends } from '../prepare.ts'
import { refusedOf } from '../serve-casts.ts'

/** Throws BAD_OPTION_VALUE and DECISION_NEEDED. */
export async function readForTargets(
  ends: Ends,
  tables: readonly ProjectedTable[],
  options: PlanOptions,
): Promise<LoadReadings> {
  const readings = new Map<SourceColumn, LoadReading>()
  for (const table of tables)
    for (const column of table.columns)
      readings.set(column.source, await readOne(ends, table, column, options))
  return readings
}

async function readOne(
  ends: Ends,
  table: ProjectedTable,
  column: MatchedColumn,
  options: PlanOptions,
): Promise<LoadReading> {
  const wish = wishFor(table.source, column.source, options)
  const version = ends.facts.versionNumber
  const read = castForTarget(column.type, wish, { version, served: null })
  if (read.ok) return { cast: read.cast, wish }
  const object = `${table.source.name}.${column.source.name}`
  if (!read.mayBeType) throw unknownCast(object, read.because)
  const served = await serve(ends, table, column, wish)
  const again = castForTarget(column.type, wish, { version, served })
  if (!again.ok) throw unknownCast(object, again.because)
  return { cast: again.cast, wish }
}

async function serve(
  ends: Ends,
  table: ProjectedTable,
  { source, type }: MatchedColumn,
  wish: string | null,
): Promise<ServedType> {
  const known = await findType(ends.connection, type.written, 'pg_catalog')
  const object = `${table.source.name}.${source.name}`
  if (known === null) throw unknownCast(object, `the server does not say what ${type.written} is`)
  const served = { type: known.ddl, baseType: known.baseType, isOrdered: known.isOrdered, refused: [] }
  const read = castForTarget(type, wish, { version: ends.facts.versionNumber, served })
  if (!read.ok) throw unknownCast(object, read.because)
  const asked = { table: table.source, column: source, wish: type.written, askedOf: object }
  const refused = await refusedOf(asked, read.cast.value(sqliteColumn(source)), known, {
    ...ends,
    serverVersion: ends.facts.versionNumber,
  })
  return { ...served, refused }
}
