// Some wishes are understood and refused all the same: a GIN index on text, a condition that is not immutable,
// a subquery in a CHECK. PostgreSQL says so only when it builds them, so they are built on empty temporary
// tables, in a transaction that is rolled back: a dry run finds what the real run would run into.

import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { TableWishes } from '../model/options.ts'
import type { Plan, PlannedTable, Statement } from '../model/plan.ts'
import { buildStatements } from '../plan/target/statements.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { sameName } from '../sql/ascii-case.ts'
import { postgres } from '../sql/text.ts'

const PHASES: ReadonlySet<string> = new Set(['tables', 'keys', 'indexes', 'checks'])

type Wishes = Readonly<Record<string, TableWishes>>

/** Throws BAD_CONFIG for the first wish that the server does not build. */
export async function rehearseWishes(
  connection: TargetConnection,
  plan: Plan,
  wishes: Wishes,
): Promise<void> {
  const wished = plan.tables.filter(table => Object.keys(wishes).some(name => sameName(table.source, name)))
  if (wished.length === 0) return
  const rehearsed = rehearsalOf(plan, wished)
  const statements = buildStatements(rehearsed, 'pg_temp').filter(({ phase }) => PHASES.has(phase))
  const refusal = await firstRefusal(connection, statements)
  if (refusal === null) return
  const wish = wishBehind(rehearsed, refusal.statement)
  // What the file itself asks for is the real run's to tell: without a right to temporary tables, too.
  if (wish !== null && refusal.error.code === 'TARGET_FAILED') throw explain(wish, refusal.error)
}

function rehearsalOf(plan: Plan, wished: readonly PlannedTable[]): Plan {
  const tables = wished.map(table => ({
    ...table,
    columns: table.columns.map(column => ({ ...column, identity: null })),
  }))
  const indexes = plan.indexes.filter(index => tables.some(({ target }) => target === index.table))
  return { ...plan, tables, indexes, foreignKeys: [], triggers: [] }
}

interface Refusal {
  readonly statement: Statement
  readonly error: Sqlite2pgError
}

/** Thrown to roll back what succeeded. */
class Rehearsed extends Error {
  readonly refusal: Refusal | null

  constructor(refusal: Refusal | null) {
    super('rehearsed')
    this.refusal = refusal
  }
}

async function firstRefusal(
  connection: TargetConnection,
  statements: readonly Statement[],
): Promise<Refusal | null> {
  try {
    return await connection.transaction<never>(async () => {
      // Unless it is listed, the temporary schema goes first, and a table called date would hide the type.
      await connection.execute(postgres`SET LOCAL search_path = pg_catalog, pg_temp`)
      for (const statement of statements) await attempt(connection, statement)
      throw new Rehearsed(null)
    })
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.refusal
    throw thrown
  }
}

async function attempt(connection: TargetConnection, statement: Statement): Promise<void> {
  try {
    await connection.execute(statement.sql)
  } catch (thrown) {
    const error = asSqlite2pgError(thrown)
    if (error.code === 'TARGET_LOST' || error.kind === 'interrupted') throw error
    throw new Rehearsed({ statement, error })
  }
}

/** What to call the wish that a statement fulfils, or null if the file asks for it. */
export function wishBehind(
  { tables, indexes }: Plan,
  { phase, object }: Pick<Statement, 'phase' | 'object'>,
): string | null {
  if (phase === 'tables') return `${object}.columns, a default`
  const index = indexes.find(({ name }) => name === object)
  if (phase === 'indexes') return index?.origin === 'config' ? `${index.table}.indexes, ${object}` : null
  const table = tables.find(({ checks }) =>
    checks.some(({ name, source }) => name === object && source === null),
  )
  return phase === 'checks' && table !== undefined ? `${table.target}.checks, ${object}` : null
}

function explain(wish: string, error: Sqlite2pgError): Sqlite2pgError {
  return new Sqlite2pgError(
    'BAD_CONFIG',
    `${wish}: PostgreSQL does not build it: ${error.message}`,
    'Correct it in the configuration: another method, type or name, or SQL that may stand there.',
    { cause: error },
  )
}
