// What every rollback looks at inside its transaction, whatever verb it undoes: that the run can be undone still, and that
// nobody has written since, or that it was agreed to.
import { Sqlite2pgError } from '../model/errors.ts'
import type { RecordedObject, RecordedRun, WrittenSince } from '../model/journal.ts'
import { countOthers } from '../postgres/catalog/schema-contents.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { JournalEntry } from './journal.ts'
import { lockRelations } from './lock-relations.ts'
import { findUndoable } from './undoable.ts'
import { findWrittenSince, writtenError } from './written-since.ts'

export interface RollbackTask {
  readonly connection: TargetConnection
  readonly undone: RecordedRun
  /** Id of the rollback. */
  readonly run: string
  readonly journal: JournalEntry
  readonly written: readonly WrittenSince[]
  /** Whether rows written since were agreed to. */
  readonly agreed: boolean
}

export const namesOf = (objects: readonly RecordedObject[], ...kinds: readonly string[]): readonly string[] =>
  objects.flatMap(({ kind, name }) => (kinds.includes(kind) ? [name] : []))

/** Throws NOTHING_TO_ROLL_BACK. */
export async function requireStillUndoable(connection: TargetConnection, undone: RecordedRun): Promise<void> {
  const undoable = await findUndoable(connection, [undone])
  if (undoable.possible) return
  throw new Sqlite2pgError(
    'NOTHING_TO_ROLL_BACK',
    `schema ${undone.schema} was changed by others meanwhile: ${undoable.because}`,
    'sqlite2pg status lists the runs.',
  )
}

/** Writers wait while the tables are counted once more, and until the end; readers do not. */
export async function countUnderLock(
  connection: TargetConnection,
  undone: RecordedRun,
): Promise<readonly WrittenSince[]> {
  const tables = namesOf(undone.added, 'table')
  await lockRelations(connection, undone.schema, { tables, views: [] }, 'SHARE')
  return findWrittenSince(connection, undone)
}

/** Throws ROWS_WRITTEN_SINCE. */
export function requireUnwritten(undone: RecordedRun, written: readonly WrittenSince[]): void {
  if (written.length > 0) throw writtenError(undone, written)
}

export async function isEmptyWithout(
  connection: TargetConnection,
  schema: string,
  objects: readonly RecordedObject[],
): Promise<boolean> {
  const ids = objects.map(({ id }) => id)
  return (await countOthers(connection, schema, ids)) === 0n
}
