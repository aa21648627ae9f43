// The PG* variables and the files of the home directory that complete a target, as libpq reads them.
// The variables are given, never read from the process.
// https://www.postgresql.org/docs/current/libpq-envars.html
import { join } from 'node:path'
import { normalizeParameters, type TargetParameters } from './parameters.ts'

export type TargetEnvironment = Readonly<Record<string, string | undefined>>

const VARIABLES: Readonly<Record<string, string>> = {
  PGHOST: 'host',
  PGHOSTADDR: 'hostaddr',
  PGPORT: 'port',
  PGDATABASE: 'dbname',
  PGUSER: 'user',
  PGPASSWORD: 'password',
  PGPASSFILE: 'passfile',
  PGSERVICE: 'service',
  PGSSLMODE: 'sslmode',
  PGSSLROOTCERT: 'sslrootcert',
  PGSSLCERT: 'sslcert',
  PGSSLKEY: 'sslkey',
  PGSSLNEGOTIATION: 'sslnegotiation',
  PGSSLMINPROTOCOLVERSION: 'ssl_min_protocol_version',
  PGCHANNELBINDING: 'channel_binding',
  PGCONNECT_TIMEOUT: 'connect_timeout',
  PGOPTIONS: 'options',
  PGAPPNAME: 'application_name',
  PGTARGETSESSIONATTRS: 'target_session_attrs',
}

/** Any of these names a target by itself. */
const NAMING: readonly string[] = ['PGHOST', 'PGHOSTADDR', 'PGDATABASE', 'PGSERVICE']

export function environmentParameters(environment: TargetEnvironment): TargetParameters {
  return normalizeParameters(
    Object.entries(VARIABLES).map(([variable, name]) => [name, environment[variable] ?? '']),
  )
}

export function namesTarget(environment: TargetEnvironment): boolean {
  return NAMING.some(variable => (environment[variable] ?? '') !== '')
}

/** Where services are looked up, in order. */
export function serviceFilePaths(
  given: string | undefined,
  environment: TargetEnvironment,
): readonly string[] {
  const { HOME: home, PGSERVICEFILE: named, PGSYSCONFDIR: everyones } = environment
  const own = given || named
  return [
    ...(own ? [own] : home ? [join(home, '.pg_service.conf')] : []),
    ...(everyones ? [join(everyones, 'pg_service.conf')] : []),
  ]
}

export function passwordFilePath(given: string | undefined, environment: TargetEnvironment): string | null {
  if (given !== undefined) return given
  const { HOME: home, APPDATA: applicationData } = environment
  if (process.platform === 'win32')
    return applicationData ? join(applicationData, 'postgresql', 'pgpass.conf') : null
  return home ? join(home, '.pgpass') : null
}
