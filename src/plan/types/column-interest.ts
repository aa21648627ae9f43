// Which shapes the census looks for in each column: those of its own declaration or of the user's choice,
// else those of a column that foreign keys tie to it, since both ends get one type.
import { interestOf } from '../../codec/choose-type.ts'
import { integerTextInterest } from '../../codec/integer-text.ts'
import { type Interest, jsonbInterest, jsonInterest } from '../../codec/interest.ts'
import type { RuleContext } from '../../codec/type-table.ts'
import { oncePer } from '../../model/once-per.ts'
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import { affinityOf } from '../../sql/affinity.ts'
import { asciiLower, sameName } from '../../sql/ascii-case.ts'
import { parseExpression } from '../../sql/parse/expression.ts'
import { readClock } from '../../sql/translate/read-clock.ts'
import { type CastFinder, resolveCasts } from './column-casts.ts'
import type { Wishes } from './column-wishes.ts'
import { isReadAsJson } from './json-columns.ts'
import { relationFinder } from './related-columns.ts'

/** What the declaration's surroundings say about a column; `schema` is every table of the file. */
export function ruleContext(
  table: SourceTable,
  column: SourceColumn,
  schema: readonly SourceTable[],
  serverVersion: number,
): RuleContext {
  const name = asciiLower(column.name)
  return {
    serverVersion,
    truthWitness: hasTruthWitness(table, column),
    schemaTruth: isMadeByLaravel(schema) || checkedForTruth(table).has(asciiLower(column.name)),
    indexed: indexedColumns(table).has(name),
    clockDefault: hasClockDefault(column),
  }
}

const isMadeByLaravel = oncePer((schema: readonly SourceTable[]) => schema.some(isOfLaravel))

/** The table in which Laravel notes its migrations: its TINYINT(1) are booleans. */
function isOfLaravel({ columns }: SourceTable): boolean {
  const names = columns.map(({ name }) => asciiLower(name)).filter(name => name !== 'id')
  return names.join() === 'migration,batch'
}

function hasTruthWitness(table: SourceTable, column: SourceColumn): boolean {
  if (table.rowidAlias !== null && sameName(table.rowidAlias, column.name)) return false
  return /^\(?\s*(true|false)\s*\)?$/i.test(column.defaultSql ?? '')
}

/** The columns with a CHECK that allows 0 and 1. */
const checkedForTruth = oncePer((table: SourceTable): ReadonlySet<string> => {
  const zeroOrOne = /^\s*["`[]?([^"`\]]+?)["`\]]?\s+IN\s*\(\s*(?:0\s*,\s*1|1\s*,\s*0)\s*\)\s*$/i
  const named = table.checks.flatMap(({ expression }) => zeroOrOne.exec(expression)?.[1] ?? [])
  return new Set(named.map(asciiLower))
})

/** The ways of writing the present time in UTC as text. */
function hasClockDefault({ defaultSql }: SourceColumn): boolean {
  if (defaultSql === null) return false
  const clock = readClock(parseExpression(defaultSql, new Map()))
  return clock?.form.kind === 'format' && !clock.isLocal && clock.shift === null && clock.unknown === null
}

/** The columns in a key or an index of their table. */
const indexedColumns = oncePer((table: SourceTable): ReadonlySet<string> => {
  const keys = [table.primaryKey, ...table.uniques].flatMap(key => key?.columns ?? [])
  const indexed = table.indexes.flatMap(index => index.columns.map(item => item.column ?? ''))
  const referring = table.foreignKeys.flatMap(key => key.columns)
  return new Set([...keys, ...indexed, ...referring].map(asciiLower))
})

/** Gives the interest of each column of a set of tables. */
export function interestFinder(
  tables: readonly SourceTable[],
  wishes: Wishes,
  serverVersion: number,
  schema: readonly SourceTable[] = tables,
  casts: CastFinder = resolveCasts(tables, wishes, serverVersion).find,
): (table: SourceTable, column: SourceColumn) => Interest | null {
  const interests = new Map(
    tables.flatMap(table => table.columns.map(column => [column, own(table, column)] as const)),
  )
  const related = relationFinder(tables, wishes)
  return (table, column) => {
    const asked = interests.get(column) ?? null
    // A declared JSON is judged for more than its syntax, too, where the schema reads it.
    if ((asked === null || asked === jsonInterest) && isReadAsJson(table, column)) return jsonbInterest
    // Ids need their range, whatever refers to them.
    if (asked !== null || table.rowidAlias === column.name) return asked
    return firstOf(related(column).map(other => ofRelated(column, other.column)))
  }

  function own(table: SourceTable, column: SourceColumn): Interest | null {
    const { wish, cast } = casts(column) ?? { wish: null, cast: null }
    const context = ruleContext(table, column, schema, serverVersion)
    return interestOf({ declaredType: column.declaredType, context, wish, cast })
  }

  function ofRelated(column: SourceColumn, other: SourceColumn): Interest | null {
    const isDigits = isInteger(other) && !isInteger(column)
    return interests.get(other) ?? (isDigits ? integerTextInterest : null)
  }
}

const isInteger = ({ declaredType }: SourceColumn): boolean => affinityOf(declaredType) === 'integer'

function firstOf<Item>(items: readonly (Item | null)[]): Item | null {
  return items.find(item => item !== null) ?? null
}
