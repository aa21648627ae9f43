// A column's constant default is read as its values are, so that `:empty_null` makes NULL of DEFAULT '' too: SQLite
// works out what the cast makes of it. https://www.sqlite.org/lang_createtable.html#dfltval

import type { Cast } from '../codec/cast/cast.ts'
import { isNegativeZero } from '../codec/real.ts'
import type { SourceColumn, SourceConstant, SourceTable } from '../model/source.ts'
import type { CastFinder, ColumnCast } from '../plan/types/column-casts.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'

interface DefaultEnds {
  readonly reader: SourceReader
  readonly tables: readonly SourceTable[]
}

/** The same casts, each with the default it makes. */
export function withCastDefaults({ reader, tables }: DefaultEnds, find: CastFinder): CastFinder {
  const found = new Map<SourceColumn, ColumnCast>()
  for (const column of tables.flatMap(table => table.columns)) {
    const asked = find(column)
    if (asked === null) continue
    const { defaultValue } = column
    const byDefault = defaultValue === null ? undefined : readByCast(reader, asked.cast, defaultValue)
    found.set(column, { ...asked, ...(byDefault !== undefined && { byDefault }) })
  }
  return column => found.get(column) ?? null
}

function readByCast(reader: SourceReader, cast: Cast, constant: SourceConstant): SourceConstant | undefined {
  const values = sqlite`SELECT ${cast.value(sqlite`constant`)} AS value FROM (SELECT ? AS constant)`
  return reader.get<SourceConstant>(
    sqlite`SELECT typeof(value) AS "storageClass",
      CASE typeof(value) WHEN 'blob' THEN hex(value) WHEN 'null' THEN '' ELSE iif(${isNegativeZero(sqlite`value`)}, '-0.0', CAST(value AS TEXT)) END AS text
      FROM (${values})`,
    [bound(constant)],
  )
}

function bound({ storageClass, text }: SourceConstant): SqliteValue {
  switch (storageClass) {
    case 'null':
      return null
    case 'integer':
      return BigInt(text)
    case 'real':
      return Number(text.replace(/Inf$/, 'Infinity'))
    case 'text':
      return text
    case 'blob':
      return Buffer.from(text, 'hex')
  }
}
