// What is measured of a column on both sides: how many values are not NULL, and for dates, numbers and key
// columns the smallest and the largest, by a proof that suits the type the target really has.
import { familyOfType, proofFor } from '../codec/proof-for.ts'
import type { Plan, Proof, TypeFamily } from '../model/plan.ts'
import { foreignKeysOf, foreignKeysTo } from '../model/plan-parts.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { ColumnMatch, TableMatch } from './match-tables.ts'
import { isSameType } from './type-names.ts'

export interface MeasuredColumn {
  readonly match: ColumnMatch
  /** Null where no text is known on which both sides could agree. */
  readonly proof: Proof | null
  /** How the smallest and largest are found; null if they are not looked for. */
  readonly extremes: 'number' | 'text' | null
  /** Why the extremes are not compared although they should be; '' otherwise. */
  readonly obstacle: string
}

const ORDERED_FAMILIES: ReadonlySet<TypeFamily> = new Set([
  'integer',
  'numeric',
  'real',
  'date',
  'time',
  'timestamp',
  'timestamptz',
])

export function chooseMeasures(
  match: TableMatch,
  plan: Plan,
  encoding: SourceDatabase['encoding'],
): readonly MeasuredColumn[] {
  const keys = keyColumns(match, plan)
  return match.columns.map(column => {
    const { family, target } = column.planned
    const proof = suitableProof(column)
    const wanted = ORDERED_FAMILIES.has(family) || keys.has(target)
    if (!wanted || proof?.order === 'none') return { match: column, proof, extremes: null, obstacle: '' }
    const obstacle = obstacleTo(column, proof, encoding)
    return { match: column, proof, extremes: obstacle === '' ? (proof?.order ?? null) : null, obstacle }
  })
}

function suitableProof({ planned, target }: ColumnMatch): Proof | null {
  const isOfFamily =
    planned.family === 'other'
      ? isSameType(planned.type, target.type)
      : planned.family === familyOfType(target.baseType)
  const asPlanned = planned.target === target.name && isOfFamily
  return asPlanned ? planned.proof : proofFor(planned, target.baseType, target.name)
}

function obstacleTo({ planned, target }: ColumnMatch, proof: Proof | null, encoding: string): string {
  if (planned.mask?.isComparable === false) return 'they are masked with a key that this run does not know'
  if (proof === null) return `no common form of ${planned.type} and ${target.type} is known`
  const family = familyOfType(target.baseType)
  if (proof.order === 'number' && (family === null || !ORDERED_FAMILIES.has(family)))
    return `${target.type} has no order of numbers`
  // memcmp() of UTF-16 is another order than PostgreSQL's; digits and ASCII come out alike.
  if (proof.order === 'text' && planned.family === 'text' && encoding !== 'UTF-8')
    return `the file keeps text as ${encoding} and orders it by those bytes`
  return ''
}

/** Planned names of the columns in a primary key, a unique key or either end of a foreign key. */
function keyColumns({ planned }: TableMatch, plan: Plan): ReadonlySet<string> {
  const own = foreignKeysOf(plan, planned.target).flatMap(key => key.columns)
  const referred = foreignKeysTo(plan, planned.target).flatMap(key => key.parentColumns)
  const uniques = planned.uniques.flatMap(key => key.columns)
  return new Set([...(planned.primaryKey?.columns ?? []), ...uniques, ...own, ...referred])
}
