// The defaults of the options, in one place.
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

export function runSettings(options: TransferOptions & Pick<MigrateOptions, 'forceRecreate'>): RunSettings {
  return {
    plan: {
      schema: options.schema ?? 'public',
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
