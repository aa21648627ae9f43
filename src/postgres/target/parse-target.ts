// A target as the user names it → settings to connect with, completed as libpq would: what the URL or the
// keywords leave out comes from the service, then from PG* variables, then from libpq's defaults.
// https://www.postgresql.org/docs/current/libpq-envars.html
import { userInfo } from 'node:os'
import type { Target } from '../../model/options.ts'
import type { ConnectionSettings, SessionAttributes, TargetHost } from '../connect/connection-settings.ts'
import { parseSessionOptions, searchPathSchema } from '../connect/session-options.ts'
import { badTarget, noTarget } from '../errors/bad-target.ts'
import {
  environmentParameters,
  namesTarget,
  passwordFilePath,
  serviceFilePaths,
  type TargetEnvironment,
} from './environment.ts'
import { targetHosts } from './hosts.ts'
import { maskedUrl } from './masked-url.ts'
import { type TargetParameters, unusedParameters } from './parameters.ts'
import { findPassword, type PasswordFile, readPasswordFile } from './pgpass.ts'
import { readService } from './service-file.ts'
import { parseTargetText } from './text.ts'
import { oneOf, tlsSettings } from './tls-settings.ts'

export type { ConnectionSettings } from '../connect/connection-settings.ts'

/** libpq waits for ever; a tool that is watched should not. `connect_timeout=0` asks for that. */
const CONNECT_TIMEOUT_MS = 30_000
const KEEPALIVE_DELAY_MS = 30_000
const BINDINGS = ['disable', 'prefer', 'require'] as const
const ATTRIBUTES: readonly SessionAttributes[] = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
]

/** Settings for a target; fails with NO_TARGET if nothing names one, with BAD_TARGET_URL if it cannot be read. */
export function parseTarget(target: Target): ConnectionSettings {
  const environment = target.environment ?? {}
  const given = parseTargetText(target.url ?? '')
  if (given === null && !namesTarget(environment)) throw noTarget()
  return settingsOf(complete(given ?? {}, environment), environment)
}

function complete(given: TargetParameters, environment: TargetEnvironment): TargetParameters {
  const surrounding = environmentParameters(environment)
  const service = given['service'] ?? surrounding['service']
  const files = serviceFilePaths(given['servicefile'], environment)
  const fromService = service === undefined ? {} : readService(service, files)
  return { ...surrounding, ...fromService, ...given }
}

function settingsOf(parameters: TargetParameters, environment: TargetEnvironment): ConnectionSettings {
  const remarks = unusedParameters(parameters).map(
    name => `${JSON.stringify(name)} in the target is not used`,
  )
  const user = parameters['user'] ?? userInfo().username
  const database = parameters['dbname'] ?? user
  const { hosts, remark } = hostsWithPasswords(parameters, environment, { user, database })
  const tls = tlsSettings(parameters, environment['HOME'])
  const options = parseSessionOptions(parameters['options'])
  refuseGssapi(parameters)
  return {
    ...connectionManners(parameters),
    hosts,
    database,
    user,
    tls,
    startupOptions: options.startup,
    sessionSettings: options.settings.filter(({ name }) => name !== 'search_path'),
    schema: parameters['schema'] ?? searchPathSchema(options.settings),
    maskedUrl: maskedUrl({ hosts, user, database, tls }),
    remarks: remark === null ? remarks : [...remarks, remark],
  }
}

function connectionManners(parameters: TargetParameters) {
  const binding = oneOf('channel_binding', parameters['channel_binding'] ?? 'prefer', BINDINGS)
  const attributes = (parameters['target_session_attrs'] ?? 'any').replace(
    /^preferSecondary$/,
    'prefer-standby',
  )
  return {
    channelBinding: binding,
    sessionAttributes: oneOf('target_session_attrs', attributes, ATTRIBUTES),
    connectTimeoutMs: connectTimeoutMs(parameters['connect_timeout']),
    applicationName: parameters['application_name'] ?? null,
    keepAliveDelayMs: keepAliveDelayMs(parameters),
  }
}

function connectTimeoutMs(text: string | undefined): number | null {
  if (text === undefined) return CONNECT_TIMEOUT_MS
  const seconds = Number(text)
  if (!Number.isFinite(seconds)) {
    throw badTarget(
      'connect_timeout of the target is not a number',
      'Give it in whole seconds; 0 waits for ever.',
    )
  }
  return seconds <= 0 ? null : Math.min(seconds, 86_400) * 1000
}

function keepAliveDelayMs(parameters: TargetParameters): number | null {
  if (parameters['keepalives'] === '0') return null
  const seconds = Number(parameters['keepalives_idle'] ?? 0)
  return seconds > 0 ? seconds * 1000 : KEEPALIVE_DELAY_MS
}

function refuseGssapi(parameters: TargetParameters): void {
  if (parameters['gssencmode'] !== 'require') return
  throw badTarget('gssencmode=require: GSSAPI encryption is not supported', 'Use sslmode=require instead.')
}

type Login = Pick<ConnectionSettings, 'user' | 'database'>

function hostsWithPasswords(parameters: TargetParameters, environment: TargetEnvironment, login: Login) {
  const given = parameters['password']
  const path = given === undefined ? passwordFilePath(parameters['passfile'], environment) : null
  const file: PasswordFile = path === null ? { lines: [], remark: null } : readPasswordFile(path)
  const hosts = targetHosts(parameters).map((place): TargetHost => {
    const password = given ?? findPassword(file, { host: place.host, port: place.port, ...login })
    return { ...place, password }
  })
  return { hosts, remark: file.remark }
}
