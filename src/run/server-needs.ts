// What a run will ask of the server.
import type { Plan } from '../model/plan.ts'
import { publishedNames } from '../plan/target/publish.ts'
import type { ServerFacts, ServerNeeds } from '../postgres/preflight.ts'

/** Schemas, catalogs, trigger functions, the journal. */
const OTHER_LOCKS = 16

/** One lock for each table, view and sequence that is published, and as many for what is replaced; indexes go along with their table. */
function publishingLocks(plan: Plan): number {
  const kinds = [...publishedNames(plan).values()].filter(kind => kind !== 'key' && kind !== 'index')
  return kinds.length * 2 + OTHER_LOCKS
}

/** Of a rollback that moves so many tables, views and functions; most tables own a sequence. */
export function rollbackNeeds({ schemaExists }: ServerFacts, objects: number): ServerNeeds {
  return {
    ...{ writes: true, createSchemas: true, createInSchema: schemaExists },
    locks: objects * 2 + OTHER_LOCKS,
  }
}

/** `thereBytes` of the rows are in the target already. */
export function serverNeeds({ schemaExists }: ServerFacts, plan: Plan, thereBytes = 0n): ServerNeeds {
  const diskBytes = plan.tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n)
  return {
    writes: true,
    createSchemas: true,
    createInSchema: schemaExists,
    locks: publishingLocks(plan),
    diskBytes: diskBytes > thereBytes ? diskBytes - thereBytes : 0n,
  }
}
