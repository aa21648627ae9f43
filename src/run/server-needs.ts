// What a plan will ask of the server.
import type { Plan } from '../model/plan.ts'
import { publishedNames } from '../plan/publish.ts'
import type { ServerFacts, ServerNeeds } from '../postgres/preflight.ts'

/** One lock for each table, index and sequence in the publishing transaction, and a few for the schemas. */
const OTHER_LOCKS = 8

export function serverNeeds({ schemaExists }: ServerFacts, plan: Plan): ServerNeeds {
  return {
    writes: true,
    createSchemas: true,
    createInSchema: schemaExists,
    locks: publishedNames(plan).size + OTHER_LOCKS,
    diskBytes: plan.tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n),
  }
}
