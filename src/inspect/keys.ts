// PRIMARY KEY and UNIQUE of CREATE TABLE. The PRAGMAs know columns and collations but no constraint's name,
// and SQLite makes one index for two equal constraints, so both sources are read and joined.
// https://www.sqlite.org/lang_createtable.html#unique_constraints
import type { SourceColumn, SourceKey } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import type { ConflictAction, ParsedKeyPart, ParsedOrdinaryTable } from '../sql/parsed-table.ts'
import type { InspectedColumns } from './columns.ts'
import type { IndexFacts } from './indexes.ts'

type KeyOrigin = Pick<SourceKey, 'name' | 'onConflict'>

const NAMELESS: KeyOrigin = { name: null, onConflict: null }

export function inspectPrimaryKey(
  { columns, keyColumns }: InspectedColumns,
  indexes: readonly IndexFacts[],
  parsed: ParsedOrdinaryTable | null,
): SourceKey | null {
  if (keyColumns.length === 0) return null
  const index = indexes.find(({ origin }) => origin === 'pk')
  const collations = index
    ? index.columns.map(({ collation }) => collation)
    : collationsOf(keyColumns, columns)
  return { ...(parsed ? primaryKeyOrigin(parsed) : NAMELESS), columns: keyColumns, collations }
}

function primaryKeyOrigin({ columns, constraints }: ParsedOrdinaryTable): KeyOrigin {
  const ofColumn = columns.find(({ primaryKey }) => primaryKey)?.primaryKey
  const written = ofColumn ?? constraints.find(({ kind }) => kind === 'primary key')
  if (!written) return NAMELESS
  return {
    name: written.constraintName,
    onConflict: conflict('onConflict' in written ? written.onConflict : null),
  }
}

/** Equal ones once, except that each name is kept; an unnamed one equal to the primary key is dropped. */
export function inspectUniques(
  columns: readonly SourceColumn[],
  indexes: readonly IndexFacts[],
  primaryKey: SourceKey | null,
  parsed: ParsedOrdinaryTable | null,
): readonly SourceKey[] {
  const candidates = [...(parsed ? writtenUniques(parsed, columns) : []), ...indexedUniques(indexes)]
  const named = candidates.filter(({ name }) => name !== null)
  const seen = new Set([...named, ...(primaryKey ? [primaryKey] : [])].map(identity))
  return candidates.filter(key => {
    if (key.name !== null) return true
    const isNew = !seen.has(identity(key))
    seen.add(identity(key))
    return isNew
  })
}

const identity = ({ columns, collations }: SourceKey): string => JSON.stringify([columns, collations])

function writtenUniques(parsed: ParsedOrdinaryTable, columns: readonly SourceColumn[]): readonly SourceKey[] {
  const ofColumns = parsed.columns.flatMap(({ name, unique }) =>
    unique ? [{ ...unique, columns: [{ kind: 'column', name, collation: null, desc: false } as const] }] : [],
  )
  const ofTable = parsed.constraints.flatMap(constraint => (constraint.kind === 'unique' ? [constraint] : []))
  return [...ofColumns, ...ofTable].map(({ constraintName, onConflict, columns: parts }) => ({
    name: constraintName,
    onConflict: conflict(onConflict),
    ...keyParts(parts, columns),
  }))
}

function keyParts(
  parts: readonly ParsedKeyPart[],
  columns: readonly SourceColumn[],
): Pick<SourceKey, 'columns' | 'collations'> {
  const found = parts.map(part => {
    const written = part.kind === 'column' ? part.name : part.text
    const column = columns.find(({ name }) => asciiLower(name) === asciiLower(written))
    return {
      name: column?.name ?? written,
      collation: part.collation?.toUpperCase() ?? column?.collation ?? 'BINARY',
    }
  })
  return { columns: found.map(({ name }) => name), collations: found.map(({ collation }) => collation) }
}

/** In the order of the constraints. */
function indexedUniques(indexes: readonly IndexFacts[]): readonly SourceKey[] {
  return indexes
    .filter(({ origin }) => origin === 'u')
    .map(({ columns }) => ({
      ...NAMELESS,
      columns: columns.flatMap(({ name }) => (name === null ? [] : [name])),
      collations: columns.map(({ collation }) => collation),
    }))
}

function collationsOf(names: readonly string[], columns: readonly SourceColumn[]): readonly string[] {
  return names.map(name => columns.find(column => column.name === name)?.collation ?? 'BINARY')
}

/** ABORT is what SQLite does anyway. */
const conflict = (action: ConflictAction | null): string | null => (action === 'ABORT' ? null : action)
