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
  if (certificate === null && key === null) return {}
  if (certificate === null || key === null) {
    const [given, missing] = certificate === null ? ['sslkey', 'sslcert'] : ['sslcert', 'sslkey']
    throw unusable(`${given} is given and ${missing} is not: a certificate goes with its key`, missing)
  }
  const passphrase = keyPassphrase === null ? {} : { passphrase: keyPassphrase }
  return { cert: readPem(certificate, 'sslcert'), key: readPem(key, 'sslkey'), ...passphrase }
}

type PemParameter = 'sslrootcert' | 'sslcert' | 'sslkey'

/** Node takes a file without a certificate for an empty list of authorities. */
function readPem(path: string, parameter: PemParameter): Buffer {
  const pem = readFile(path, parameter)
  const text = pem.toString('latin1')
  if (parameter === 'sslkey') {
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
      throw unusable(`the file of sslkey holds no private key in PEM form: ${path}`, parameter)
  } else if (!/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(text)) {
    throw unusable(`the file of ${parameter} holds no certificate in PEM form: ${path}`, parameter)
  }
  return pem
}

function readFile(path: string, parameter: PemParameter): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw unusable(`the file of ${parameter} cannot be read: ${path}`, parameter, error)
  }
}

function unusable(message: string, parameter: string, cause?: unknown): Sqlite2pgError {
  const system = parameter === 'sslrootcert' ? ', or sslrootcert=system to trust the usual authorities' : ''
  return new Sqlite2pgError(
    'TARGET_TLS',
    message,
    `Give ${parameter} the path of a readable PEM file${system}.`,
    {
      cause,
    },
  )
}
