// What one asks of an embedded server, and what one gets.

export interface EmbeddedServerOptions {
  /** The server's folder, made if missing; its data stay there for the next start. */
  readonly dataDirectory: string
  /** The database of the URL, made if missing; default `sqlite2pg`. */
  readonly database?: string
  readonly port?: number
  /** Server settings, for example `{ fsync: 'off' }` where the data may be lost. */
  readonly settings?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface EmbeddedServer {
  /** With the password: mask it before showing it. */
  readonly url: string
  readonly dataDirectory: string
  readonly serverVersion: string
  readonly port: number
  /** False when the server ran already: then `stop` leaves it running. */
  readonly startedHere: boolean
  stop(): Promise<void>
}
