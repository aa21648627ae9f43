// Begins a run's work: its private schema, and in it the record of what is done and what the run was begun with.
import { privateSchemaName } from '../../plan/target/private-schema.ts'
import { createProgress, progressName } from '../../plan/target/progress.ts'
import type { Prepared } from '../prepare.ts'
import { makePrivateSchema } from '../private-schemas.ts'
import type { KeptWork } from './kept-work.ts'
import { RunRecord } from './run-record.ts'
import { termsOf } from './terms.ts'

/** Without the schema: it is made by `makeWorkplace`. */
export function newWork({ plan }: Pick<Prepared, 'plan'>, runId: string): KeptWork {
  const privateSchema = privateSchemaName('run', runId)
  const record = new RunRecord(privateSchema, progressName(plan))
  return { privateSchema, startedAt: new Date().toISOString(), record }
}

export async function makeWorkplace(
  prepared: Prepared,
  runId: string,
  { record: { name }, privateSchema }: KeptWork,
  sourceBytes: string | null,
): Promise<void> {
  const terms = JSON.stringify(termsOf(prepared, sourceBytes))
  await makePrivateSchema(prepared.connection, 'run', runId, prepared.plan.schema, {
    name,
    statements: createProgress(privateSchema, name, terms),
  })
}
