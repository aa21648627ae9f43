// The driver's client with a startup message of our own making: the driver would add what it finds in the
// process's environment (PGOPTIONS, PGPASSWORD, …), and the library reads none.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP

import { type ConnectionOptions, TLSSocket } from 'node:tls'
import type pg from 'pg'
import { Client } from '../driver.ts'

export interface WireAddress {
  /** IP address, or directory of a Unix-domain socket. */
  readonly address: string
  readonly port: number
}

export interface WireLogin {
  readonly user: string
  readonly database: string
  readonly applicationName: string
  readonly startupOptions: string | null
  /** Asked only if the server wants one; throws if there is none. */
  readonly password: () => string
  readonly requireChannelBinding: boolean
  readonly keepAliveDelayMs: number | null
}

export interface WireTls {
  readonly options: ConnectionOptions
  readonly negotiation: 'postgres' | 'direct'
}

/** Such as TLSv1.3 and TLS_AES_256_GCM_SHA384. */
export interface WireEncryption {
  readonly version: string
  readonly cipher: string
}

interface SaslOffer {
  readonly mechanisms: readonly string[]
}

interface ParameterStatus {
  readonly parameterName: string
  readonly parameterValue: string
}

export class WireClient extends Client {
  /** Number and secret of the backend that a cancel request names; a pooler gives ones of its own. */
  declare readonly processID: number | null
  declare readonly secretKey: number | null
  /** What the server reports by itself, such as `server_version`. */
  readonly serverParameters = new Map<string, string>()
  readonly #startup: Readonly<Record<string, string>>

  constructor(place: WireAddress, login: WireLogin, tls: WireTls | null) {
    const binding = { offered: false }
    super(clientConfig(place, login, tls, () => passwordFor(login, binding.offered)))
    this.#startup = startupMessage(login)
    this.on('error', () => undefined)
    this.connection.on('authenticationSASL', ({ mechanisms }: SaslOffer) => {
      binding.offered = tls !== null && mechanisms.includes('SCRAM-SHA-256-PLUS')
    })
    this.connection.on('parameterStatus', ({ parameterName, parameterValue }: ParameterStatus) => {
      this.serverParameters.set(parameterName, parameterValue)
    })
  }

  /** What our end of the wire does; a server behind a proxy knows only about the proxy's end. */
  get encryption(): WireEncryption | null {
    const { stream } = this.connection
    if (!(stream instanceof TLSSocket)) return null
    return { version: stream.getProtocol() ?? '', cipher: stream.getCipher().standardName }
  }

  /** Called by the driver. */
  getStartupConf(): Readonly<Record<string, string>> {
    return this.#startup
  }

  /** Drops the connection without a word to the server. */
  destroy(): void {
    this.connection.stream.destroy()
  }
}

function passwordFor(login: WireLogin, bindingOffered: boolean): string {
  if (!login.requireChannelBinding || bindingOffered) return login.password()
  throw new Error('SASL: channel_binding=require, but the server does not offer channel binding')
}

function startupMessage({ user, database, applicationName, startupOptions }: WireLogin) {
  const base = { user, database, application_name: applicationName }
  return startupOptions === null ? base : { ...base, options: startupOptions }
}

function clientConfig(
  { address, port }: WireAddress,
  login: WireLogin,
  tls: WireTls | null,
  password: () => string,
): pg.ClientConfig {
  return {
    host: address,
    port,
    user: login.user,
    database: login.database,
    password,
    ssl: tls?.options ?? false,
    sslnegotiation: tls?.negotiation ?? 'postgres',
    enableChannelBinding: login.requireChannelBinding,
    client_encoding: 'utf8',
    keepAlive: login.keepAliveDelayMs !== null,
    keepAliveInitialDelayMillis: login.keepAliveDelayMs ?? 0,
  }
}
