// Why PostgreSQL would refuse a foreign key, and what would help.
// https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
import { canRefer, follow, objectToFollowing } from '../../codec/following.ts'
import type { PlannedForeignKey, PlannedTable } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { askForDuplicates } from '../questions.ts'
import { publishedName } from '../remedies.ts'
import { areUniqueInFile, type ForeignKeyEnds } from './foreign-key-ends.ts'

export interface Obstacle {
  readonly because: string
  /** What to do, where it is known without asking. */
  readonly hint?: string
  /** How many values of the parent occur more than once: a UNIQUE is advised where none does. */
  readonly duplicates?: Question
}

/** Why the types or the parent's uniqueness are in the way; `carriers` are the parent's keys of these columns. */
export function obstacleBetween(ends: ForeignKeyEnds, carriers: readonly string[]): Obstacle | null {
  return clashOfTypes(ends) ?? (carriers.length > 0 ? null : lackOfKey(ends))
}

function clashOfTypes({ columns, parent, parentColumns }: ForeignKeyEnds): Obstacle | null {
  for (const [i, column] of columns.entries()) {
    const other = parentColumns[i]
    if (other === undefined || canRefer(column.candidate, other.candidate)) continue
    const objection = objectToFollowing(other.candidate, column.census)
    const types = `${column.source.name} is ${column.candidate.type}, ${other.source.name} is ${other.candidate.type}`
    const because = objection === null ? types : `${types}: ${objection}`
    const way = follow(column.candidate, other.census)
    return way === null ? { because } : { because, hint: hintToCast(parent, other, way.type) }
  }
  return null
}

function hintToCast({ source }: DraftTable, column: DraftColumn, type: string): string {
  return `To have both ends of one type: --cast ${source.name}.${column.source.name}=${type}. Values that are written differently are orphans then.`
}

function lackOfKey({ parent, parentColumns }: ForeignKeyEnds): Obstacle {
  const names = parentColumns.map(column => column.source.name).join(', ')
  const what = `${parent.source.name}(${names})`
  if (areUniqueInFile(parent, parentColumns))
    return { because: `the key of ${what} is not a plain key in PostgreSQL` }
  return {
    because: `${what} is not unique`,
    duplicates: askForDuplicates(parent, { columns: parentColumns, expressions: [], where: null }),
  }
}

/** The hint for a parent without a key, once its values are known. */
export function remedyFor(
  planned: PlannedForeignKey,
  ends: ForeignKeyEnds,
  answer: Answer | undefined,
  context: PlanContext,
): string | undefined {
  if (answer === undefined) return undefined
  if (answer.count > 0n) {
    const values = answer.count === 1n ? '1 value occurs' : `${answer.count} values occur`
    return `${values} more than once there (${answer.examples[0]}): mend the rows, then make the columns UNIQUE and add the foreign key.`
  }
  const list = (names: readonly string[]): string => names.map(name => postgresName(name)).join(', ')
  const parentColumns = list(ends.parentColumns.map(({ target }) => target))
  const [child, parent] = [publishedName(context, planned.table), publishedName(context, ends.parent.target)]
  return `The values are unique: ALTER TABLE ${parent} ADD UNIQUE (${parentColumns}); ALTER TABLE ${child} ADD FOREIGN KEY (${list(planned.columns)}) REFERENCES ${parent} (${parentColumns});`
}

/** Actions by which PostgreSQL would have to change a generated column. */
export function objectToActions(planned: PlannedForeignKey, table: PlannedTable): string | null {
  const generated = table.columns.find(
    column => column.generated !== null && planned.columns.includes(column.target),
  )
  if (generated === undefined) return null
  const changing = ['set null', 'set default']
  if (changing.includes(planned.onDelete))
    return `ON DELETE ${planned.onDelete.toUpperCase()} would change the generated column ${generated.source}`
  return [...changing, 'cascade'].includes(planned.onUpdate)
    ? `ON UPDATE ${planned.onUpdate.toUpperCase()} would change the generated column ${generated.source}`
    : null
}
