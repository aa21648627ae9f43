// The foreign keys of one table in the order they were declared. PRAGMA foreign_key_list numbers them from the
// last to the first and knows neither their names nor whether they wait for the commit.
// https://www.sqlite.org/foreignkeys.html
import type { ForeignKeyAction, SourceForeignKey } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import type { ParsedOrdinaryTable, ParsedReference } from '../sql/parse/parsed-table.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'

interface ForeignKeyRow {
  readonly id: bigint
  readonly parent: string
  readonly child: string
  /** Null where REFERENCES names no column. */
  readonly parentColumn: string | null
  readonly onUpdate: string
  readonly onDelete: string
}

type WrittenForeignKey = ParsedReference & { readonly columns: readonly string[] }

export function inspectForeignKeys(
  reader: SourceReader,
  table: string,
  parsed: ParsedOrdinaryTable | null,
): readonly SourceForeignKey[] {
  const rows = reader.all<ForeignKeyRow>(FOREIGN_KEY_ROWS, [table])
  const ids = [...new Set(rows.map(({ id }) => id))]
  const written = parsed ? writtenForeignKeys(parsed) : []
  return ids.flatMap((id, position) =>
    foreignKeyOf(
      rows.filter(row => row.id === id),
      written[position],
    ),
  )
}

const FOREIGN_KEY_ROWS = sqlite`SELECT id, "table" AS parent, "from" AS child, "to" AS "parentColumn",
  on_update AS "onUpdate", on_delete AS "onDelete" FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq`

function writtenForeignKeys({ columns, constraints }: ParsedOrdinaryTable): readonly WrittenForeignKey[] {
  const ofColumns = columns.flatMap(({ name, references }) =>
    references.map(reference => ({ ...reference, columns: [name] })),
  )
  const ofTable = constraints.flatMap(constraint => (constraint.kind === 'foreign key' ? [constraint] : []))
  return [...ofColumns, ...ofTable]
}

function foreignKeyOf(
  parts: readonly ForeignKeyRow[],
  candidate: WrittenForeignKey | undefined,
): readonly SourceForeignKey[] {
  const [first] = parts
  if (!first) return []
  const columns = parts.map(({ child }) => child)
  const written = candidate && sameNames(candidate.columns, columns) ? candidate : null
  return [
    {
      name: written?.constraintName ?? null,
      columns,
      parent: first.parent,
      parentColumns: parts.flatMap(({ parentColumn }) => (parentColumn === null ? [] : [parentColumn])),
      onDelete: action(first.onDelete),
      onUpdate: action(first.onUpdate),
      deferred: written?.isDeferred ?? false,
    },
  ]
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => asciiLower(name) === asciiLower(b[i] ?? ''))
}

const ACTIONS: readonly ForeignKeyAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default']

const action = (written: string): ForeignKeyAction =>
  ACTIONS.find(name => name === asciiLower(written)) ?? 'no action'
