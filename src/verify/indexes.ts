// Indexes, found by what they are and not only by name: columns or expressions, order, uniqueness, condition,
// method. Expressions that are written otherwise are noted, because text alone does not prove a difference.
import type { Plan, PlannedIndex } from '../model/plan.ts'
import { indexesOf } from '../model/plan-parts.ts'
import type { TargetIndex } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { agreement, alike, extra, remarked } from './check.ts'
import { plainExpression } from './expression-text.ts'
import { treatsNullsAlike } from './keys.ts'
import { actualNames, type TableMatch } from './match-tables.ts'

export function compareIndexes(plan: Plan, match: TableMatch): readonly Check[] {
  const planned = indexesOf(plan, match.planned.target)
  const pairs = planned.map(index => ({ index, partner: findIndex(match, index) }))
  const checks = pairs.map(({ index, partner }) => compareIndex(match, index, partner))
  const taken = new Set(pairs.map(({ partner }) => partner?.name))
  const extras = match.target.indexes
    .filter(found => !taken.has(found.name) && !servesKey(match, found))
    .map(found => extra('index', `${match.planned.target}.${found.name}`, describeFound(found)))
  return [...checks, ...extras]
}

/** An index of a constraint, or a unique one that stands in for a planned constraint: told of with the keys. */
function servesKey(match: TableMatch, found: TargetIndex): boolean {
  if (match.target.keys.some(key => key.name === found.name)) return true
  const columns = JSON.stringify([...found.columns].sort())
  return (
    found.unique &&
    match.planned.uniques.some(key => JSON.stringify([...actualNames(match, key.columns)].sort()) === columns)
  )
}

type Likeness = 'same' | 'written differently' | 'different'

function findIndex(match: TableMatch, index: PlannedIndex): TargetIndex | undefined {
  if (index.state === 'left out') return undefined
  const { indexes } = match.target
  const alike = indexes.filter(found => compareShape(match, index, found) === 'same')
  const namesake = indexes.find(found => found.name === index.name)
  return alike.find(found => found.name === index.name) ?? alike[0] ?? namesake
}

function compareIndex(match: TableMatch, index: PlannedIndex, partner: TargetIndex | undefined): Check {
  const object = `${match.planned.target}.${index.name}`
  if (index.state === 'left out') return remarked('index', object, 'noted', 'left out', index.because)
  const expected = describePlanned(index)
  if (partner === undefined) return agreement('index', object, expected, '')
  if (!partner.valid) return agreement('index', object, expected, `${describeFound(partner)}, not valid`)
  const likeness = compareShape(match, index, partner)
  if (likeness === 'different') return agreement('index', object, expected, describeFound(partner))
  if (likeness === 'written differently') {
    const remark = 'written differently; the two expressions were not evaluated'
    return agreement('index', object, expected, describeFound(partner), { status: 'noted', remark })
  }
  if (partner.name !== index.name)
    return remarked('index', object, 'noted', expected, `called ${partner.name}`)
  const written = [...index.items.filter(isExpression), ...partner.items.filter(isExpression)]
  return alike('index', object, expected, [...written, index.where ?? '', partner.where ?? ''])
}

function compareShape(match: TableMatch, index: PlannedIndex, found: TargetIndex): Likeness {
  const sameKind = index.unique === found.unique && index.method === found.method && !treatsNullsAlike(found)
  if (!sameKind || index.items.length !== found.items.length) return 'different'
  const items = index.items.map((item, i) => compareItem(match, item, found.items[i] ?? ''))
  return leastOf([...items, compareCondition(match, index.where, found.where)])
}

function compareItem({ names }: TableMatch, planned: string, found: string): Likeness {
  const [left, right] = [plainExpression(planned, names), plainExpression(found)]
  if (left === right) return 'same'
  return isExpression(planned) && isExpression(found) ? 'written differently' : 'different'
}

/** Anything but a column's name with COLLATE, DESC and the like. */
function isExpression(item: string): boolean {
  return /[()]/.test(item.replaceAll(/"(?:[^"]|"")*"/g, ''))
}

function compareCondition({ names }: TableMatch, planned: string | null, found: string | null): Likeness {
  if (planned === null || found === null) return planned === found ? 'same' : 'different'
  return plainExpression(planned, names) === plainExpression(found) ? 'same' : 'written differently'
}

function leastOf(all: readonly Likeness[]): Likeness {
  if (all.includes('different')) return 'different'
  return all.includes('written differently') ? 'written differently' : 'same'
}

function describePlanned({ unique, method, items, where }: PlannedIndex): string {
  return describe({ unique, method, items, where })
}

function describeFound(index: TargetIndex): string {
  return describe(index) + (treatsNullsAlike(index) ? ' NULLS NOT DISTINCT' : '')
}

function describe(
  index: Pick<TargetIndex, 'unique' | 'method' | 'where'> & { readonly items: readonly string[] },
): string {
  const items = index.items.map(item => item.replaceAll(/"([a-z_][a-z0-9_]*)"/g, '$1'))
  const method = index.method === 'btree' ? '' : `${index.method} `
  const where = index.where === null ? '' : ` where ${index.where}`
  return `${index.unique ? 'unique ' : ''}${method}(${items.join(', ')})${where}`
}
