// What the contract promises and this version does not do yet: asked for, it is refused and says what to
// use instead. Removing a row here is what switches a verb or an option on.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Verb } from '../model/report.ts'
import type { Settings } from './settings.ts'

interface NotBuiltVerb {
  readonly verb: Verb
  readonly instead: string
}

interface NotBuiltOption {
  readonly spelling: string
  readonly asked: (settings: Settings) => boolean
  readonly instead: string
}

// biome-ignore format: one line a row reads as a table
export const NOT_BUILT_VERBS: readonly NotBuiltVerb[] = [
]

export const NOT_BUILT_OPTIONS: readonly NotBuiltOption[] = [
  {
    spelling: '--resume',
    asked: settings => settings.resume === true,
    instead: 'Run `sqlite2pg migrate` again: an interrupted run has published nothing.',
  },
]

/** Throws NOT_IMPLEMENTED for a verb of a later version. */
export function refuseVerbNotBuilt(verb: Verb): void {
  const row = NOT_BUILT_VERBS.find(candidate => candidate.verb === verb)
  if (row !== undefined) throw notBuilt(`the verb ${verb}`, row.instead)
}

/** Throws NOT_IMPLEMENTED for the first option of a later version, wherever it was set. */
export function refuseOptionsNotBuilt(settings: Settings): void {
  const row = NOT_BUILT_OPTIONS.find(candidate => candidate.asked(settings))
  if (row !== undefined) throw notBuilt(row.spelling, row.instead)
}

function notBuilt(what: string, instead: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'NOT_IMPLEMENTED',
    `${what} is not part of this version of sqlite2pg yet`,
    instead,
  )
}
