// TLS settings → options of Node's TLS, keeping libpq's meanings: below verify-ca the certificate is not
// looked at, verify-ca wants a known authority, verify-full the host's name in it too.
// https://www.postgresql.org/docs/current/libpq-ssl.html#LIBQ-SSL-CERTIFICATES
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { Sqlite2pgError } from '../../model/errors.ts'
import type { TargetHost, TlsSettings } from '../connect/connection-settings.ts'

/** Options for one host; fails with TARGET_TLS if a certificate file cannot be read. */
export function tlsOptions(tls: TlsSettings, { host }: TargetHost): ConnectionOptions {
  const verifies = tls.mode === 'verify-ca' || tls.mode === 'verify-full'
  return {
    minVersion: tls.minimumVersion,
    rejectUnauthorized: verifies,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(verifies && tls.rootCertificate !== null ? { ca: readPem(tls.rootCertificate, 'sslrootcert') } : {}),
    ...clientCertificate(tls),
  }
}

function clientCertificate({ certificate, key, keyPassphrase }: TlsSettings): ConnectionOptions {
  if (certificate === null || key === null) return {}
  const passphrase = keyPassphrase === null ? {} : { passphrase: keyPassphrase }
  return { cert: readPem(certificate, 'sslcert'), key: readPem(key, 'sslkey'), ...passphrase }
}

function readPem(path: string, parameter: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Sqlite2pgError(
      'TARGET_TLS',
      `the file of ${parameter} cannot be read: ${path}`,
      `Give ${parameter} the path of a readable PEM file, or sslrootcert=system to trust the usual authorities.`,
      { cause: error },
    )
  }
}
