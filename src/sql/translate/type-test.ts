// `typeof(x) = 'text'`: the type of a PostgreSQL column answers for every value but NULL, whose typeof is
// 'null'. So the test becomes a question about NULL. https://www.sqlite.org/lang_corefunc.html#typeof

import type { ComparisonOperator, Expression } from '../expression.ts'
import { postgres } from '../text.ts'
import { bareColumn, columnSql, isKeptAsIs } from './column-operand.ts'
import { type ExpressionColumn, Refusal, type Scope, type Term, termOf } from './translation.ts'

/** Null when the left side is no typeof(). */
export function translateTypeTest(
  operator: ComparisonOperator,
  left: Expression,
  list: readonly Expression[],
  scope: Scope,
): Term | null {
  if (left.kind !== 'call' || left.name !== 'typeof') return null
  const [operand] = left.args
  const column = operand === undefined ? null : bareColumn(operand, scope.context)
  const wanted = operator === '=' || operator === 'IS'
  if (column === null || !(wanted || operator === '<>' || operator === 'IS NOT'))
    throw new Refusal('typeof() in another form than typeof(column) = …')
  const named = list.flatMap(item => (item.kind === 'text' ? [item.value] : []))
  if (named.length < list.length) throw new Refusal('typeof() compared with something that is not a constant')
  return answer(column, named, wanted)
}

function answer(column: ExpressionColumn, named: readonly string[], wanted: boolean): Term {
  const classes = storageClasses(column)
  const hits = classes.filter(name => named.includes(name))
  if (hits.length > 0 && hits.length < classes.length)
    throw new Refusal(`typeof() of a ${column.family} column`)
  const [values, nulls] = [hits.length > 0 === wanted, named.includes('null') === wanted]
  const name = columnSql(column)
  if (values && nulls)
    return termOf('boolean', postgres`(${name} IS NULL OR ${name} IS NOT NULL)`, [], { neverFalse: true })
  if (values) return termOf('boolean', postgres`(${name} IS NOT NULL)`)
  if (nulls) return termOf('boolean', postgres`(${name} IS NULL)`)
  throw new Refusal(`typeof() of a ${column.family} column is never ${named.join(' or ')}`)
}

/** The classes in which SQLite can have stored what is in a column of this family. */
function storageClasses(column: ExpressionColumn): readonly string[] {
  const { family, affinity, storage } = column
  if (!isKeptAsIs(column)) throw new Refusal(`typeof() of a ${family} column with values of another kind`)
  switch (family) {
    case 'text':
      return ['text']
    case 'bytea':
      return ['blob']
    case 'integer':
    case 'boolean':
      return ['integer']
    case 'real':
      return affinity === 'real' ? ['real'] : ['integer', 'real']
    case 'numeric':
      return ['integer', 'real']
    default:
      if (storage === 'text' || storage === 'integer') return [storage]
      throw new Refusal(`typeof() of a ${family} column`)
  }
}
