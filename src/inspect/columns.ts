// The columns of one table, generated ones included, which PRAGMA table_info would hide.
// https://www.sqlite.org/pragma.html#pragma_table_xinfo
import type { SourceColumn, SourceConstant } from '../model/source.ts'
import { affinityOf } from '../sql/affinity.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import type { ParsedColumn, ParsedOrdinaryTable } from '../sql/parse/parsed-table.ts'
import { sqlite } from '../sql/text.ts'
import { isConstantDefault } from '../sql/translate/default.ts'
import { withPlainStrings } from '../sql/translate/plain-strings.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { AffinityName, ScratchDatabase } from '../sqlite/scratch-database.ts'
import type { ListedTable } from './schema-objects.ts'

export interface InspectedColumns {
  readonly columns: readonly SourceColumn[]
  /** Names of the primary key's columns, in the key's order. */
  readonly keyColumns: readonly string[]
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly notnull: bigint
  readonly defaultSql: string | null
  readonly pk: bigint
  readonly hidden: bigint
}

export function inspectColumns(
  reader: SourceReader,
  scratch: ScratchDatabase,
  table: ListedTable,
  parsed: ParsedOrdinaryTable | null,
): InspectedColumns {
  // What a virtual table hides are the handles of its module, no content.
  const rows = reader.all<ColumnRow>(COLUMN_ROWS, [table.name]).filter(({ hidden }) => hidden !== 1n)
  const parsedByName = new Map(parsed?.columns.map(column => [asciiLower(column.name), column]))
  return {
    columns: rows.map(row => ({
      ...columnOf(row, parsedByName.get(asciiLower(row.name))),
      defaultValue: constantDefault(scratch, row, table.strict),
    })),
    keyColumns: rows
      .filter(({ pk }) => pk > 0n)
      .sort((a, b) => Number(a.pk - b.pk))
      .map(({ name }) => name),
  }
}

const COLUMN_ROWS = sqlite`SELECT name, type, "notnull", dflt_value AS "defaultSql", pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid`

function columnOf(row: ColumnRow, parsed: ParsedColumn | undefined): Omit<SourceColumn, 'defaultValue'> {
  return {
    name: row.name,
    declaredType: row.type,
    notNull: row.notnull === 1n,
    defaultSql: row.defaultSql,
    collation: parsed?.collation?.toUpperCase() ?? 'BINARY',
    generated: generatedAs(row.hidden, parsed),
  }
}

/** `hidden` is 2 for a VIRTUAL and 3 for a STORED column. Without a readable text the expression is ''. */
function generatedAs(hidden: bigint, parsed: ParsedColumn | undefined): SourceColumn['generated'] {
  if (hidden !== 2n && hidden !== 3n) return null
  return { expression: parsed?.generated?.expression ?? '', stored: hidden === 3n }
}

function constantDefault(scratch: ScratchDatabase, row: ColumnRow, strict: boolean): SourceConstant | null {
  if (row.defaultSql === null || !isConstantDefault(row.defaultSql)) return null
  // Bytes that are no UTF-8 were lost on the way here.
  if (row.defaultSql.includes('\uFFFD')) return null
  return scratch.evaluateDefault(withPlainStrings(row.defaultSql, new Set()), affinityName(row.type, strict))
}

/** ANY converts nothing in a STRICT table, while elsewhere it is a name without meaning. */
function affinityName(declaredType: string, strict: boolean): AffinityName {
  if (strict && asciiLower(declaredType) === 'any') return 'BLOB'
  return AFFINITY_NAMES[affinityOf(declaredType)]
}

const AFFINITY_NAMES = {
  integer: 'INTEGER',
  text: 'TEXT',
  blob: 'BLOB',
  real: 'REAL',
  numeric: 'NUMERIC',
} as const
