// The foreign keys that a certificate lists: there, with their actions and in their state, and with no more rows without
// a parent than were accepted, counted by a join whatever the catalog says.
import type { CertifiedForeignKey, CertifiedTable } from '../../model/certificate.ts'
import type { TargetSchema, TargetTable } from '../../model/target.ts'
import type { Check } from '../../model/verdict.ts'
import { columnsOf } from '../check.ts'
import { compareForeignKey, type KeyPair } from '../foreign-keys.ts'
import { type Comparisons, compareOrphans } from '../orphans.ts'
import type { TargetSide } from '../sides.ts'

export interface CertifiedKeys {
  readonly connection: TargetSide
  readonly schema: TargetSchema
  readonly comparisons: Comparisons
}

export async function compareCertifiedForeignKeys(
  { connection, schema, comparisons }: CertifiedKeys,
  certified: CertifiedTable,
  target: TargetTable,
): Promise<readonly Check[]> {
  const types = ([, table]: readonly [string, string], column: string): string | null =>
    columnOf(schema, table, column)?.baseType ?? null
  const checks: Check[] = []
  for (const key of certified.foreignKeys) {
    const pair = pairOf(key, certified.target, schema, target)
    const orphans = await compareOrphans(connection, pair, comparisons, types)
    checks.push(compareForeignKey(pair), ...orphans.map(check => withoutFewer(check)))
  }
  return checks
}

function columnOf(schema: TargetSchema, table: string, column: string) {
  return schema.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column)
}

function pairOf(key: CertifiedForeignKey, table: string, schema: TargetSchema, target: TargetTable): KeyPair {
  const { columns, parent, parentColumns } = key
  const alike = target.foreignKeys.filter(
    other => other.parentSchema === schema.name && other.parent === parent && pairsOf(other) === pairsOf(key),
  )
  const whole =
    columns.every(name => columnOf(schema, table, name)) &&
    parentColumns.every(name => columnOf(schema, parent, name))
  const join = { child: [schema.name, table], columns, parent: [schema.name, parent], parentColumns } as const
  return {
    planned: { ...key, table, orphanExamples: [], because: '', origin: 'source' },
    found: alike.find(({ name }) => name === key.name) ?? alike[0] ?? null,
    object: `${columnsOf(table, columns)} → ${columnsOf(parent, parentColumns)}`,
    join: whole ? join : null,
  }
}

function pairsOf(key: Pick<CertifiedForeignKey, 'columns' | 'parentColumns'>): string {
  return JSON.stringify(key.columns.map((column, i) => [column, key.parentColumns[i]]).sort())
}

/** That fewer rows are without a parent than were accepted is no fault. */
function withoutFewer(check: Check): Check {
  const isFewer = check.status === 'different' && BigInt(check.found) < BigInt(check.expected)
  return isFewer ? { ...check, status: 'noted', remark: 'fewer than were accepted' } : check
}
