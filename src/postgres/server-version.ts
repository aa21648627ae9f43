// `server_version` as a server reports it, e.g. `18.4 (Debian 18.4-1)`, `19beta1`, `9.6.24`.
// https://www.postgresql.org/docs/current/libpq-status.html#LIBPQ-PQSERVERVERSION

export interface ServerVersion {
  readonly text: string
  /** Major × 10000 + minor, as `server_version_num`; 0 if it cannot be read. */
  readonly number: number
}

export function parseServerVersion(reported: string): ServerVersion {
  const text = reported.split(' ', 1)[0] ?? ''
  const [major = 0, minor = 0, patch = 0] = (/^\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number)
  return { text, number: major >= 10 ? major * 10_000 + minor : major * 10_000 + minor * 100 + patch }
}
