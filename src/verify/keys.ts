// Primary keys and unique constraints, found by their columns: another tool names them otherwise.
import type { PlannedKey } from '../model/plan.ts'
import type { TargetIndex, TargetKey, TargetTable } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { agreement, columnsOf, extra, listed, remarked } from './check.ts'
import { actualNames, type TableMatch } from './match-tables.ts'

export function compareKeys(match: TableMatch): readonly Check[] {
  const { planned, target } = match
  const wanted = planned.uniques.map(key => ({ key, partner: findUnique(match, key) }))
  const taken = new Set(wanted.map(({ partner }) => partner?.name))
  const extras = target.keys
    .filter(key => !key.primary && !taken.has(key.name))
    .map(key => extra('unique', columnsOf(planned.target, key.columns), `constraint ${key.name}`))
  const uniques = wanted.map(({ key, partner }) => compareUnique(match, key, partner))
  return [...comparePrimaryKey(match), ...uniques, ...extras]
}

function comparePrimaryKey(match: TableMatch): readonly Check[] {
  const { planned, target } = match
  const found = target.keys.find(key => key.primary)
  if (planned.primaryKey === null)
    return found ? [extra('primary key', planned.target, listed(found.columns))] : []
  const expected = listed(actualNames(match, planned.primaryKey.columns))
  return [agreement('primary key', planned.target, expected, found ? listed(found.columns) : '')]
}

interface UniquePartner {
  readonly name: string
  readonly columns: readonly string[]
  readonly by: 'constraint' | 'index'
  readonly nullsNotDistinct: boolean
  readonly deferrable: boolean
}

function findUnique(match: TableMatch, key: PlannedKey): UniquePartner | undefined {
  const columns = actualNames(match, key.columns)
  const partners = uniquePartners(match.target)
  return (
    partners.find(partner => partner.name === key.name && isSameSet(partner.columns, columns)) ??
    partners.find(partner => isSameList(partner.columns, columns)) ??
    partners.find(partner => isSameSet(partner.columns, columns))
  )
}

/** Constraints first; a plain unique index does the same work. */
function uniquePartners({ keys, indexes }: TargetTable): readonly UniquePartner[] {
  const constraints = keys.filter(key => !key.primary)
  return [
    ...constraints.map(key => asPartner(key, 'constraint', indexOf(indexes, key))),
    ...indexes
      .filter(index => isPlainUnique(index) && !keys.some(key => key.name === index.name))
      .map(index => asPartner({ ...index, columns: plainColumns(index) }, 'index', index)),
  ]
}

function asPartner(
  { name, columns, deferrable = false }: Pick<TargetKey, 'name' | 'columns' | 'deferrable'>,
  by: UniquePartner['by'],
  index: TargetIndex | undefined,
): UniquePartner {
  const nullsNotDistinct = index !== undefined && treatsNullsAlike(index)
  return { name, columns, by, nullsNotDistinct, deferrable }
}

function indexOf(indexes: readonly TargetIndex[], key: TargetKey): TargetIndex | undefined {
  return indexes.find(index => index.name === key.name)
}

function isPlainUnique(index: TargetIndex): boolean {
  return (
    index.unique && index.valid && index.where === null && plainColumns(index).length === index.columns.length
  )
}

function plainColumns(index: TargetIndex): readonly string[] {
  return index.columns.flatMap(column => column ?? [])
}

/** NULLS NOT DISTINCT, which PostgreSQL knows from version 15 on and SQLite does not. */
export function treatsNullsAlike(index: TargetIndex): boolean {
  return / NULLS NOT DISTINCT(?: |$)/.test(index.definition)
}

function compareUnique(match: TableMatch, key: PlannedKey, partner: UniquePartner | undefined): Check {
  const columns = actualNames(match, key.columns)
  const object = columnsOf(match.planned.target, key.columns)
  if (partner === undefined) return agreement('unique', object, listed(columns), '')
  if (partner.nullsNotDistinct)
    return agreement('unique', object, listed(columns), `${listed(columns)} NULLS NOT DISTINCT`)
  if (partner.deferrable) return agreement('unique', object, listed(columns), `${listed(columns)} DEFERRABLE`)
  if (!isSameList(partner.columns, columns))
    return agreement('unique', object, listed(columns), listed(partner.columns), {
      status: 'noted',
      remark: 'the same columns in another order',
    })
  if (partner.by === 'index')
    return remarked(
      'unique',
      object,
      'noted',
      listed(columns),
      `as index ${partner.name}, not as a constraint`,
    )
  return agreement('unique', object, listed(columns), listed(columns))
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, i) => name === right[i])
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return isSameList([...left].sort(), [...right].sort())
}
