// `serve`: the embedded server, kept up by whoever calls this until they stop it.
import { type EmbeddedServer, startEmbeddedServer } from '../postgres/embedded/embedded-server.ts'

export type { EmbeddedServer } from '../postgres/embedded/embedded-server.ts'

export interface ServeOptions {
  /** Folder that keeps the server's data. */
  readonly dataDirectory: string
  readonly port?: number
  readonly signal?: AbortSignal
}

/** Starts the server of the folder or joins a running one. Throws EMBEDDED_UNAVAILABLE, EMBEDDED_FAILED, INTERRUPTED. */
export function serve(options: ServeOptions): Promise<EmbeddedServer> {
  return startEmbeddedServer(options)
}
