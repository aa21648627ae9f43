// How the connection is to be encrypted, with libpq's defaults for the files of the home directory.
// https://www.postgresql.org/docs/current/libpq-ssl.html
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SslMode, TlsSettings } from '../connect/connection-settings.ts'
import { badTarget } from '../errors/bad-target.ts'
import type { TargetParameters } from './parameters.ts'

const MODES: readonly SslMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/** TLS settings of a target; a certificate authority's file turns `require` into `verify-ca`, as in libpq. */
export function tlsSettings(parameters: TargetParameters, home: string | undefined): TlsSettings {
  const root = parameters['sslrootcert'] ?? homeFile(home, 'root.crt')
  const negotiation = oneOf('sslnegotiation', parameters['sslnegotiation'] ?? 'postgres', [
    'postgres',
    'direct',
  ])
  return {
    mode: modeOf(parameters, root),
    rootCertificate: root === undefined || root === 'system' ? null : root,
    certificate: parameters['sslcert'] ?? homeFile(home, 'postgresql.crt') ?? null,
    key: parameters['sslkey'] ?? homeFile(home, 'postgresql.key') ?? null,
    keyPassphrase: parameters['sslpassword'] ?? null,
    negotiation,
    minimumVersion: parameters['ssl_min_protocol_version'] === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2',
  }
}

function modeOf(parameters: TargetParameters, root: string | undefined): SslMode {
  const system = parameters['sslrootcert'] === 'system'
  const mode = oneOf('sslmode', parameters['sslmode'] ?? (system ? 'verify-full' : 'prefer'), MODES)
  if (system && mode !== 'verify-full') {
    throw badTarget(
      `sslrootcert=system does not go with sslmode=${mode}`,
      'Use sslmode=verify-full, or name a certificate file.',
    )
  }
  if (parameters['sslnegotiation'] === 'direct' && MODES.indexOf(mode) < MODES.indexOf('require')) {
    throw badTarget(
      `sslnegotiation=direct does not go with sslmode=${mode}`,
      'Use sslmode=require or stronger.',
    )
  }
  return mode === 'require' && root !== undefined ? 'verify-ca' : mode
}

function homeFile(home: string | undefined, name: string): string | undefined {
  if (home === undefined || home === '') return undefined
  const path = join(home, '.postgresql', name)
  return existsSync(path) ? path : undefined
}

/** The value, if it is one of those allowed. */
export function oneOf<Word extends string>(name: string, value: string, allowed: readonly Word[]): Word {
  const found = allowed.find(word => word === value)
  if (found !== undefined) return found
  throw badTarget(
    `${name} of the target has a value that does not exist`,
    `${name} is one of ${allowed.join(', ')}.`,
  )
}
