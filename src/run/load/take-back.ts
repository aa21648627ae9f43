// The rollback of a load, one attempt inside its transaction: the rows that it brought go, those that it replaced come back,
// and keys and sequences are as they were. What was written since is kept in a schema of its own.
import { Sqlite2pgError } from '../../model/errors.ts'
import type {
  LoadChanges,
  RecordedObject,
  RecordedRun,
  RolledBack,
  WrittenSince,
} from '../../model/journal.ts'
import { firesIn, readFiringTriggers, triggerStatements } from '../../postgres/catalog/firing-triggers.ts'
import {
  emptyTables,
  type FilledTable,
  type KeptColumn,
  readFilledTables,
} from '../../postgres/catalog/kept-rows.ts'
import { readTouchingKeys } from '../../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { recordUndone } from '../../postgres/journal.ts'
import { readLoadChanges } from '../../postgres/load-changes.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { lockRelations } from '../lock-relations.ts'
import { requireOwner } from '../permission.ts'
import {
  countUnderLock,
  namesOf,
  type RollbackTask,
  requireStillUndoable,
  requireUnwritten,
} from '../rollback-task.ts'
import { bringKeysBack, type KeysAtHand, keyLocks, sortKeys, takeKeysAway } from './take-back-keys.ts'
import { dropKept, keepWritten, requireReturnable, rowsBack } from './take-back-rows.ts'
import { putSequencesBack } from './take-back-sequences.ts'

export async function takeBackLoad(task: RollbackTask): Promise<RolledBack> {
  const { connection, undone, journal } = task
  const found = await look(task)
  const written = await lock(task, found)
  const keptIn = await keepWritten(
    task,
    written.map(({ table }) => table),
    found.changes,
  )
  await exchangeRows(connection, undone, found)
  await dropKept(connection, undone)
  await putSequencesBack(connection, found.filled, found.changes)
  await recordUndone(connection, undone.run)
  await journal.published({
    ...{ added: [], replaced: [], replacedSchema: keptIn },
    ...{ createdSchema: false, proof: null },
  })
  const { added: removed, replaced: restored } = undone
  return { undone, removed, restored, keptIn, written, droppedSchema: false }
}

/** What a load left, and what has to be minded while it is taken back. */
interface Found {
  readonly changes: LoadChanges
  /** Without what the load made itself. */
  readonly filled: readonly RecordedObject[]
  readonly tables: readonly FilledTable[]
  /** Of the tables whose rows come back. */
  readonly columns: readonly KeptColumn[]
  readonly keys: KeysAtHand
}

/** Throws NOTHING_TO_ROLL_BACK, TARGET_PRIVILEGE, TARGET_DEPENDENTS. */
async function look({ connection, undone }: RollbackTask): Promise<Found> {
  const { schema, added } = undone
  await requireStillUndoable(connection, undone)
  await requireOwner(connection, schema, namesOf(added, 'table'))
  const changes = await requireChanges(connection, undone)
  const filled = added.filter(({ name }) => !changes.made.includes(name))
  const names = namesOf(filled, 'table')
  const tables = await readFilledTables(connection, schema, names)
  const columns = await requireReturnable(connection, undone, tables)
  const keys = sortKeys(await readTouchingKeys(connection, schema, names), undone, changes)
  return { changes, filled, tables, columns, keys }
}

/** Rows are counted while others may read still; what was agreed to may have become more meanwhile. */
async function lock(
  { connection, undone, agreed }: RollbackTask,
  { keys }: Found,
): Promise<readonly WrittenSince[]> {
  const written = await countUnderLock(connection, undone)
  if (!agreed) requireUnwritten(undone, written)
  const own = { tables: namesOf(undone.added, 'table'), views: [] }
  await lockRelations(connection, undone.schema, own, 'ACCESS EXCLUSIVE', keyLocks(keys))
  return written
}

async function exchangeRows(
  connection: TargetConnection,
  undone: RecordedRun,
  { filled, tables, columns, keys }: Found,
): Promise<void> {
  const { schema } = undone
  const execute = (sql: PostgresSql) => connection.execute(sql, { doing: 'taking the rows of a load back' })
  await execute(postgres`SET CONSTRAINTS ALL IMMEDIATE`)
  const triggers = await readFiringTriggers(connection, schema, namesOf(filled, 'table'))
  const held = triggers.filter(firesIn(false)).map(trigger => triggerStatements(schema, trigger))
  for (const { hold } of held) await execute(hold)
  await takeKeysAway(connection, keys)
  if (tables.length > 0) await execute(emptyTables(schema, tables))
  for (const sql of rowsBack(undone, columns)) await execute(sql)
  await bringKeysBack(connection, keys)
  for (const { release } of held) await execute(release)
}

async function requireChanges(
  connection: TargetConnection,
  { schema, run }: RecordedRun,
): Promise<LoadChanges> {
  const changes = await readLoadChanges(connection, run)
  if (changes !== null) return changes
  throw new Sqlite2pgError(
    'NOTHING_TO_ROLL_BACK',
    `schema ${schema} was loaded by a version of sqlite2pg that did not note how to take it back`,
    'Earlier rows, if there were any, are in the schema that sqlite2pg status names.',
  )
}
