// The version in package.json, read once, so that it is written in one place only.
import { readFileSync } from 'node:fs'

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)

export const TOOL_VERSION = manifest.version
