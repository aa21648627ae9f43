// Errors from below the protocol: name lookup, sockets, TLS, and the driver's own complaints.
// https://nodejs.org/api/errors.html#common-system-errors
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'
import { maskPasswords } from '../target/mask-passwords.ts'
import { type ErrorContext, prefix, serverName, serverOptions } from './error-context.ts'

type Outcome = readonly [code: ErrorCode, message: string, hint: string]

const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ENETDOWN',
  'EAFNOSUPPORT',
])
const BROKEN = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
])
const BROKEN_TEXT =
  /^Connection terminated|not queryable|socket (?:has been ended|hang up)|before secure TLS connection was established/
const CERTIFICATE =
  /^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/

/** Any error that the server did not send. */
export function networkError(error: unknown, context: ErrorContext): Sqlite2pgError {
  const outcome = outcomeOf(error, context)
  return new Sqlite2pgError(...outcome, { cause: error })
}

function outcomeOf(error: unknown, context: ErrorContext): Outcome {
  const message = error instanceof Error ? maskPasswords(error.message) : String(error)
  const code = errorCode(error)
  if (isBroken(code, message)) return context.connected === true ? lost(context) : hungUp(context)
  if (context.connected === true && code === 'ETIMEDOUT') return lost(context)
  if (message.startsWith('SASL:')) return authenticationFailed(message, context)
  return reachError(code, context) ?? tlsError(code, message, context) ?? failed(message, context)
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const isBroken = (code: string, message: string): boolean => BROKEN.has(code) || BROKEN_TEXT.test(message)

function lost(context: ErrorContext): Outcome {
  return [
    'TARGET_LOST',
    `${prefix(context)}the connection to ${serverName(context)} was lost`,
    "Look into the server's log for the reason (restart, out of memory, a proxy's time limit), then run again: nothing was published.",
  ]
}

function hungUp(context: ErrorContext): Outcome {
  return [
    'TARGET_REFUSED',
    `${serverName(context)} closed the connection before letting us in`,
    'Check that host and port are those of a PostgreSQL server. If it takes encrypted connections only, add sslmode=require.',
  ]
}

function authenticationFailed(message: string, context: ErrorContext): Outcome {
  return [
    'TARGET_AUTHENTICATION',
    `logging in to ${serverName(context)} as "${context.settings.user}" failed: ${message.replace(/^SASL:\s*/, '')}`,
    'Check the password. If the message speaks of channel binding or a certificate, leave channel_binding out of the URL.',
  ]
}

function reachError(code: string, context: ErrorContext): Outcome | null {
  const server = serverName(context)
  if (code === 'ECONNREFUSED')
    return ['TARGET_REFUSED', `${server} refused the connection`, runningHint(context)]
  if (code === 'ENOENT')
    return ['TARGET_REFUSED', `no server listens on the socket ${server}`, runningHint(context)]
  if (code === 'EACCES')
    return [
      'TARGET_REFUSED',
      `the socket ${server} may not be used by this system user`,
      'Use host=localhost, or run as a user who may.',
    ]
  if (code === 'ETIMEDOUT')
    return [
      'TARGET_TIMEOUT',
      `${server} did not answer in time`,
      'Check host and port, firewall and IP allow list; connect_timeout in the URL gives it more seconds.',
    ]
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return unknownHost(code, context)
  if (!UNREACHABLE.has(code)) return null
  return [
    'TARGET_REFUSED',
    `there is no way to ${server} from this network`,
    "Check the network or VPN. A host with an IPv6 address only (Supabase's direct connection) needs IPv6: use its session pooler instead.",
  ]
}

function unknownHost(code: string, context: ErrorContext): Outcome {
  const host = context.host?.host ?? context.settings.hosts[0]?.host ?? ''
  const passing =
    code === 'EAI_AGAIN' ? ' The name service did not answer: check that the network is up.' : ''
  return [
    'TARGET_HOST_UNKNOWN',
    `the host name "${host}" is unknown`,
    `Check its spelling. In a password, @ must be written %40, or the host begins too early.${passing}`,
  ]
}

function runningHint(context: ErrorContext): string {
  return `See whether a server runs there: pg_isready ${serverOptions(context)}. Start it, correct host and port, or use --embedded.`
}

function tlsError(code: string, message: string, context: ErrorContext): Outcome | null {
  const server = serverName(context)
  if (/does not support SSL/.test(message)) {
    return [
      'TARGET_TLS',
      `${server} does not offer encrypted connections`,
      'Switch ssl on at the server, or use sslmode=disable if the network is trusted.',
    ]
  }
  if (/bad decrypt|interrupted or cancelled|bad password read/i.test(message)) {
    return [
      'TARGET_TLS',
      `the key of sslkey is locked and cannot be opened: ${message}`,
      'Give its passphrase as sslpassword (percent-encoded in a URL).',
    ]
  }
  if (CERTIFICATE.test(code)) {
    return [
      'TARGET_TLS',
      `the certificate of ${server} cannot be trusted: ${message.replace(/[:\s]+$/, '')}`,
      "Give sslrootcert the authority's certificate file, check that the host is the one the certificate names, or use sslmode=require to encrypt without checking.",
    ]
  }
  if (
    !/^(?:ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO)|^$/.test(code) ||
    !/ssl|tls|certificate|PEM/i.test(`${code} ${message}`)
  )
    return null
  return [
    'TARGET_TLS',
    `no encrypted connection to ${server}: ${message}`,
    'Check sslmode, sslcert, sslkey and sslrootcert; sslmode=disable does without encryption.',
  ]
}

function failed(message: string, context: ErrorContext): Outcome {
  return ['TARGET_FAILED', `${prefix(context)}${message}`, 'Run again with --verbose to see the cause.']
}
