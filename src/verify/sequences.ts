// Sequences behind identity columns: the next value must lie beyond every id that is there and beyond every
// id SQLite ever gave, or the application's next INSERT fails or uses an id again. For one that counts down, beyond is below.
// https://www.postgresql.org/docs/current/functions-sequence.html
import type { TargetColumn, TargetSequence } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { postgresName, postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { agreement, remarked } from './check.ts'
import type { TargetSide } from './sides.ts'

/** As much of a matched table as numbers its rows; a certificate knows no more of it. */
export interface NumberedTable {
  readonly planned: { readonly target: string }
  readonly target: { readonly name: string }
  readonly columns: readonly NumberedColumn[]
}

export interface NumberedColumn {
  readonly planned: {
    readonly target: string
    readonly identity: { readonly lastValue: bigint | null } | null
  }
  readonly target: TargetColumn
}

export async function compareSequences(
  target: TargetSide,
  schema: string,
  match: NumberedTable,
): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const column of match.columns) {
    if (column.planned.identity === null) continue
    const object = `${match.planned.target}.${column.planned.target}`
    const table = postgresName(schema, match.target.name)
    checks.push(await compareSequence(target, object, table, column))
  }
  return checks
}

async function compareSequence(
  target: TargetSide,
  object: string,
  table: PostgresSql,
  column: NumberedColumn,
): Promise<Check> {
  const { sequence } = column.target
  if (sequence === null) return withoutSequence(object, column.target)
  if (column.target.identity === null && column.target.default === null)
    return agreement('sequence', object, 'a next value', 'a sequence that no default uses')
  if (sequence.lastValue === null && sequence.nextValue === null)
    return remarked('sequence', object, 'not compared', '', `no right to read ${sequence.name}`)
  const used = await usedIds(target, table, column.target.name)
  return comparePosition(
    object,
    sequence,
    furthest(sequence, used, column.planned.identity?.lastValue ?? null),
  )
}

function withoutSequence(object: string, column: TargetColumn): Check {
  if (column.default === null) return agreement('sequence', object, 'identity', '')
  const remark = `the default ${column.default} does not say which sequence it uses`
  return remarked('sequence', object, 'not compared', '', remark)
}

interface UsedIds {
  readonly smallest: bigint | null
  readonly largest: bigint | null
}

async function usedIds(target: TargetSide, table: PostgresSql, column: string): Promise<UsedIds> {
  const name = postgresName(column)
  const sql = postgres`SELECT min(${name})::bigint AS smallest, max(${name})::bigint AS largest FROM ${table}`
  const [row] = await target.rows<UsedIds>(sql)
  return row ?? { smallest: null, largest: null }
}

export function countsDown({ increment }: Pick<TargetSequence, 'increment'>): boolean {
  return increment < 0n
}

/** The id that lies furthest in the direction of the sequence, of those that are there and the one that was given last. */
function furthest(
  sequence: TargetSequence,
  { smallest, largest }: UsedIds,
  last: bigint | null,
): bigint | null {
  const isDown = countsDown(sequence)
  const [id, other] = [isDown ? smallest : largest, last]
  if (id === null || other === null) return id ?? other
  return id > other === isDown ? other : id
}

const LARGEST_BIGINT = 2n ** 63n - 1n

function comparePosition(object: string, sequence: TargetSequence, used: bigint | null): Check {
  const { schema, name, nextValue } = sequence
  const isDown = countsDown(sequence)
  const next = `${nextValue === null ? 'exhausted' : `next value ${nextValue}`}${isDown ? ', counting down' : ''}`
  if (used === (isDown ? -LARGEST_BIGINT - 1n : LARGEST_BIGINT))
    return remarked(
      'sequence',
      object,
      'noted',
      next,
      `the ${isDown ? 'smallest' : 'largest'} id there can be is in use`,
    )
  if (nextValue !== null && (used === null || (isDown ? nextValue < used : nextValue > used)))
    return agreement('sequence', object, next, next)
  const position = postgres`SELECT setval(${postgresString(postgresName(schema, name))}, ${used ?? (isDown ? -1n : 1n)}, true)`
  const expected = `next value ${isDown ? 'below' : 'above'} ${used ?? 0}`
  return agreement('sequence', object, expected, next, { remark: `run ${position};` })
}
