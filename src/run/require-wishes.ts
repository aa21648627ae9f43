// Asks the server whether it understands the SQL that the configuration holds, so that a slip of the pen ends
// a dry run and not a load. Throws BAD_CONFIG.
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { Plan } from '../model/plan.ts'
import { probeWishes, type WishProbe } from '../plan/target/wish-probes.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { rehearseWishes } from './rehearse-wishes.ts'
import type { RunSettings } from './run-settings.ts'

export async function requireWishes(
  connection: TargetConnection,
  plan: Plan,
  settings: RunSettings,
): Promise<void> {
  const probes = probeWishes(plan, settings.plan.tables)
  if (probes.length > 0) await connection.transaction(() => askAll(connection, probes), { readOnly: true })
  await rehearseWishes(connection, plan, settings.plan.tables)
}

async function askAll(connection: TargetConnection, probes: readonly WishProbe[]): Promise<void> {
  for (const probe of probes) {
    try {
      await connection.rows(probe.sql)
    } catch (error) {
      throw explain(probe, error)
    }
  }
}

function explain({ object, text }: WishProbe, thrown: unknown): Sqlite2pgError {
  const error = asSqlite2pgError(thrown)
  if (error.code !== 'TARGET_FAILED') return error
  return new Sqlite2pgError(
    'BAD_CONFIG',
    `${object}: PostgreSQL does not understand ${text}: ${error.message}`,
    'Write it in PostgreSQL’s SQL, with the columns’ names and types as the plan shows them.',
    { cause: thrown },
  )
}
