// What is known about a target before it is reached: plain data, so a worker thread can be given it.
// Made by `parseTarget`; the names follow https://www.postgresql.org/docs/current/libpq-connect.html

export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

export type SessionAttributes = 'any' | 'read-write' | 'read-only' | 'primary' | 'standby' | 'prefer-standby'

/** One of the places where the server may be; they are tried in order. */
export interface TargetHost {
  /** Host name, IP address, or the directory of a Unix-domain socket. */
  readonly host: string
  /** IP address to connect to instead of looking `host` up. */
  readonly address: string | null
  readonly port: number
  readonly password: string | null
}

export interface TlsSettings {
  readonly mode: SslMode
  /** Path of the trusted certificates; null trusts the authorities that Node.js trusts. */
  readonly rootCertificate: string | null
  readonly certificate: string | null
  readonly key: string | null
  readonly keyPassphrase: string | null
  readonly negotiation: 'postgres' | 'direct'
  readonly minimumVersion: 'TLSv1.2' | 'TLSv1.3'
}

/** A setting that the user asked for by `options=-c name=value`. */
export interface SessionSetting {
  readonly name: string
  readonly value: string
}

export interface ConnectionSettings {
  readonly hosts: readonly TargetHost[]
  readonly database: string
  readonly user: string
  readonly tls: TlsSettings
  readonly channelBinding: 'disable' | 'prefer' | 'require'
  /** Time one address has to let us in; null waits for ever. */
  readonly connectTimeoutMs: number | null
  readonly applicationName: string | null
  /** Idle time before TCP keepalive probes; null switches them off. */
  readonly keepAliveDelayMs: number | null
  readonly sessionAttributes: SessionAttributes
  /** Options only the server's front door understands, such as Neon's `endpoint=…`. */
  readonly startupOptions: string | null
  readonly sessionSettings: readonly SessionSetting[]
  /** Schema the URL names (`?schema=`, `?currentSchema=`, a search_path), or null. */
  readonly schema: string | null
  /** The target for people to read: `***` stands where the password is. */
  readonly maskedUrl: string
  /** What was found but not used, for the user to know. */
  readonly remarks: readonly string[]
}
