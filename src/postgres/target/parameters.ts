// The words a target is described by, whatever form it came in (URL, keywords, service file, environment),
// and the foreign spellings that mean the same: SQLAlchemy, Prisma, JDBC, node-postgres.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
import { badTarget } from '../errors/bad-target.ts'

/** libpq keyword → value; an empty value is left out. */
export type TargetParameters = Readonly<Record<string, string>>

/** Parameters that sqlite2pg acts on. */
const KNOWN_PARAMETERS: ReadonlySet<string> = new Set([
  'host',
  'hostaddr',
  'port',
  'dbname',
  'user',
  'password',
  'passfile',
  'service',
  'servicefile',
  'schema',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslnegotiation',
  'ssl_min_protocol_version',
  'channel_binding',
  'options',
  'connect_timeout',
  'application_name',
  'keepalives',
  'keepalives_idle',
  'target_session_attrs',
  'gssencmode',
])

/** `ssl…` parameters that may be left aside without making the connection less safe. */
const HARMLESS_TLS: ReadonlySet<string> = new Set([
  'sslcompression',
  'sslsni',
  'sslcertmode',
  'ssl_max_protocol_version',
  'sslkeylogfile',
])

const ALIASES: Readonly<Record<string, string>> = {
  database: 'dbname',
  username: 'user',
  currentSchema: 'schema',
  ApplicationName: 'application_name',
  fallback_application_name: 'application_name',
  connectTimeout: 'connect_timeout',
  sslMode: 'sslmode',
  sslRootCert: 'sslrootcert',
  targetServerType: 'target_session_attrs',
}

const SSL_WORDS: Readonly<Record<string, string>> = {
  true: 'require',
  '1': 'require',
  false: 'disable',
  '0': 'disable',
  'no-verify': 'require',
}

/** The same parameters under libpq's names, without empty ones. */
export function normalizeParameters(raw: Iterable<readonly [string, string]>): TargetParameters {
  const found: Record<string, string> = {}
  for (const [name, value] of raw) {
    if (value === '') continue
    const key = ALIASES[name] ?? name
    found[key] = key === 'host' && found[key] !== undefined ? `${found[key]},${value}` : value
  }
  return withTls(found)
}

function withTls({ ssl, sslaccept, sslidentity, ...rest }: Record<string, string>): TargetParameters {
  const word = sslaccept === 'strict' ? 'verify-full' : (rest['sslmode'] ?? ssl ?? acceptedMode(sslaccept))
  const prisma = sslaccept !== undefined || sslidentity !== undefined
  const renamed = prisma && rest['sslkey'] === undefined ? rootFromCertificate(rest) : rest
  return word === undefined ? renamed : { ...renamed, sslmode: SSL_WORDS[word] ?? word }
}

function acceptedMode(sslaccept: string | undefined): string | undefined {
  return sslaccept === undefined ? undefined : 'require'
}

/** Prisma calls the authority's certificate `sslcert`. */
function rootFromCertificate({ sslcert, ...rest }: Record<string, string>): Record<string, string> {
  return sslcert === undefined ? rest : { sslrootcert: sslcert, ...rest }
}

/** Names of parameters that nothing here uses; an unknown `ssl…` is an error, lest a typo send data in the clear. */
export function unusedParameters(parameters: TargetParameters): readonly string[] {
  const unused = Object.keys(parameters).filter(name => !KNOWN_PARAMETERS.has(name))
  const unsafe = unused.find(name => /^ssl/i.test(name) && !HARMLESS_TLS.has(name))
  if (unsafe === undefined) return unused
  throw badTarget(
    `the target has an unknown TLS parameter ${JSON.stringify(unsafe)}`,
    'Known are sslmode, sslrootcert, sslcert, sslkey, sslpassword, sslnegotiation and ssl_min_protocol_version.',
  )
}
