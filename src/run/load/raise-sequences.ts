// Sequences behind loaded columns end past their largest id, and past every id that the file ever gave. They are only
// raised, and last of all, since what setval does outlives a rollback. Several columns may share one.
// https://www.postgresql.org/docs/current/functions-sequence.html
import { Sqlite2pgError } from '../../model/errors.ts'
import { groupBy } from '../../model/once-per.ts'
import type { PlannedColumn, PlannedTable } from '../../model/plan.ts'
import type { TargetSequence } from '../../model/target.ts'
import { readSequences, sequenceKey } from '../../postgres/catalog/sequences.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import type { Recorder } from '../recorder.ts'
import type { PreparedLoad } from './prepare-load.ts'

interface FedColumn {
  readonly table: PlannedTable
  readonly column: PlannedColumn
  readonly sequence: TargetSequence
}

export async function raiseSequences(prepared: PreparedLoad, recorder: Recorder): Promise<void> {
  const { connection, load } = prepared
  const sequences = await readSequences(connection, load.plan.schema)
  const fed = load.tables.flatMap(table =>
    table.columns.flatMap((column): readonly FedColumn[] => {
      const sequence = sequences.get(sequenceKey(table.target, column.target))
      return column.identity === null || sequence === undefined ? [] : [{ table, column, sequence }]
    }),
  )
  const together = groupBy(fed, ({ sequence: { schema, name } }) => JSON.stringify([schema, name]))
  if (together.size === 0) return
  await recorder.step('sequences', `${together.size}`, async () => {
    for (const columns of together.values()) await raise(prepared, columns)
  })
}

async function raise(prepared: PreparedLoad, columns: readonly FedColumn[]): Promise<void> {
  const [first] = columns
  if (first === undefined) return
  const { schema, name, nextValue } = first.sequence
  let used = 0n
  for (const column of columns) {
    const largest = await usedBy(prepared, column)
    if (largest > used) used = largest
  }
  if (used < 1n || (nextValue !== null && nextValue > used)) return
  const path = postgresName(schema, name)
  const object = columns.map(({ table, column }) => `${table.target}.${column.target}`).join(', ')
  // Others may have drawn from it meanwhile, since a sequence knows no transactions.
  const [set] = await prepared.connection.rows<{ readonly position: bigint }>(
    postgres`SELECT pg_catalog.setval(${postgresString(path)}::regclass, greatest(${used}, last_value), true) AS position FROM ${path}`,
    [],
    { object, doing: 'raising its sequence' },
  )
  if (set !== undefined && set.position >= used) return
  throw new Sqlite2pgError(
    'DIFFERENT',
    `${object}: sequence ${name} did not follow`,
    'Nothing was changed: please report it.',
  )
}

/** The largest id in the target, or the largest that the file ever gave. */
async function usedBy({ connection, load }: PreparedLoad, { table, column }: FedColumn): Promise<bigint> {
  const [found] = await connection.rows<{ readonly largest: bigint | null }>(
    postgres`SELECT max(${postgresName(column.target)})::bigint AS largest FROM ${postgresName(load.plan.schema, table.target)}`,
  )
  const [largest, mark] = [found?.largest ?? 0n, column.identity?.lastValue ?? 0n]
  return largest > mark ? largest : mark
}
