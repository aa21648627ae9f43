// PRIMARY KEY and UNIQUE of CREATE TABLE. The PRAGMAs know columns and collations but no constraint's name,
// and SQLite makes one index for two equal constraints, so both sources are read and joined. A column that is
// named twice in a key is there once.
// https://www.sqlite.org/lang_createtable.html#unique_constraints
import type { SourceColumn, SourceKey } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import type { ParsedKeyPart, ParsedOrdinaryTable } from '../sql/parse/parsed-table.ts'
import type { InspectedColumns } from './columns.ts'
import type { IndexFacts } from './indexes.ts'

export function inspectPrimaryKey(
  { columns, keyColumns }: InspectedColumns,
  indexes: readonly IndexFacts[],
  parsed: ParsedOrdinaryTable | null,
): SourceKey | null {
  if (keyColumns.length === 0) return null
  const index = indexes.find(({ origin }) => origin === 'pk')
  const name = parsed === null ? null : primaryKeyName(parsed)
  const parts = index === undefined ? partsOf(keyColumns, columns) : indexedParts(index)
  return { name, ...eachOnce(parts) }
}

function primaryKeyName({ columns, constraints }: ParsedOrdinaryTable): string | null {
  const ofColumn = columns.find(({ primaryKey }) => primaryKey)?.primaryKey
  return (ofColumn ?? constraints.find(({ kind }) => kind === 'primary key'))?.constraintName ?? null
}

interface KeyPart {
  readonly column: string
  readonly collation: string
}

/** Equal by bytes means equal under any collation: a column that is there under BINARY too is unique by its bytes. */
function eachOnce(parts: readonly KeyPart[]): Pick<SourceKey, 'columns' | 'collations'> {
  const collations = new Map<string, string>()
  for (const { column, collation } of parts)
    collations.set(
      column,
      collations.has(column) && collation !== collations.get(column) ? 'BINARY' : collation,
    )
  return { columns: [...collations.keys()], collations: [...collations.values()] }
}

function indexedParts({ columns }: IndexFacts): readonly KeyPart[] {
  return columns.flatMap(({ name, collation }) => (name === null ? [] : [{ column: name, collation }]))
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
  return [...ofColumns, ...ofTable].map(({ constraintName, columns: parts }) => ({
    name: constraintName,
    ...eachOnce(parts.map(part => writtenPart(part, columns))),
  }))
}

function writtenPart(part: ParsedKeyPart, columns: readonly SourceColumn[]): KeyPart {
  const written = part.kind === 'column' ? part.name : part.text
  const column = columns.find(({ name }) => asciiLower(name) === asciiLower(written))
  return {
    column: column?.name ?? written,
    collation: part.collation?.toUpperCase() ?? column?.collation ?? 'BINARY',
  }
}

/** In the order of the constraints. */
function indexedUniques(indexes: readonly IndexFacts[]): readonly SourceKey[] {
  return indexes
    .filter(({ origin }) => origin === 'u')
    .map(index => ({ name: null, ...eachOnce(indexedParts(index)) }))
}

function partsOf(names: readonly string[], columns: readonly SourceColumn[]): readonly KeyPart[] {
  return names.map(name => ({
    column: name,
    collation: columns.find(column => column.name === name)?.collation ?? 'BINARY',
  }))
}
