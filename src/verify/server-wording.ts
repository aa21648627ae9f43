// A CHECK or an index of the planned name that is written otherwise: the server is asked how it writes the planned
// one on the very columns that are there, in a transaction that is rolled back. The same text is the same; another
// text is another condition, as far as anybody can tell without proving theorems.
// https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-LIKE
import type { Plan, Statement } from '../model/plan.ts'
import { indexesOf } from '../model/plan-parts.ts'
import type { TargetCheck, TargetIndex } from '../model/target.ts'
import type { Check, Verdict } from '../model/verdict.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { readTargetSchema } from '../postgres/catalog/catalog.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { rolledBack } from '../postgres/rolled-back.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { agreement } from './check.ts'
import { compareState, expressionOf } from './check-constraints.ts'
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

function isDoubtful({ kind, status, remark }: Check): boolean {
  return (
    (kind === 'check' || kind === 'index') && status === 'noted' && remark.startsWith('written differently')
  )
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
  for (const statement of plannedStatements(plan, match)) await attempt(connection, statement)
  const [temporary] = await connection.rows<{ readonly name: string }>(TEMPORARY_SCHEMA)
  const rehearsed = (await readTargetSchema(connection, temporary?.name ?? '')).tables.find(
    ({ name }) => name === planned.target,
  )
  const actual = (await readTargetSchema(connection, schema)).tables.find(({ name }) => name === target.name)
  return doubtful.flatMap(check => {
    const name = check.object.slice(planned.target.length + 1)
    const [wanted, found] = [rehearsed, actual].map(table =>
      (check.kind === 'check' ? table?.checks : table?.indexes)?.find(one => one.name === name),
    )
    if (wanted === undefined || found === undefined) return []
    const valid = planned.checks.find(one => one.name === name)?.valid
    return [
      [
        check,
        judge(check, textOf(wanted), textOf(found), valid, found, postgresName(schema, target.name)),
      ] as const,
    ]
  })
}

const TEMPORARY_SCHEMA = postgres`SELECT nspname::text AS name FROM pg_catalog.pg_namespace
  WHERE oid = pg_catalog.pg_my_temp_schema()`

function plannedStatements(plan: Plan, { planned }: TableMatch): readonly Statement[] {
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
  return buildStatements(bare, 'pg_temp').filter(({ phase }) => phase === 'checks' || phase === 'indexes')
}

/** What the server refuses on these columns stays a note. */
async function attempt(connection: Connection, { sql }: Statement): Promise<void> {
  await connection.execute(postgres`SAVEPOINT one_wording`)
  try {
    await connection.execute(sql)
  } catch {
    await connection.execute(postgres`ROLLBACK TO SAVEPOINT one_wording`)
  }
}

function textOf(one: TargetCheck | TargetIndex): string {
  if (!('items' in one)) return expressionOf(one)
  return `(${one.items.join(', ')})${one.where === null ? '' : ` where ${one.where}`}`
}

function judge(
  { kind, object }: Check,
  wanted: string,
  found: string,
  valid: boolean | undefined,
  target: TargetCheck | TargetIndex,
  table: PostgresSql,
): Check {
  const isCheck = kind === 'check' && 'validated' in target && valid !== undefined
  if (wanted === found && isCheck && target.validated !== valid)
    return compareState(object, valid, target, table)
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
