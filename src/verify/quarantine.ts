// Rows that were set aside: the target's quarantine table must hold them, each with its key, values and reasons, and
// no others. Both sides are asked for the count and the sum of a digest of each row, in whatever order they come;
// where they differ, the rows themselves are looked for.
// https://www.postgresql.org/docs/current/functions-binarystring.html
import type { Plan, PlannedTable } from '../model/plan.ts'
import type { TargetSchema, TargetTable } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { QUARANTINE_COLUMNS, QUARANTINE_NAME } from '../plan/aside/quarantine-table.ts'
import { matchNames } from '../plan/names/match-names.ts'
import { postgresName, postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { agreement, counted, remarked } from './check.ts'
import { type Digest, digestOfRow, digestSource, NONE } from './quarantine-digests.ts'
import { compareRowsAside } from './quarantine-rows.ts'
import type { SourceSide, TargetSide } from './sides.ts'

export interface HeldRows {
  readonly name: string
  /** The target's quarantine table, qualified; null where it is not there, or not ours. */
  readonly table: PostgresSql | null
  /** What it holds, by table of the source. */
  readonly bySource: ReadonlyMap<string, Digest>
}

type NamedSchema = TargetSchema & { readonly schema: string }

/** Also of a table that the plan knows nothing of, as an earlier run may have left it. */
export async function readQuarantine(target: TargetSide, schema: NamedSchema, plan: Plan): Promise<HeldRows> {
  const ours = schema.tables.filter(isOurs).map(({ name }) => name)
  const planned = plan.quarantine?.target ?? null
  const earlier = planned === null ? await findEarlier(target, schema, plan, ours) : null
  const found = ours.find(name => name === (planned ?? earlier))
  const name = planned ?? earlier ?? QUARANTINE_NAME
  if (found === undefined) return { name, table: null, bySource: new Map() }
  const table = postgresName(schema.schema, found)
  return { name, table, bySource: await digestHeld(target, table) }
}

function isOurs({ columns }: TargetTable): boolean {
  return QUARANTINE_COLUMNS.every(column => columns.some(({ name }) => name === column))
}

/** Whoever verifies need not have the right to read it. */
async function findEarlier(
  target: TargetSide,
  { schema }: NamedSchema,
  { tables }: Plan,
  ours: readonly string[],
): Promise<string | null> {
  const isPlanned = (name: string): boolean => tables.some(table => table.target === name)
  const name = ours.find(name => name.startsWith(QUARANTINE_NAME) && !isPlanned(name))
  if (name === undefined) return null
  const table = postgresString(postgresName(schema, name))
  const [found] = await target.rows<{ readable: boolean }>(
    postgres`SELECT has_table_privilege(${table}, 'SELECT') AS readable`,
  )
  return found?.readable === true ? name : null
}

async function digestHeld(target: TargetSide, table: PostgresSql): Promise<HeldRows['bySource']> {
  const rows = await target.rows<{ source: string; rows: bigint; sum: string }>(
    postgres`SELECT source_table AS source, count(*) AS rows, sum(${digestOfRow})::text AS sum FROM ${table} GROUP BY source_table`,
  )
  return new Map(rows.map(({ source, rows: count, sum }) => [source, { rows: count, sum: BigInt(sum) }]))
}

/** The check that the quarantine table is there at all. */
export function checkQuarantineTable({ quarantine }: Plan, { table }: HeldRows): readonly Check[] {
  if (quarantine === null) return []
  return [agreement('table', quarantine.target, 'table', table === null ? '' : 'table')]
}

export async function compareQuarantine(
  source: SourceSide,
  target: TargetSide,
  planned: PlannedTable,
  { table, bySource }: HeldRows,
): Promise<{ readonly rows: bigint; readonly checks: readonly Check[] }> {
  const { source: name, setAside } = planned
  const found = bySource.get(name) ?? NONE
  if (setAside === null && found.rows === 0n) return { rows: 0n, checks: [] }
  const expected = setAside === null ? NONE : digestSource(source, planned)
  const check = compareDigests(planned.target, expected, found)
  const isSame = check.status === 'same' || table === null
  const rows = isSame ? [] : await compareRowsAside(source, target, planned, table)
  return { rows: found.rows, checks: [check, ...rows] }
}

function compareDigests(object: string, expected: Digest, found: Digest): Check {
  const isAlike = expected.rows === found.rows && expected.sum !== found.sum
  const shown = `${counted(found.rows, 'row')} set aside`
  const remark = isAlike ? 'their keys, reasons or values differ' : ''
  const wanted = `${counted(expected.rows, 'row')} set aside`
  return agreement('quarantine', object, wanted, isAlike ? `${shown} otherwise` : shown, { remark })
}

const SHOWN_KEYS = 5

/**
 * Rows of tables that are not compared. They are right where the target holds such a table, as another file may have
 * been moved there too; of a table that nobody has, they are wrong.
 */
export async function checkForeignRows(
  target: TargetSide,
  { tables }: Plan,
  { name: object, table, bySource }: HeldRows,
  others: readonly string[],
): Promise<readonly Check[]> {
  const compared = new Set(tables.map(({ source }) => source))
  const foreign = [...bySource].filter(([source]) => !compared.has(source))
  const known = matchNames(
    foreign.map(([source]) => source),
    others,
  )
  const checks: Check[] = []
  for (const [source, { rows }] of table === null ? [] : foreign) {
    const what = `${counted(rows, 'row')} of ${source}`
    if (known.get(source)?.found != null)
      checks.push(remarked('quarantine', object, 'noted', what, 'its table is no part of the source'))
    else checks.push(await foreignRows(target, table as PostgresSql, source, { object, what }))
  }
  return checks
}

async function foreignRows(
  target: TargetSide,
  table: PostgresSql,
  source: string,
  { object, what }: { readonly object: string; readonly what: string },
): Promise<Check> {
  const rows = await target.rows<{ key: string }>(
    postgres`SELECT source_key AS key FROM ${table} WHERE source_table = ${postgresString(source)} ORDER BY 1 LIMIT ${SHOWN_KEYS}`,
  )
  const keys = rows.map(({ key }) => key).join(', ')
  return agreement('quarantine', object, '', what, { remark: `no table is called so; ${keys}` })
}

/** True for the check of a quarantine table that the plan knows nothing of. */
export function isForeignQuarantine({ kind, object, status }: Check): boolean {
  return kind === 'table' && object === QUARANTINE_NAME && status === 'noted'
}
