// Rows of a table, NULLs of its columns, and the smallest and largest of its dates, numbers and keys: asked of
// both databases, never of a counter of our own.
import { familyOfType } from '../codec/proof-for.ts'
import type { Check } from '../model/verdict.ts'
import { agreement, remarked, shownValues } from './check.ts'
import type { MeasuredColumn } from './measured-column.ts'
import type { ColumnMeasures, Measures } from './measures.ts'
import { sameDecimal, sameDouble } from './same-number.ts'

export function compareRows(table: string, source: Measures, target: Measures): readonly Check[] {
  return [agreement('rows', table, String(source.rows), String(target.rows))]
}

export function compareValues(
  table: string,
  columns: readonly MeasuredColumn[],
  source: Measures,
  target: Measures,
): readonly Check[] {
  return columns.flatMap((column, i) => {
    const [expected, found] = [source.columns[i], target.columns[i]]
    if (!expected || !found) return []
    const object = `${table}.${column.match.planned.target}`
    const nulls = agreement('nulls', object, nullsOf(source, expected), nullsOf(target, found))
    return [nulls, ...compareExtremes(object, column, expected, found)]
  })
}

function nullsOf(table: Measures, column: ColumnMeasures): string {
  return String(table.rows - column.values)
}

function compareExtremes(
  object: string,
  column: MeasuredColumn,
  expected: ColumnMeasures,
  found: ColumnMeasures,
): readonly Check[] {
  if (column.obstacle !== '')
    return [remarked('minimum', object, 'not compared', '', `minimum and maximum: ${column.obstacle}`)]
  if (column.extremes === null) return []
  const same = sameness(column)
  return [
    compareLimit('minimum', object, expected.lowest, found.lowest, same),
    compareLimit('maximum', object, expected.highest, found.highest, same),
  ]
}

type Sameness = (left: string, right: string) => boolean

function sameness({ extremes, match }: MeasuredColumn): Sameness {
  if (extremes === 'text') return (left, right) => left === right
  const family = familyOfType(match.target.baseType)
  return match.planned.family === 'real' || family === 'real' ? sameDouble : sameDecimal
}

function compareLimit(
  kind: 'minimum' | 'maximum',
  object: string,
  expected: string | null,
  found: string | null,
  same: Sameness,
): Check {
  const agree = expected === null || found === null ? expected === found : same(expected, found)
  const right = found ?? 'NULL'
  const values = shownValues(agree ? right : (expected ?? 'NULL'), right)
  const alike = !agree && values.expected === values.found
  const remark = alike ? 'they differ beyond what is shown' : ''
  return { ...values, kind, object, status: agree ? 'same' : 'different', remark }
}
