// One attempt at a rollback, inside its transaction: everything is looked at once more under locks, then moved.
import { Sqlite2pgError } from '../model/errors.ts'
import type { RecordedObject, RecordedRun, RolledBack, WrittenSince } from '../model/journal.ts'
import { rollbackStatements } from '../plan/target/rollback.ts'
import { type Dependent, readDependents } from '../postgres/catalog/dependents.ts'
import { readOccupiedNames } from '../postgres/catalog/names.ts'
import { readReplaceable } from '../postgres/catalog/replaceable.ts'
import { countOrphans, keyPath, type TouchingKey, validateKey } from '../postgres/catalog/touching-keys.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { recordUndone } from '../postgres/journal.ts'
import { boundLocks, boundStatements } from './carry.ts'
import { lockRelations } from './lock-relations.ts'
import { readOutsideKeys } from './outside-keys.ts'
import { listDependents, requireOwner, standInEachOthersWay } from './permission.ts'
import { makePrivateSchema } from './private-schemas.ts'
import { withoutReturning } from './returning.ts'
import {
  countUnderLock,
  isEmptyWithout,
  namesOf,
  type RollbackTask,
  requireStillUndoable,
  requireUnwritten,
} from './rollback-task.ts'

export async function rollBackOnce(task: RollbackTask): Promise<RolledBack> {
  const { connection, undone, run, journal } = task
  const { schema, added, replaced, replacedSchema } = undone
  await requireMovable(connection, undone)
  const written = await lockAll(task)
  const relations = namesOf(added, 'table', 'view')
  const bound = isCarried(undone) ? await boundStatements(connection, schema, relations) : []
  const keys = isCarried(undone) ? await readOutsideKeys(connection, schema, relations) : []
  const keptIn = await makePrivateSchema(connection, 'undone', run, schema)
  const dropReplacedSchema =
    replacedSchema !== null && (await isEmptyWithout(connection, replacedSchema, replaced))
  const dropLiveSchema = undone.createdSchema && (await isEmptyWithout(connection, schema, added))
  const statements = rollbackStatements({
    run: undone,
    undoneSchema: keptIn,
    dropReplacedSchema,
    dropLiveSchema,
  })
  for (const { sql, object } of [...statements, ...bound])
    await connection.execute(sql, { object, doing: 'rolling back' })
  for (const key of keys) await requireEarlierParents(connection, key)
  await recordUndone(connection, undone.run)
  await journal.published({
    ...{ added: replaced, replaced: added, replacedSchema: keptIn },
    ...{ createdSchema: false, proof: null },
  })
  return { undone, removed: added, restored: replaced, keptIn, written, droppedSchema: dropLiveSchema }
}

/** A refresh bound to its tables what had read the earlier ones. */
const isCarried = ({ verb }: RecordedRun): boolean => verb === 'refresh'

/** Throws NOTHING_TO_ROLL_BACK, TARGET_PRIVILEGE, TARGET_DEPENDENTS, TARGET_OCCUPIED. */
async function requireMovable(connection: TargetConnection, undone: RecordedRun): Promise<void> {
  const { schema, added, replaced, replacedSchema } = undone
  await requireStillUndoable(connection, undone)
  const relations = namesOf(added, 'table', 'view')
  await requireOwner(connection, schema, relations)
  if (replacedSchema !== null)
    await requireOwner(connection, replacedSchema, namesOf(replaced, 'table', 'view'))
  const dependents = await readDependents(connection, schema, relations)
  const obstacles = isCarried(undone)
    ? await withoutReturning(connection, undone, relations, dependents)
    : dependents
  if (obstacles.length > 0) throw dependentsError(obstacles)
  if (replacedSchema !== null) await requireFree(connection, undone, replacedSchema)
}

/** What comes back needs its names, which others may have taken since. */
async function requireFree(
  connection: TargetConnection,
  { schema, added, replaced }: RecordedRun,
  replacedSchema: string,
): Promise<void> {
  const wanted = await kindsByName(connection, replacedSchema, replaced)
  const leaving = await kindsByName(connection, schema, added)
  const occupied = await readOccupiedNames(connection, schema)
  const inTheWay = [...wanted]
    .filter(([name, kind]) => !leaving.has(name) && standInEachOthersWay(kind, occupied.get(name)))
    .map(([name]) => `${occupied.get(name)} ${name}`)
  if (inTheWay.length === 0) return
  throw new Sqlite2pgError(
    'TARGET_OCCUPIED',
    `names that have to come back are taken in schema ${schema}: ${inTheWay.join(', ')}`,
    'Rename or drop what has them, and run again.',
  )
}

/** Every name that the objects take, those of their indexes and sequences too. */
async function kindsByName(
  connection: TargetConnection,
  schema: string,
  objects: readonly RecordedObject[],
): Promise<ReadonlyMap<string, string>> {
  const { names } = await readReplaceable(connection, schema, namesOf(objects, 'table'), [])
  const own = objects.map(({ name, kind }) => [name, kind] as const)
  return new Map([...[...names].map(name => [name, 'index'] as const), ...own])
}

/** Rows of other tables may refer to rows that came with the run. Throws TARGET_DEPENDENTS. */
async function requireEarlierParents(connection: TargetConnection, key: TouchingKey): Promise<void> {
  const orphans = await countOrphans(connection, key)
  if (orphans === 0n)
    return connection.execute(validateKey(key), { object: keyPath(key), doing: 'checking a foreign key' })
  throw new Sqlite2pgError(
    'TARGET_DEPENDENTS',
    `foreign key ${key.child[0]}.${keyPath(key)}: ${orphans} ${orphans === 1n ? 'row refers' : 'rows refer'} to what the earlier table ${key.parent[1]} does not have`,
    'Delete or change these rows, or drop the foreign key, and roll back again.',
  )
}

/** What nobody sees first, so that no reader waits for it; what is live last. Gives the rows written since. */
async function lockAll({
  connection,
  undone,
  written,
  agreed,
}: RollbackTask): Promise<readonly WrittenSince[]> {
  const { schema, added, replaced, replacedSchema } = undone
  const relations = (objects: readonly RecordedObject[]) => ({
    tables: namesOf(objects, 'table'),
    views: namesOf(objects, 'view'),
  })
  if (replacedSchema !== null) await lockRelations(connection, replacedSchema, relations(replaced))
  if (!agreed) requireUnwritten(undone, await countUnderLock(connection, undone))
  const readers = isCarried(undone)
    ? await boundLocks(connection, schema, namesOf(added, 'table', 'view'))
    : []
  await lockRelations(connection, schema, relations(added), 'ACCESS EXCLUSIVE', readers)
  return written
}

function dependentsError(dependents: readonly Dependent[]): Sqlite2pgError {
  return new Sqlite2pgError(
    'TARGET_DEPENDENTS',
    `other objects hold on to the tables that would be taken back: ${listDependents(dependents)}`,
    'Drop them, roll back, and create them again on the earlier tables.',
  )
}
