// NOT NULL, default and generation of each column. A target that is stricter than planned is noted only.
import type { Check } from '../model/verdict.ts'
import { agreement, extra, remarked } from './check.ts'
import { contradict } from './contradict.ts'
import { sameExpression } from './expression-text.ts'
import type { ColumnMatch, TableMatch } from './match-tables.ts'

export function compareColumns(match: TableMatch): readonly Check[] {
  return match.columns.flatMap(column => {
    const object = `${match.planned.target}.${column.planned.target}`
    return [...compareNotNull(object, match, column), ...compareDefault(object, match, column)]
  })
}

function compareNotNull(
  object: string,
  match: TableMatch,
  { planned, target }: ColumnMatch,
): readonly Check[] {
  const inKey = match.planned.primaryKey?.columns.includes(planned.target) ?? false
  const wanted = planned.notNull || planned.identity !== null || inKey
  if (wanted) return [agreement('not null', object, 'NOT NULL', target.notNull ? 'NOT NULL' : 'NULL allowed')]
  return target.notNull ? [extra('not null', object, 'NOT NULL')] : []
}

function compareDefault(
  object: string,
  match: TableMatch,
  { planned, target }: ColumnMatch,
): readonly Check[] {
  if (planned.identity !== null) return []
  if (planned.generated !== null || target.generated) return [compareGeneration(object, { planned, target })]
  if (planned.default === null)
    return target.default === null ? [] : [extra('default', object, target.default)]
  if (target.default === null) return [agreement('default', object, planned.default, '')]
  if (sameExpression(planned.default, target.default, match.names))
    return [agreement('default', object, planned.default, planned.default)]
  if (contradict(planned, planned.default, target.default, match.names))
    return [agreement('default', object, planned.default, target.default)]
  return [
    agreement('default', object, planned.default, target.default, {
      status: 'noted',
      remark: 'written differently; the two were not evaluated',
    }),
  ]
}

function compareGeneration(object: string, { planned, target }: ColumnMatch): Check {
  const [expected, found] = [planned.generated !== null, target.generated].map(generated =>
    generated ? 'generated column' : 'plain column',
  )
  if (expected === found) return remarked('default', object, 'same', 'generated', '')
  return agreement('default', object, expected ?? '', found ?? '')
}
