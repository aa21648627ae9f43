// Unique keys of the target that rows of the file would break, and its foreign keys: which have orphans in the file, and
// which cannot stay in force while rows are loaded table by table.
import type { PlannedForeignKey } from '../../model/plan.ts'
import type { TargetForeignKey, TargetTable } from '../../model/target.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { areUniqueInFile, type ForeignKeyEnds } from '../keys/foreign-key-ends.ts'
import type { CollisionQuestion } from '../keys/key-collisions.ts'
import { note } from '../notices.ts'
import { askForCollisions, askForDuplicates, askForOrphans } from '../questions.ts'
import { rowLabelOf, sayNames } from '../rows/row-names.ts'
import type { ProjectedTable } from './project.ts'

/** A table of the load with its draft. */
export interface LoadTable {
  readonly matched: ProjectedTable
  readonly draft: DraftTable
}

export function askForLoadedKeys({ matched, draft }: LoadTable): readonly CollisionQuestion[] {
  return uniqueSetsOf(matched.target).flatMap(names => {
    const columns = columnsOf(draft, names)
    if (columns === null) return []
    const parts = { columns, expressions: [], where: null }
    const isGuarded = areUniqueInFile({ ...draft, source: matched.whole }, columns)
    const question = isGuarded ? askForCollisions(draft, parts) : askForDuplicates(draft, parts)
    const object = `${draft.source.name}(${columns.map(({ source }) => source.name).join(', ')})`
    return question === null ? [] : [{ code: 'DUPLICATES', object, table: draft, ...parts, question }]
  })
}

export function judgeLoadedKey(
  { object }: CollisionQuestion,
  answer: Answer | undefined,
  context: PlanContext,
): void {
  if (answer === undefined || answer.count === 0n || context.input.options.badValues === 'quarantine') return
  const shown = `${answer.examples.join('; ')}${answer.count > BigInt(answer.examples.length) ? '; …' : ''}`
  const times = answer.count === 1n ? '1 key occurs' : `${answer.count} keys occur`
  note(context, 'DUPLICATE_ROWS', object, `is unique in the target: ${times} more than once (${shown})`)
}

/** Each set of columns once; conditions and expressions are left to the server. */
function uniqueSetsOf({ keys, indexes }: TargetTable): readonly (readonly string[])[] {
  const whole = indexes.filter(
    ({ unique, where, columns }) => unique && where === null && !columns.includes(null),
  )
  const sets = [
    ...keys.map(({ columns }) => columns),
    ...whole.map(({ columns }) => columns.flatMap(name => name ?? [])),
  ]
  return [...new Map(sets.map(set => [JSON.stringify([...set].sort()), set])).values()]
}

function columnsOf({ columns }: DraftTable, names: readonly string[]): readonly DraftColumn[] | null {
  const found = names.flatMap(name => columns.find(({ target }) => target === name) ?? [])
  return found.length === names.length && found.length > 0 ? found : null
}

/** A foreign key that a loaded table has in the target. */
export interface LoadedKey {
  readonly table: string
  readonly key: TargetForeignKey
  /** Both ends; null where one of them is not loaded, so that the target alone can tell. */
  readonly ends: ForeignKeyEnds | null
  readonly question: Question | null
}

export function draftLoadedKeys(tables: readonly LoadTable[], schema: string): readonly LoadedKey[] {
  const drafts = new Map(tables.map(({ draft }) => [draft.target, draft]))
  return tables.flatMap(({ draft, matched }) =>
    matched.target.foreignKeys.map((key): LoadedKey => {
      const parent = key.parentSchema === schema ? drafts.get(key.parent) : undefined
      const columns = columnsOf(draft, key.columns)
      const parentColumns = parent === undefined ? null : columnsOf(parent, key.parentColumns)
      const isWhole = parent !== undefined && columns !== null && parentColumns !== null
      const ends = isWhole
        ? { table: draft, columns, parent, parentColumns, ...(key.matchFull && { matchFull: true }) }
        : null
      return { table: draft.target, key, ends, question: ends === null ? null : askForOrphans(ends) }
    }),
  )
}

export function planLoadedKey(
  { table, key, ends }: LoadedKey,
  answer: Answer | undefined,
  context: PlanContext,
): PlannedForeignKey {
  const { name, columns, parent, parentColumns, onDelete, onUpdate, deferred, validated } = key
  const orphans = answer?.count ?? 0n
  const planned: PlannedForeignKey = {
    ...{ name, table, columns, parent, parentColumns, onDelete, onUpdate, deferred, orphans },
    orphanExamples: answer?.examples ?? [],
    state: validated && orphans === 0n ? 'valid' : 'not valid',
    because: 'the target has it',
    origin: 'source',
  }
  if (ends !== null && answer !== undefined && orphans > 0n) noteOrphans(planned, ends, answer, context)
  return planned
}

function noteOrphans(
  { table, columns, parent, parentColumns }: PlannedForeignKey,
  ends: ForeignKeyEnds,
  answer: Answer,
  context: PlanContext,
): void {
  const object = `${pathOf(table, columns)} → ${pathOf(parent, parentColumns)}`
  const rows = `${answer.count} orphan row${answer.count === 1n ? '' : 's'} (${sayNames(rowLabelOf(ends.table), answer)})`
  if (context.input.options.orphans === 'fail') note(context, 'ORPHANS_FAIL', object, rows)
  else note(context, 'ORPHANS', object, rows)
}

export function pathOf(table: string, columns: readonly string[]): string {
  return columns.length === 1 ? `${table}.${columns[0]}` : `${table}(${columns.join(', ')})`
}
