// From settings to a connection the server has let in: every host, every address of it, every kind of
// encryption that sslmode allows, in libpq's order, each with its own time limit.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLMODE
import { Sqlite2pgError } from '../../model/errors.ts'
import { sqlState, targetError } from '../errors/errors.ts'
import { noPassword } from '../errors/login-errors.ts'
import { hostAddresses } from '../target/host-addresses.ts'
import { tlsOptions } from '../target/tls-options.ts'
import type { ConnectionSettings, TargetHost, TlsSettings } from './connection-settings.ts'
import { attributePasses, hasAttributes, unfitServer } from './session-attributes.ts'
import { type WireAddress, WireClient, type WireTls } from './wire-client.ts'
import { withinLimits } from './within-limits.ts'

export interface DialOptions {
  readonly signal?: AbortSignal | undefined
  readonly applicationName: string
}

/** An open connection and the way it was reached, for a second one or a cancel request to go the same way. */
export interface Dialed {
  readonly client: WireClient
  readonly host: TargetHost
  readonly place: WireAddress
  readonly tls: WireTls | null
}

interface Attempt extends DialOptions {
  readonly settings: ConnectionSettings
  readonly host: TargetHost
}

/** Connects; fails with the error of the last place tried. */
export async function dial(settings: ConnectionSettings, options: DialOptions): Promise<Dialed> {
  let failure: Sqlite2pgError = unfitServer(settings)
  for (const attributes of attributePasses(settings.sessionAttributes)) {
    for (const host of settings.hosts) {
      try {
        const dialed = await dialHost({ settings, host, ...options })
        if (await hasAttributes(dialed.client, attributes)) return dialed
        dialed.client.destroy()
        failure = unfitServer(settings)
      } catch (error) {
        failure = targetError(error, { settings, host })
        if (!triesElsewhere(failure)) throw failure
      }
    }
  }
  throw failure
}

const triesElsewhere = ({ code }: Sqlite2pgError): boolean =>
  code === 'TARGET_REFUSED' || code === 'TARGET_TIMEOUT' || code === 'TARGET_HOST_UNKNOWN'

async function dialHost(attempt: Attempt): Promise<Dialed> {
  const addresses = await hostAddresses(attempt.host)
  let failure: unknown
  for (const address of addresses) {
    try {
      return await dialAddress({ address, port: attempt.host.port }, attempt)
    } catch (error) {
      failure ??= error
      if (error instanceof Sqlite2pgError && !triesElsewhere(error)) throw error
    }
  }
  throw failure
}

async function dialAddress(place: WireAddress, attempt: Attempt): Promise<Dialed> {
  const [first, second] = encryptions(attempt.settings.tls, attempt.host)
  try {
    return await open(place, first ?? null, attempt)
  } catch (error) {
    if (second === undefined || !isEncryptionMatter(error)) throw error
    return open(place, second, attempt).catch((other: unknown) => {
      throw sqlState(other) === '28000' && sqlState(error) === '28000' ? error : other
    })
  }
}

function isEncryptionMatter(error: unknown): boolean {
  return error instanceof Sqlite2pgError && (error.code === 'TARGET_TLS' || sqlState(error) === '28000')
}

function encryptions(tls: TlsSettings, host: TargetHost): readonly (WireTls | null)[] {
  if (host.host.startsWith('/') || tls.mode === 'disable') return [null]
  const encrypted = { options: tlsOptions(tls, host), negotiation: tls.negotiation }
  if (tls.mode === 'allow') return [null, encrypted]
  return tls.mode === 'prefer' ? [encrypted, null] : [encrypted]
}

async function open(place: WireAddress, tls: WireTls | null, attempt: Attempt): Promise<Dialed> {
  const client = new WireClient(place, loginOf(attempt), tls)
  try {
    const { settings, signal } = attempt
    await withinLimits(client.connect(), { timeoutMs: settings.connectTimeoutMs, late: noAnswer, signal })
    return { client, host: attempt.host, place, tls }
  } catch (error) {
    client.destroy()
    throw targetError(error, { settings: attempt.settings, host: attempt.host })
  }
}

function loginOf({ settings, host, applicationName }: Attempt) {
  const password = (): string => {
    if (host.password !== null) return host.password
    throw noPassword(settings, host)
  }
  return {
    user: settings.user,
    database: settings.database,
    applicationName: settings.applicationName ?? applicationName,
    startupOptions: settings.startupOptions,
    password,
    requireChannelBinding: settings.channelBinding === 'require' && !host.host.startsWith('/'),
    keepAliveDelayMs: settings.keepAliveDelayMs,
  }
}

const noAnswer = (): Error => Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })
