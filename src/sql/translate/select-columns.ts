// The columns that a SELECT gives: their names, what they hold, and whether values that are equal there are
// equal in SQLite, as DISTINCT, GROUP BY and UNION need it.

import { affinityOf } from '../affinity.ts'
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import { postgresName } from '../quote.ts'
import type { QueryColumn } from '../resolve/select-scope.ts'
import { type PostgresSql, postgres } from '../text.ts'
import { bareColumn, columnSql, comparisonCollation, isKeptAsIs } from './column-operand.ts'
import type { TranslatedQuery } from './select.ts'
import { type ColumnFamily, Refusal, type Scope, type Term } from './translation.ts'

/** A column with the SQL that computes it. */
export interface ResultColumn {
  readonly sql: PostgresSql
  readonly column: QueryColumn
}

/** Families whose values need more than their type to be compared with the file's. */
const ONLY_AS_THEY_ARE: readonly ColumnFamily[] = ['timestamptz', 'json', 'jsonb', 'uuid']

/** What a resolved expression gives under a name; a bare column keeps all that is known of it. */
export function resultColumn(node: Expression, name: string, scope: Scope): ResultColumn {
  const column = node.kind === 'column' ? (bareColumn(node, scope.context) as QueryColumn | null) : null
  if (column !== null) {
    const { qualifier: _, ...kept } = column
    return { sql: columnSql(column), column: { ...kept, name, target: name } }
  }
  const term = scope.value(node)
  const family = term.family === 'null' ? 'text' : term.family
  if (ONLY_AS_THEY_ARE.includes(family)) throw new Refusal(`a computed ${family} value`)
  const collation = comparisonCollation(node, null, scope.context)
  return {
    sql: term.family === 'null' ? postgres`${term.sql}::text` : term.sql,
    column: {
      ...{ name, target: name, family, origin: null, injective: true },
      collation: collation === 'BINARY' ? null : collation,
      ...(node.kind === 'cast' && { affinity: affinityOf(node.type) }),
      ...storageOf(term),
    },
  }
}

function storageOf({ family, mayBeInteger }: Term): Pick<QueryColumn, 'storage'> {
  return family === 'real' && mayBeInteger ? { storage: 'number' } : {}
}

/** Names as SQLite gives them when several are alike, and targets that PostgreSQL can tell apart. */
export function nameColumns(found: readonly ResultColumn[]): readonly ResultColumn[] {
  const names = new Set<string>()
  const targets = new Set<string>()
  return found.map(({ sql, column }, i) => {
    const name = firstFree(column.name, names, asciiLower, ':')
    const fitting = name === '' || Buffer.byteLength(name) > 60 ? `column_${i + 1}` : name
    const target = firstFree(fitting, targets, text => text, '_')
    return { sql, column: { ...column, name, target } }
  })
}

function firstFree(wanted: string, taken: Set<string>, fold: (text: string) => string, mark: string): string {
  for (let i = 0; ; i += 1) {
    const name = i === 0 ? wanted : `${wanted}${mark}${i}`
    if (taken.has(fold(name))) continue
    taken.add(fold(name))
    return name
  }
}

export function selectList(found: readonly ResultColumn[]): readonly PostgresSql[] {
  return found.map(({ sql, column }) => postgres`${sql} AS ${postgresName(column.target)}`)
}

const EXACT: readonly ColumnFamily[] = ['boolean', 'integer', 'numeric', 'real', 'text', 'bytea', 'date']

/** Their readings may take two values for one, but not where SQLite keeps every value in one class. */
const BY_STORAGE: readonly ColumnFamily[] = ['boolean', 'bytea']

/** Refuses a column of which PostgreSQL may take two values for one, or one for two. */
export function requireExact(column: QueryColumn, construct: string): void {
  const collation = (column.collation ?? 'BINARY').toUpperCase()
  if (collation !== 'BINARY') throw new Refusal(`${construct} over ${column.name} by COLLATE ${collation}`)
  const isSettled = column.injective || (BY_STORAGE.includes(column.family) && isKeptAsIs(column))
  if (EXACT.includes(column.family) && isSettled && isKeptAsIs(column)) return
  throw new Refusal(`${construct} over ${column.name}, of which different values may become one`)
}

/** Both sides of a compound under the names of the left one. */
export function uniteColumns(left: TranslatedQuery, right: TranslatedQuery) {
  if (left.columns.length !== right.columns.length) throw new Refusal('a compound of different widths')
  const pairs = left.columns.map((first, i) => [first, right.columns[i] ?? first] as const)
  const columns = pairs.map(([first, second]) => uniteColumn(first, second))
  return { columns, sides: [left.sql, right.sql] as const }
}

function uniteColumn(first: QueryColumn, second: QueryColumn): QueryColumn {
  if (first.family !== second.family)
    throw new Refusal(`a compound of ${first.family} and ${second.family} values in ${first.name}`)
  const isOne = first.origin?.table === second.origin?.table && first.origin?.column === second.origin?.column
  if (isOne && first.collation === second.collation) return first
  const isPlain = isKeptAsIs(first) && isKeptAsIs(second) && !ONLY_AS_THEY_ARE.includes(first.family)
  if (!isPlain) throw new Refusal(`a compound of ${first.family} values in ${first.name}`)
  const { name, target, family, collation } = first
  const isAlike = (collation ?? 'BINARY') === (second.collation ?? 'BINARY')
  return {
    ...{ name, target, family, origin: null },
    collation: isAlike ? collation : 'several collations',
    injective: first.injective && second.injective,
    ...(first.spelling !== undefined && first.spelling === second.spelling && { spelling: first.spelling }),
    ...(family === 'real' && { storage: 'number' as const }),
  }
}
