// Finds out which column each word of a query's expression is, by SQLite's order: the tables of the query, the
// names it gives its own results, then the queries around it. Each column comes back with the alias it is read
// through; a text in double quotes, a bare rowid and a name that nothing has are refused.
import { asciiLower } from '../ascii-case.ts'
import type { ColumnExpression, Expression } from '../expression.ts'
import { mapParts } from '../map-expression.ts'
import { Refusal } from '../translate/translation.ts'
import { hasName, type QueryColumn, type Reach, type Source, visibleColumns } from './select-scope.ts'

/** What a query calls its results, by lower-cased name; resolved already. */
export type ResultNames = ReadonlyMap<string, Expression>

export const NO_RESULT_NAMES: ResultNames = new Map()

const ROWID_NAMES = ['rowid', 'oid', '_rowid_']

export function resolveColumns(node: Expression, reach: Reach, results: ResultNames): Expression {
  if (node.kind !== 'column') return mapParts(node, part => resolveColumns(part, reach, results))
  if (node.table !== null) return findQualified(node.table, node.name, reach)
  return findBare(node, reach, results)
}

/** A column as an expression that no name can hide. */
export function qualified(column: QueryColumn): ColumnExpression {
  return { kind: 'column', table: column.qualifier ?? null, name: column.name }
}

function findQualified(table: string, name: string, reach: Reach): Expression {
  for (let level: Reach | null = reach; level !== null; level = level.outer) {
    const source = level.sources.find(({ alias }) => asciiLower(alias) === asciiLower(table))
    if (source === undefined) continue
    const column = source.columns.find(hasName(name)) ?? rowidOf(source, name)
    if (column !== undefined) return qualified(column)
    throw new Refusal(whyUnknown(`${table}.${name}`, name))
  }
  throw new Refusal(`${table}.${name}: nothing in FROM is called ${table}`)
}

function findBare(node: ColumnExpression, reach: Reach, results: ResultNames): Expression {
  for (let level: Reach | null = reach; level !== null; level = level.outer) {
    const column = findColumn(node.name, level)
    if (column !== undefined) return qualified(column)
    const result = level === reach ? results.get(asciiLower(node.name)) : undefined
    if (result !== undefined) return result
  }
  if (node.written === 'double-quoted')
    throw new Refusal(`"${node.name}" is no column, and SQLite takes it for a text`)
  const word = asciiLower(node.name)
  if (node.written === 'bare' && (word === 'true' || word === 'false'))
    return { kind: 'boolean', value: word === 'true' }
  throw new Refusal(whyUnknown(node.name, node.name))
}

function findColumn(name: string, level: Reach): QueryColumn | undefined {
  const [found, another] = visibleColumns(level).filter(hasName(name))
  if (another !== undefined) throw new Refusal(`${name} is a column of several tables`)
  const [source, more] = level.sources
  return found ?? (source !== undefined && more === undefined ? rowidOf(source, name) : undefined)
}

function rowidOf({ columns, relation }: Source, name: string): QueryColumn | undefined {
  if (relation.rowid === null || !ROWID_NAMES.includes(asciiLower(name))) return undefined
  return columns.find(hasName(relation.rowid))
}

function whyUnknown(shown: string, name: string): string {
  return ROWID_NAMES.includes(asciiLower(name))
    ? `${shown}, the hidden rowid, which is not carried`
    : `${shown} is no column in reach`
}
