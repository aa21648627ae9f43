// Says whether two runs were asked for the same: all that decides the plan and its proof besides the file itself, the
// version of this tool and of the server among it.
import { createHash, createHmac } from 'node:crypto'
import type { RunSettings } from './run-settings.ts'
import { TOOL_VERSION } from './tool-version.ts'

/** SHA-256, hexadecimal. */
export function optionsDigest(settings: RunSettings, serverVersionNumber: number): string {
  const { plan, include, exclude, proof, strict, masking } = settings
  const deciding = {
    ...{ plan, include, exclude, proof, strict, tool: TOOL_VERSION, server: serverVersionNumber },
    ...(masking.origin === 'given' && { maskKey: markOf(masking.key) }),
  }
  return createHash('sha256')
    .update(JSON.stringify(sorted(deciding)))
    .digest('hex')
}

/** Tells one key from another and gives none away. */
export function markOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('sqlite2pg mask key').digest('hex')
}

/** The order in which options were given decides nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1))
}
