// Which shapes the census looks for in each column: those of its own declaration or of the user's choice,
// else those of a column that foreign keys tie to it, since both ends get one type.
import { interestOf } from '../codec/choose-type.ts'
import { integerTextInterest } from '../codec/integer-text.ts'
import { type Interest, jsonbInterest, jsonInterest } from '../codec/interest.ts'
import type { RuleContext } from '../codec/type-table.ts'
import type { SourceColumn, SourceTable } from '../model/source.ts'
import { affinityOf } from '../sql/affinity.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseExpression } from '../sql/parse-expression.ts'
import { readClock } from '../sql/read-clock.ts'
import { type CastFinder, resolveCasts } from './column-casts.ts'
import type { Wishes } from './column-wishes.ts'
import { sameName } from './draft.ts'
import { isReadAsJson } from './json-columns.ts'
import { type RelatedColumn, relationFinder } from './related-columns.ts'

/** What the declaration's surroundings say about a column; `schema` is every table of the file. */
export function ruleContext(
  table: SourceTable,
  column: SourceColumn,
  schema: readonly SourceTable[],
  serverVersion: number,
): RuleContext {
  return {
    serverVersion,
    truthWitness: hasTruthWitness(table, column),
    schemaTruth: schema.some(isOfLaravel),
    indexed: isIndexed(table, column),
    clockDefault: hasClockDefault(column),
  }
}

/** The table in which Laravel notes its migrations: its TINYINT(1) are booleans. */
function isOfLaravel({ columns }: SourceTable): boolean {
  const names = columns.map(({ name }) => asciiLower(name)).filter(name => name !== 'id')
  return names.join() === 'migration,batch'
}

function hasTruthWitness(table: SourceTable, column: SourceColumn): boolean {
  if (table.rowidAlias !== null && sameName(table.rowidAlias, column.name)) return false
  if (/^\(?\s*(true|false)\s*\)?$/i.test(column.defaultSql ?? '')) return true
  const zeroOrOne = /^\s*["`[]?([^"`\]]+?)["`\]]?\s+IN\s*\(\s*(?:0\s*,\s*1|1\s*,\s*0)\s*\)\s*$/i
  return table.checks.some(check => sameName(zeroOrOne.exec(check.expression)?.[1] ?? '', column.name))
}

/** The ways of writing the present time in UTC as text. */
function hasClockDefault({ defaultSql }: SourceColumn): boolean {
  const clock = readClock(parseExpression(defaultSql ?? 'NULL', new Map()))
  return clock?.form.kind === 'format' && !clock.isLocal && clock.shift === null && clock.unknown === null
}

function isIndexed(table: SourceTable, column: SourceColumn): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap(key => key?.columns ?? [])
  const indexed = table.indexes.flatMap(index => index.columns.map(item => item.column ?? ''))
  const referring = table.foreignKeys.flatMap(key => key.columns)
  return [...keys, ...indexed, ...referring].some(name => sameName(name, column.name))
}

/** Gives the interest of each column of a set of tables. */
export function interestFinder(
  tables: readonly SourceTable[],
  wishes: Wishes,
  serverVersion: number,
  schema: readonly SourceTable[] = tables,
  casts: CastFinder = resolveCasts(tables, wishes, serverVersion).find,
): (table: SourceTable, column: SourceColumn) => Interest | null {
  const own = (table: SourceTable, column: SourceColumn): Interest | null =>
    interestOf({
      declaredType: column.declaredType,
      context: ruleContext(table, column, schema, serverVersion),
      wish: casts(column)?.wish ?? null,
      cast: casts(column)?.cast ?? null,
    })
  const related = relationFinder(tables, wishes)
  return (table, column) => {
    // Ids need their range, whatever refers to them.
    const others = table.rowidAlias === column.name ? [] : related(column)
    const asked = own(table, column)
    // A declared JSON is judged for more than its syntax, too, where the schema reads it.
    if ((asked === null || asked === jsonInterest) && isReadAsJson(table, column)) return jsonbInterest
    return asked ?? firstOf(others.map(other => ofRelated(column, other)))
  }

  function ofRelated(column: SourceColumn, other: RelatedColumn): Interest | null {
    const isDigits = isInteger(other.column) && !isInteger(column)
    return own(other.table, other.column) ?? (isDigits ? integerTextInterest : null)
  }
}

const isInteger = ({ declaredType }: SourceColumn): boolean => affinityOf(declaredType) === 'integer'

function firstOf<Item>(items: readonly (Item | null)[]): Item | null {
  return items.find(item => item !== null) ?? null
}
