// Moments and days for a target's date and timestamp types. Where the plan reads the column as dates already, the text
// it is proven by is that of the other type too; an instant is then its wall clock in UTC.
import type { Digest, PlannedColumn } from '../../model/plan.ts'
import { readAs } from './functions.ts'

type MomentType = 'timestamp' | 'timestamptz' | 'date'

export function momentDigest(type: MomentType): (column: PlannedColumn) => Digest | null {
  return column => {
    const { family, digest, value } = column
    if (family === 'date' || family === 'timestamp' || family === 'timestamptz')
      return type === 'date' ? dayDigest(digest) : otherMoment(type, digest)
    if (!['text', 'integer', 'numeric', 'real'].includes(family)) return null
    return { rule: type, sqlite: readAs(type === 'date' ? 'day' : 'moment', value) }
  }
}

/** The wall clock of a zone is nobody else's. */
function otherMoment(type: 'timestamp' | 'timestamptz', { rule, sqlite }: Digest): Digest | null {
  switch (rule) {
    case 'date':
      return { rule: type, sqlite: readAs('midnight of date', sqlite) }
    case 'timestamp':
    case 'timestamptz':
      return { rule: type, sqlite }
    case 'microseconds':
      return { rule, sqlite }
    default:
      return null
  }
}

function dayDigest({ rule, sqlite }: Digest): Digest | null {
  switch (rule) {
    case 'date':
      return { rule, sqlite }
    case 'timestamp':
    case 'timestamptz':
      return { rule: 'date', sqlite: readAs('day of moment', sqlite) }
    case 'microseconds':
      return { rule: 'date', sqlite: readAs('day of microseconds', sqlite) }
    default:
      return null
  }
}
