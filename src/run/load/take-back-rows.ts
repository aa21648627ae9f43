// Rows while a load is taken back: what comes back must fit, what was written since is kept as it is, the copies go when
// they are of no use any more.
// https://www.postgresql.org/docs/current/sql-truncate.html
import { Sqlite2pgError } from '../../model/errors.ts'
import type { LoadChanges, RecordedRun } from '../../model/journal.ts'
import {
  type FilledTable,
  type KeptColumn,
  readKeptColumns,
  returnRows,
} from '../../postgres/catalog/kept-rows.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { countOutsideDependents } from '../../postgres/private-schemas.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { makePrivateSchema } from '../private-schemas.ts'
import { isEmptyWithout, type RollbackTask } from '../rollback-task.ts'

/** The columns of what comes back. Throws TARGET_DEPENDENTS and NOTHING_TO_ROLL_BACK. */
export async function requireReturnable(
  connection: TargetConnection,
  { schema, replaced, replacedSchema }: RecordedRun,
  tables: readonly FilledTable[],
): Promise<readonly KeptColumn[]> {
  const obstacles = tables.flatMap(({ name, obstacles: found }) => found.map(one => `${one} on ${name}`))
  if (obstacles.length > 0)
    throw new Sqlite2pgError(
      'TARGET_DEPENDENTS',
      `rows would not come back as they were, because of what others have made: ${obstacles.join(', ')}`,
      'Drop it, roll back, and make it again.',
    )
  if (replacedSchema === null) return []
  const columns = await readKeptColumns(
    connection,
    schema,
    replacedSchema,
    replaced.map(({ name }) => name),
  )
  const other = columns.filter(({ isSame }) => !isSame).map(({ table, name }) => `${table}.${name}`)
  if (other.length === 0) return columns
  throw new Sqlite2pgError(
    'NOTHING_TO_ROLL_BACK',
    `the columns of schema ${schema} were altered since its rows were replaced: ${other.join(', ')}`,
    `The earlier rows are in schema ${replacedSchema}: copy them back as the columns are now.`,
  )
}

/** Statements that bring the earlier rows back. */
export function rowsBack(
  { schema, replaced, replacedSchema }: RecordedRun,
  columns: readonly KeptColumn[],
): readonly PostgresSql[] {
  if (replacedSchema === null) return []
  return replaced.map(({ name }) => {
    const own = columns.filter(({ table }) => table === name)
    return returnRows(schema, replacedSchema, name, own)
  })
}

/** Tables with rows of others as they are, and what the load itself made; null where there is nothing of the kind. */
export async function keepWritten(
  { connection, undone: { schema }, run }: RollbackTask,
  written: readonly string[],
  { made }: LoadChanges,
): Promise<string | null> {
  if (written.length + made.length === 0) return null
  const keptIn = await makePrivateSchema(connection, 'undone', run, schema)
  for (const name of written.filter(one => !made.includes(one)))
    await connection.execute(
      postgres`CREATE TABLE ${postgresName(keptIn, name)} AS TABLE ${postgresName(schema, name)}`,
      { object: name, doing: 'keeping rows that were written since' },
    )
  for (const name of made)
    await connection.execute(
      postgres`ALTER TABLE ${postgresName(schema, name)} SET SCHEMA ${postgresName(keptIn)}`,
      { object: name, doing: 'rolling back' },
    )
  return keptIn
}

/** The copies are of no use any more, unless somebody else holds on to them. */
export async function dropKept(
  connection: TargetConnection,
  { replaced, replacedSchema }: RecordedRun,
): Promise<void> {
  if (replacedSchema === null || (await countOutsideDependents(connection, replacedSchema)) > 0n) return
  if (!(await isEmptyWithout(connection, replacedSchema, replaced))) return
  await connection.execute(postgres`DROP SCHEMA ${postgresName(replacedSchema)} CASCADE`, {
    object: replacedSchema,
    doing: 'clearing away',
  })
}
