// What a verb works with, and what it hands back to be shown.
import type { MigrateOptions, Target } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import type { TextStyle } from '../report/text-style.ts'
import type { Progress } from './progress.ts'
import type { Request } from './request.ts'
import type { Settings } from './settings.ts'
import type { Terminal } from './terminal.ts'

export interface Session {
  readonly request: Request
  readonly terminal: Terminal
  readonly progress: Progress
  readonly signal: AbortSignal
  /** How texts on standard output are set. */
  readonly style: TextStyle
}

export interface VerbResult {
  readonly report: RunReport
  /** For standard output, without a final line feed; '' for nothing. */
  readonly text: string
  /** What of a failure the text tells already, so that standard error need not. */
  readonly tells: 'nothing' | 'reasons' | 'everything'
  /** What `--json` has beyond the report. */
  readonly more?: Readonly<Record<string, unknown>>
}

export type RunVerb = (session: Session, options: MigrateOptions) => Promise<VerbResult>

const OPTION_SETTINGS = [
  'schema',
  'include',
  'exclude',
  'orphans',
  'badValues',
  'casts',
  'mask',
  'maskKey',
  'names',
  'proof',
  'strict',
  'jobs',
  'tables',
  'forceRecreate',
  'resume',
  'retryFor',
] as const satisfies readonly (keyof Settings & keyof MigrateOptions)[]

/** The library's options for this session and target; only what was really set. */
export function libraryOptions(session: Session, target: Target): MigrateOptions {
  const { sqlitePath, settings } = session.request
  const wishes = OPTION_SETTINGS.flatMap(key => (settings[key] === undefined ? [] : [[key, settings[key]]]))
  const { onEvent } = session.progress
  return { ...Object.fromEntries(wishes), ...target, sqlitePath, onEvent, signal: session.signal }
}
