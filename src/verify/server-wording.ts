// A CHECK, an index or a computed column that is written otherwise: the server is asked how it writes the planned
// one on the very columns that are there, in a transaction that is rolled back. The same text is the same; another
// text is another condition, as far as anybody can tell without proving theorems.
// https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-LIKE
import type { Plan } from '../model/plan.ts'
import { indexesOf } from '../model/plan-parts.ts'
import type { TargetCheck, TargetTable } from '../model/target.ts'
import type { Check, Verdict } from '../model/verdict.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { readTargetSchema } from '../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { rolledBack } from '../postgres/rolled-back.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import { agreement } from './check.ts'
import { compareState, expressionOf } from './check-constraints.ts'
import { generatedAs } from './columns.ts'
import { matchTables, type TableMatch } from './match-tables.ts'

type Connection = Pick<TargetConnection, 'rows' | 'execute' | 'transaction'>

interface CopyToReword {
  readonly connection: Connection
  readonly plan: Plan
  readonly schema: string
}

/** The verdict with such notes judged; unchanged where the server lets us make no temporary table. */
export async function judgeWording(copy: CopyToReword, verdict: Verdict): Promise<Verdict> {
  const doubtful = verdict.checks.filter(isDoubtful)
  if (doubtful.length === 0) return verdict
  const judged = new Map<Check, Check>()
  const { tables } = await readTargetSchema(copy.connection, copy.schema)
  for (const match of matchTables(copy.plan, { name: copy.schema, tables }).found.values()) {
    const ofTable = doubtful.filter(({ object }) => object.startsWith(`${match.planned.target}.`))
    if (ofTable.length === 0 || !keepsNames(match)) continue
    const pairs = await rolledBack(copy.connection, () => judgeTable(copy, match, ofTable))
    for (const [check, instead] of pairs ?? []) judged.set(check, instead)
  }
  return withJudged(verdict, judged)
}

const WORDED: ReadonlySet<Check['kind']> = new Set(['check', 'index', 'default'] as const)

/** Of defaults only those that are computed for each row. */
function isDoubtful({ kind, status, remark, expected, isBySight }: Check): boolean {
  if (isBySight === true) return true
  const isOfValues = kind === 'default' && !expected.startsWith('generated ')
  return WORDED.has(kind) && !isOfValues && status === 'noted' && remark.startsWith('written differently')
}

/** The planned text names the columns as they are planned. */
function keepsNames({ planned, names, target }: TableMatch): boolean {
  const isTable = target.kind === 'table' || target.kind === 'partitioned table'
  return isTable && planned.columns.every(column => names.get(column.target) === column.target)
}

async function judgeTable(
  { connection, plan, schema }: CopyToReword,
  match: TableMatch,
  doubtful: readonly Check[],
): Promise<readonly (readonly [Check, Check])[]> {
  const { planned, target } = match
  // Unless it is listed, the temporary schema goes first, and a table called date would hide the type.
  await connection.execute(postgres`SET LOCAL search_path = pg_catalog, pg_temp`)
  await connection.execute(
    postgres`CREATE TEMPORARY TABLE ${postgresName('pg_temp', planned.target)} (LIKE ${postgresName(schema, target.name)})`,
  )
  const statements = [...computedColumns(match), ...plannedStatements(plan, match)]
  for (const sql of statements) await attempt(connection, sql)
  const [temporary] = await connection.rows<{ readonly name: string }>(TEMPORARY_SCHEMA)
  const rehearsed = (await readTargetSchema(connection, temporary?.name ?? '')).tables.find(
    ({ name }) => name === planned.target,
  )
  const actual = (await readTargetSchema(connection, schema)).tables.find(({ name }) => name === target.name)
  const table = postgresName(schema, target.name)
  return doubtful.flatMap(check => {
    const name = check.object.slice(planned.target.length + 1)
    const [wanted, found] = [wordingOf(rehearsed, check.kind, name), wordingOf(actual, check.kind, name)]
    if (wanted === null || found === null) return []
    const valid = planned.checks.find(one => one.name === name)?.valid
    const constraint = check.kind === 'check' ? actual?.checks.find(one => one.name === name) : undefined
    return [[check, judge(check, { wanted, found }, { valid, constraint, table })] as const]
  })
}

const TEMPORARY_SCHEMA = postgres`SELECT nspname::text AS name FROM pg_catalog.pg_namespace
  WHERE oid = pg_catalog.pg_my_temp_schema()`

/** Computed as planned, in the type that the target has. */
function computedColumns({ planned, columns }: TableMatch): readonly PostgresSql[] {
  const table = postgresName('pg_temp', planned.target)
  return columns.flatMap(({ planned: { generated }, target }) => {
    if (generated === null || !target.generated) return []
    const column = postgresName(target.name)
    return [
      postgres`ALTER TABLE ${table} DROP COLUMN ${column}, ADD COLUMN ${column} ${trustPostgres(target.type)} GENERATED ALWAYS AS (${generated}) STORED`,
    ]
  })
}

function plannedStatements(plan: Plan, { planned }: TableMatch): readonly PostgresSql[] {
  const indexes = indexesOf(plan, planned.target)
  const bare = {
    ...plan,
    tables: [planned],
    indexes,
    foreignKeys: [],
    triggers: [],
    views: [],
    quarantine: null,
  }
  return buildStatements(bare, 'pg_temp').flatMap(({ phase, sql }) =>
    phase === 'checks' || phase === 'indexes' ? [sql] : [],
  )
}

/** What the server refuses on these columns stays a note. */
async function attempt(connection: Connection, sql: PostgresSql): Promise<void> {
  await connection.execute(postgres`SAVEPOINT one_wording`)
  try {
    await connection.execute(sql)
  } catch {
    await connection.execute(postgres`ROLLBACK TO SAVEPOINT one_wording`)
  }
}

/** Null where there is no such thing, or a column that is not computed. */
function wordingOf(table: TargetTable | undefined, kind: Check['kind'], name: string): string | null {
  if (kind === 'check') {
    const check = table?.checks.find(one => one.name === name)
    return check === undefined ? null : expressionOf(check)
  }
  if (kind === 'default') {
    const column = table?.columns.find(one => one.name === name)
    return column?.generated ? generatedAs(column.default ?? '') : null
  }
  const index = table?.indexes.find(one => one.name === name)
  if (index === undefined) return null
  return `(${index.items.join(', ')})${index.where === null ? '' : ` where ${index.where}`}`
}

interface Constraint {
  /** As planned. */
  readonly valid: boolean | undefined
  readonly constraint: TargetCheck | undefined
  readonly table: PostgresSql
}

function judge(
  { kind, object }: Check,
  { wanted, found }: { readonly wanted: string; readonly found: string },
  { valid, constraint, table }: Constraint,
): Check {
  const isOther = constraint !== undefined && valid !== undefined && constraint.validated !== valid
  if (wanted === found && isOther) return compareState(object, valid, constraint, table)
  return agreement(kind, object, wanted, found)
}

function withJudged(verdict: Verdict, judged: ReadonlyMap<Check, Check>): Verdict {
  const checks = verdict.checks.map(check => judged.get(check) ?? check)
  const different = [...judged.values()].filter(({ status }) => status === 'different')
  return {
    ...verdict,
    checks,
    same: verdict.same && different.length === 0,
    tables: verdict.tables.map(table =>
      different.some(({ object }) => object.startsWith(`${table.target}.`))
        ? { ...table, proof: 'different' }
        : table,
    ),
  }
}
