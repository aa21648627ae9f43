// What a run tells while it works. The library reports through these; only the terminal shows them.
import type { Notice, Phase } from './plan.ts'

/** The steps of a run, in order; each is timed. */
export type Step =
  | 'open'
  | 'inspect'
  | 'census'
  | 'plan'
  | 'connect'
  | Exclude<Phase, 'schema' | 'publish'>
  | 'verify'
  | 'repair'
  | 'publish'
  | 'rollback'

export type RunEvent =
  | { readonly type: 'step started'; readonly step: Step; readonly detail: string }
  | { readonly type: 'step finished'; readonly step: Step; readonly durationMs: number }
  | {
      readonly type: 'progress'
      readonly step: Step
      readonly object: string
      readonly done: bigint
      readonly total: bigint
      readonly unit: 'rows' | 'tables' | 'statements' | 'checks'
      readonly bytes: bigint
      readonly totalBytes: bigint
    }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** `detail` is for those who asked for more, such as the stack of a fault of ours. */
  | { readonly type: 'message'; readonly level: 'info' | 'detail'; readonly text: string }

/** Receives events; must not throw. */
export type OnEvent = (event: RunEvent) => void
