// Which target a run goes to. The first layer that names one decides: flags, DATABASE_URL, the
// configuration file's URL, PGHOST and its kin, the configuration file's `embedded`. Never a silent fallback.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Environment, environmentSettings, targetEnvironment } from './environment.ts'
import type { Settings } from './settings.ts'
import { badValue } from './usage-error.ts'

export type ChosenTarget =
  | {
      readonly kind: 'url'
      /** Absent where PG* variables name the target, or nothing does. */
      readonly url?: string
      readonly environment: Readonly<Record<string, string | undefined>>
      /** Where the URL was written, for error messages. */
      readonly origin: string
    }
  | { readonly kind: 'embedded'; readonly directory: string }

const USUAL_FOLDER = '.sqlite2pg/postgres'
const NAMING_VARIABLES = ['PGHOST', 'PGHOSTADDR', 'PGDATABASE', 'PGSERVICE'] as const

export function chooseTarget(
  flags: Settings,
  environment: Environment,
  config: Settings,
  directory: string,
): ChosenTarget {
  if (flags.embedded && flags.postgresUrl !== undefined) {
    throw badValue('--embedded', 'a URL is given as well, and a run has one target', 'Leave one of them out.')
  }
  const variables = targetEnvironment(environment)
  const byUrl = (url: string, origin: string): ChosenTarget => ({
    kind: 'url',
    url,
    environment: variables,
    origin,
  })
  if (flags.postgresUrl !== undefined) return byUrl(flags.postgresUrl, 'the command line')
  if (flags.embedded) return embeddedIn(flags.embedded, directory)
  const { postgresUrl } = environmentSettings(environment)
  if (postgresUrl !== undefined) return byUrl(postgresUrl, environment.urlOrigin ?? 'DATABASE_URL')
  if (config.postgresUrl !== undefined) return byUrl(config.postgresUrl, 'the configuration file')
  const named = NAMING_VARIABLES.some(name => variables[name] !== undefined)
  if (config.embedded && !named) return embeddedIn(config.embedded, directory)
  return { kind: 'url', environment: variables, origin: 'PG* variables' }
}

/** Where `serve` keeps its data: the flag's folder, the configuration's, or the usual one. */
export function embeddedDirectory(settings: Settings, directory: string): string {
  return embeddedIn(settings.embedded ?? true, directory).directory
}

function embeddedIn(
  embedded: string | boolean,
  directory: string,
): Extract<ChosenTarget, { kind: 'embedded' }> {
  const folder = resolve(directory, typeof embedded === 'string' ? embedded : USUAL_FOLDER)
  // `--embedded todo.db` reads like a source, and would be taken for the folder of the server.
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) {
    throw badValue(
      '--embedded',
      `${embedded} is a file, not a folder for the server's data`,
      `Name the source first: sqlite2pg ${embedded} --embedded`,
    )
  }
  return { kind: 'embedded', directory: folder }
}
