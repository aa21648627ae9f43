// Sequences behind loaded columns end past their largest id, and past every id that the file ever gave. They are only
// raised, and last of all, since what setval does outlives a rollback. Several columns may share one.
// https://www.postgresql.org/docs/current/functions-sequence.html
import { Sqlite2pgError } from '../../model/errors.ts'
import type { LoadedSequence } from '../../model/journal.ts'
import { groupBy } from '../../model/once-per.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import type { Recorder } from '../recorder.ts'
import { type FedColumn, readFedColumns } from './fed-columns.ts'
import type { PreparedLoad } from './prepare-load.ts'

/** A sequence that has to be moved, and where to. */
export interface Raise extends LoadedSequence {
  /** The columns that it feeds. */
  readonly object: string
}

/** To be asked once the rows are there. */
export async function findRaises({ connection, load }: PreparedLoad): Promise<readonly Raise[]> {
  const fed = await readFedColumns(connection, load)
  const together = groupBy(fed, ({ sequence: { schema, name } }) => JSON.stringify([schema, name]))
  const raises: Raise[] = []
  for (const columns of together.values()) {
    const raise = await findRaise({ connection, load }, columns)
    if (raise !== null) raises.push(raise)
  }
  return raises
}

/** Null where it stands past every id already. */
async function findRaise(
  ends: Pick<PreparedLoad, 'connection' | 'load'>,
  columns: readonly FedColumn[],
): Promise<Raise | null> {
  const [first] = columns
  if (first === undefined) return null
  let left = 0n
  for (const column of columns) {
    const largest = await usedBy(ends, column)
    if (largest > left) left = largest
  }
  const { schema, name, lastValue, nextValue, increment } = first.sequence
  // One that counts down goes away from the ids that a file gave.
  if (increment < 0n || left < 1n || (nextValue !== null && nextValue > left)) return null
  const object = columns.map(({ table, column }) => `${table.target}.${column.target}`).join(', ')
  return { object, schema, name, position: lastValue ?? nextValue ?? 1n, isCalled: lastValue !== null, left }
}

export async function raiseSequences(
  { connection }: PreparedLoad,
  raises: readonly Raise[],
  recorder: Recorder,
): Promise<void> {
  if (raises.length === 0) return
  await recorder.step('sequences', `${raises.length}`, async () => {
    for (const raise of raises) await carryOut(connection, raise)
  })
}

async function carryOut(
  connection: PreparedLoad['connection'],
  { object, schema, name, left }: Raise,
): Promise<void> {
  const path = postgresName(schema, name)
  // Others may have drawn from it meanwhile, since a sequence knows no transactions.
  const [set] = await connection.rows<{ readonly position: bigint }>(
    postgres`SELECT pg_catalog.setval(${postgresString(path)}::regclass, greatest(${left}, last_value), true) AS position FROM ${path}`,
    [],
    { object, doing: 'raising its sequence' },
  )
  if (set !== undefined && set.position >= left) return
  throw new Sqlite2pgError(
    'DIFFERENT',
    `${object}: sequence ${name} did not follow`,
    'Nothing was changed: please report it.',
  )
}

/** The largest id in the target, or the largest that the file ever gave. */
async function usedBy(
  { connection, load }: Pick<PreparedLoad, 'connection' | 'load'>,
  { table, column }: FedColumn,
): Promise<bigint> {
  const [found] = await connection.rows<{ readonly largest: bigint | null }>(
    postgres`SELECT max(${postgresName(column.target)})::bigint AS largest FROM ${postgresName(load.plan.schema, table.target)}`,
  )
  const [largest, mark] = [found?.largest ?? 0n, column.identity?.lastValue ?? 0n]
  return largest > mark ? largest : mark
}
