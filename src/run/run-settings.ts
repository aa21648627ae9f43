// The defaults of the options, in one place.
import { Sqlite2pgError } from '../model/errors.ts'
import type { MigrateOptions, TransferOptions } from '../model/options.ts'
import type { PlanOptions } from '../plan/draft.ts'

export interface RunSettings {
  readonly plan: PlanOptions
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly proof: 'full' | 'counts' | 'none'
  readonly strict: boolean
  readonly forceRecreate: boolean
}

/** `schemaOfUrl` is what the target's URL names, for where the options name none. Throws BAD_OPTION_VALUE. */
export function runSettings(
  options: TransferOptions & Pick<MigrateOptions, 'forceRecreate'>,
  schemaOfUrl: string | null,
): RunSettings {
  return {
    plan: {
      schema: checkedSchema(options.schema ?? schemaOfUrl ?? 'public'),
      orphans: options.orphans ?? 'keep',
      badValues: options.badValues ?? 'widen',
      casts: options.casts ?? {},
      names: options.names ?? 'keep',
      tables: options.tables ?? {},
    },
    include: options.include ?? [],
    exclude: options.exclude ?? [],
    proof: options.proof ?? 'full',
    strict: options.strict ?? false,
    forceRecreate: options.forceRecreate ?? false,
  }
}

/** https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-CATALOG */
function checkedSchema(name: string): string {
  const isTaken = /^(?:pg_|sqlite2pg_|information_schema$)/.test(name)
  if (name !== '' && !isTaken && Buffer.byteLength(name) <= 63) return name
  const fact =
    name === ''
      ? 'it is empty'
      : isTaken
        ? 'PostgreSQL or sqlite2pg uses such names itself'
        : 'a name has at most 63 bytes'
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `--schema ${name}: ${fact}`,
    'Choose another name for the schema.',
  )
}
