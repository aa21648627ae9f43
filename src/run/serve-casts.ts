// Casts to types that only the target's server knows: it is asked for the type, and which of the column's texts the
// type takes as they are, before anything is written.

import { readCast } from '../codec/cast/cast.ts'
import type { ServedType } from '../codec/cast/served-type.ts'
import { servedText } from '../codec/cast/served-type.ts'
import { parseWish } from '../codec/cast/wish.ts'
import { isCleanText } from '../codec/judged.ts'
import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceColumn, SourceDatabase, SourceTable } from '../model/source.ts'
import type { PlanOptions } from '../plan/draft.ts'
import { withMasks } from '../plan/mask/masked-casts.ts'
import { matchMasks } from '../plan/mask/matched-masks.ts'
import { type CastFinder, resolveCasts, type UnservedCast, unknownCast } from '../plan/types/column-casts.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { findRefused, findType, type KnownType, objectToZone } from '../postgres/type-judge.ts'
import { sqliteColumn, sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { withCastDefaults } from './cast-defaults.ts'

export interface CastEnds {
  readonly reader: SourceReader
  readonly source: Pick<SourceDatabase, 'tables'>
  readonly tables: readonly SourceTable[]
  readonly connection: TargetConnection
  /** server_version_num of the target. */
  readonly serverVersion: number
}

/** Every cast of the run; throws BAD_OPTION_VALUE and DECISION_NEEDED. */
export async function serveCasts(ends: CastEnds, wishes: PlanOptions): Promise<CastFinder> {
  const { tables, serverVersion } = ends
  const { unserved } = resolveCasts(tables, wishes, serverVersion)
  const served = new Map<SourceColumn, ServedType>()
  const masks = matchMasks(tables, wishes.masks ?? {})
  for (const cast of unserved) {
    const isMasked = masks.find(cast.column) !== null
    served.set(cast.column, await serve(cast, ends, wishes.schema, isMasked))
  }
  const { find } = resolveCasts(tables, wishes, serverVersion, served)
  await requireZones(ends, find)
  const masked = withMasks({ tables, schema: ends.source.tables, serverVersion }, wishes, find)
  return withCastDefaults(ends, masked)
}

/** The server is not asked about the values of a masked column, which it is not to see. */
async function serve(
  cast: UnservedCast,
  ends: CastEnds,
  schema: string,
  isMasked: boolean,
): Promise<ServedType> {
  const parsed = parseWish(cast.wish)
  const name = parsed.ok ? parsed.wish.written : cast.wish
  const type = await findType(ends.connection, name, schema)
  if (type === null)
    throw unknownCast(cast.askedOf, `no cast and no type of the server is called ${name}${originOf(name)}`)
  const served = { type: type.ddl, baseType: type.baseType, isOrdered: type.isOrdered, refused: [] }
  const read = readCast(cast.wish, { version: ends.serverVersion, served })
  if (!read.ok) throw unknownCast(cast.askedOf, read.because)
  if (isMasked) return served
  const refused = await refusedOf(cast, read.cast.value(sqliteColumn(cast.column)), type, ends)
  return { ...served, refused }
}

/** Types that come with an extension of the server. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ...['citext', 'hstore', 'ltree', 'cube'].map(type => [type, type] as const),
  ...['geometry', 'geography'].map(type => [type, 'postgis'] as const),
])

function originOf(type: string): string {
  const extension = EXTENSIONS.get(type.replace(/\(.*$/, '').trim().toLowerCase())
  return extension === undefined ? '' : `; it comes with CREATE EXTENSION ${extension}`
}

const TEXTS_AT_ONCE = 500
/** Refused texts become part of SQL, which has its limits; a column with more of them is of another type. */
const [MOST_REFUSED, MOST_REFUSED_CHARACTERS] = [300, 20_000]

/** The texts of a column that a type of the server refuses, or writes in another way; throws DECISION_NEEDED. */
export async function refusedOf(
  cast: UnservedCast,
  value: SqliteSql,
  type: KnownType,
  { reader, connection }: CastEnds,
): Promise<readonly string[]> {
  const from = sqlite`FROM ${sqliteName(cast.table.name)} NOT INDEXED WHERE typeof(${value}) NOT IN ('null', 'blob') AND ${isCleanText(value)}`
  const refused: string[] = []
  // A constant default is tried with the values.
  const byDefault = cast.column.defaultValue
  const isText = byDefault !== null && ['integer', 'real', 'text'].includes(byDefault.storageClass)
  let batch: string[] = isText ? [byDefault.text] : []
  const judge = async (): Promise<void> => {
    refused.push(...(await findRefused(connection, type, batch)))
    batch = []
    requireFew(cast, refused)
  }
  for (const [text] of reader.iterateRaw<[string]>(
    sqlite`SELECT DISTINCT CAST(${servedText(value)} AS TEXT) COLLATE BINARY ${from}`,
  )) {
    batch.push(text)
    if (batch.length === TEXTS_AT_ONCE) await judge()
  }
  await judge()
  return refused
}

function requireFew({ table, column, wish, askedOf }: UnservedCast, refused: readonly string[]): void {
  const characters = refused.reduce((sum, text) => sum + text.length, 0)
  if (refused.length <= MOST_REFUSED && characters <= MOST_REFUSED_CHARACTERS) return
  const shown = refused.slice(0, 3).map(text => `'${text.slice(0, 60)}'`)
  const name = `${table.name}.${column.name}`
  const asked = askedOf === name ? 'as asked' : `as asked of ${askedOf}`
  throw new Sqlite2pgError(
    'DECISION_NEEDED',
    `${name} cannot become ${wish} ${asked}: the server refuses ${refused.length} different values and more, or writes them in another way, such as ${shown.join(', ')}`,
    'Ask for a type that holds every value, or leave the choice to the values.',
  )
}

async function requireZones({ tables, connection }: CastEnds, find: CastFinder): Promise<void> {
  for (const table of tables) {
    for (const column of table.columns) {
      const asked = find(column)
      const zone = asked?.cast.zone ?? null
      const objection = zone === null ? null : await objectToZone(connection, zone)
      if (asked !== null && objection !== null) throw unknownCast(asked.askedOf, objection)
    }
  }
}
