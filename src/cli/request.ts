// What one run is asked to do, after flag > environment > .env > configuration file > default.

import type { Verb } from '../model/report.ts'
import { sourcePath } from '../sqlite/source-path.ts'
import { type ChosenTarget, chooseTarget } from './choose-target.ts'
import { readConfig } from './config/read-config.ts'
import { environmentSettings, readEnvironment } from './environment.ts'
import { withMaskKey } from './mask-key.ts'
import { reportForm } from './output-files.ts'
import { mergeSettings, type Settings } from './settings.ts'
import type { Terminal } from './terminal.ts'
import { badValue } from './usage-error.ts'

export interface Request {
  readonly verb: Verb
  readonly settings: Settings
  readonly sqlitePath: string
  readonly target: ChosenTarget
}

const USUAL_SOURCE = './todo.db'

/** Merges the layers and refuses what does not go together. Throws usage errors. */
export function resolveRequest(verb: Verb, flags: Settings, terminal: Terminal): Request {
  const environment = readEnvironment(terminal)
  const config = readConfig(flags.config, terminal.directory)
  const fromEnvironment = environmentSettings(environment)
  const settings = withMaskKey(
    mergeSettings(flags, mergeSettings(fromEnvironment, config)),
    terminal.directory,
  )
  refuseContradictions(verb, flags, settings)
  refuseBesideCertificate(flags)
  return {
    verb: settings.dryRun && verb === 'migrate' ? 'plan' : verb,
    settings,
    sqlitePath: sourcePath(settings.sqlitePath ?? USUAL_SOURCE),
    target: chooseTarget(flags, environment, config, terminal.directory),
  }
}

function refuseContradictions(verb: Verb, flags: Settings, settings: Settings): void {
  const planning = verb === 'plan' || settings.dryRun === true
  const writes = planning || verb === 'repair'
  if (!writes && (flags.format !== undefined || flags.out !== undefined)) {
    const option = flags.format === undefined ? '--out' : '--format'
    throw badValue(
      option,
      `it says how a plan is written, and ${verb} writes none`,
      'Add --dry-run, or use `sqlite2pg plan`.',
    )
  }
  if (
    planning &&
    settings.json &&
    settings.out === undefined &&
    flags.format !== undefined &&
    flags.format !== 'text'
  ) {
    throw badValue(
      '--format',
      `--json and --format=${flags.format} both want standard output`,
      'Write the plan to a file with --out FILE.',
    )
  }
  if (flags.quiet && flags.verbose)
    throw badValue('--quiet', 'it contradicts --verbose', 'Leave one of them out.')
  if (settings.sample !== undefined && settings.proof !== undefined && settings.proof !== 'full')
    throw badValue(
      '--sample',
      `it compares contents, and --proof=${settings.proof} does not`,
      'Leave one of them out.',
    )
  if (settings.report !== undefined && reportForm(settings.report) === null) {
    throw badValue(
      '--report',
      `the name of the file says its form, and ${settings.report} ends in neither .json nor .html`,
      'Use --report FILE.html for people, --report FILE.json for programs.',
    )
  }
}

/** What says how a file is read has no meaning where none is; settings of other layers are for other runs. */
const OF_THE_FILE = {
  sqlitePath: '--sqlite-path',
  orphans: '--orphans',
  badValues: '--bad-values',
  casts: '--cast',
  names: '--names',
  proof: '--proof',
  strict: '--strict',
  limit: '--limit',
  sample: '--sample',
  recheck: '--recheck',
} as const satisfies Partial<Record<keyof Settings, string>>

function refuseBesideCertificate(flags: Settings): void {
  if (flags.certificate === undefined) return
  for (const [key, option] of Object.entries(OF_THE_FILE))
    if (flags[key as keyof typeof OF_THE_FILE] !== undefined)
      throw badValue(
        option,
        'with --certificate the target is held against the certificate alone, without the SQLite file',
        'Leave one of them out.',
      )
}
