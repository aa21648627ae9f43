// Rows that were set aside: the target's quarantine table must hold them, each with its values and reasons, and no
// others. Both sides are asked for the count and the sum of a digest of each row, in whatever order they come.
// https://www.postgresql.org/docs/current/functions-binarystring.html
import { createHash } from 'node:crypto'
import type { Plan, PlannedTable, SetAside } from '../model/plan.ts'
import type { TargetSchema } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { QUARANTINE_COLUMNS, QUARANTINE_NAME } from '../plan/aside/quarantine-table.ts'
import { postgresName, sqliteName } from '../sql/quote.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { agreement, counted } from './check.ts'
import type { SourceSide, TargetSide } from './sides.ts'

/** Rows of one table in quarantine. */
interface Held {
  readonly rows: bigint
  readonly digest: bigint
}

const NONE: Held = { rows: 0n, digest: 0n }

/** What the target's quarantine table holds, by table of the source; null where it is not there, or not ours. */
export type HeldRows = ReadonlyMap<string, Held> | null

/** Nothing is held where the plan sets nothing aside. */
export async function readQuarantine(
  target: TargetSide,
  { schema, tables }: TargetSchema & { readonly schema: string },
  { quarantine }: Plan,
): Promise<HeldRows> {
  if (quarantine === null) return new Map()
  const found = tables.find(({ name }) => name === quarantine.target)
  const isOurs = QUARANTINE_COLUMNS.every(column => found?.columns.some(({ name }) => name === column))
  if (!isOurs) return null
  const text = postgres`source_key || E'\t' || reasons::text || E'\t' || row_values::text`
  const digest = postgres`('x' || substr(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 1, 15))::bit(60)::bigint`
  const rows = await target.rows<{ source: string; rows: bigint; digest: string }>(
    postgres`SELECT source_table AS source, count(*) AS rows, sum(${digest})::text AS digest FROM ${postgresName(schema, quarantine.target)} GROUP BY source_table`,
  )
  return new Map(
    rows.map(({ source, rows: count, digest: sum }) => [source, { rows: count, digest: BigInt(sum) }]),
  )
}

/** The check that the quarantine table is there at all. */
export function checkQuarantineTable({ quarantine }: Plan, held: HeldRows): readonly Check[] {
  if (quarantine === null) return []
  return [agreement('table', quarantine.target, 'table', held === null ? '' : 'table')]
}

export function compareQuarantine(
  source: SourceSide,
  { source: name, target, setAside }: PlannedTable,
  held: HeldRows,
): { readonly rows: bigint; readonly checks: readonly Check[] } {
  const found = held?.get(name) ?? NONE
  if (setAside === null && found.rows === 0n) return { rows: 0n, checks: [] }
  const expected = setAside === null ? NONE : digestSource(source, name, setAside)
  const isAlike = expected.rows === found.rows && expected.digest !== found.digest
  const remark = isAlike ? 'their keys, reasons or values differ' : ''
  const shown = `${counted(found.rows, 'row')} set aside`
  const check = agreement(
    'quarantine',
    target,
    `${counted(expected.rows, 'row')} set aside`,
    isAlike ? `${shown} otherwise` : shown,
    { remark },
  )
  return { rows: found.rows, checks: [check] }
}

function digestSource(source: SourceSide, name: string, { condition, cells }: SetAside): Held {
  const columns = [cells.key, cells.reasons, cells.values]
  const text: SqliteSql = sqlite`concat_ws(char(9), ${columns})`
  const sql = sqlite`SELECT ${text} AS text FROM ${sqliteName(name)} NOT INDEXED WHERE ${condition}`
  let [rows, digest] = [0n, 0n]
  for (const row of source.iterate<{ text: string }>(sql)) {
    rows++
    digest += BigInt(`0x${createHash('sha256').update(row.text).digest('hex').slice(0, 15)}`)
  }
  return { rows, digest }
}

/** True for the check of a quarantine table that the plan knows nothing of. */
export function isForeignQuarantine({ kind, object, status }: Check): boolean {
  return kind === 'table' && object === QUARANTINE_NAME && status === 'noted'
}
