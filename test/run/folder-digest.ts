// What lies in a folder, so that a test can say that nothing there has changed: the file itself and what lies beside it.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Names and digests of everything below the folder of a file. */
export function folderDigest(path: string): readonly string[] {
  const folder = dirname(path)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.sort().map(name => `${name} ${digestOf(join(folder, name))}`)
}

function digestOf(path: string): string {
  if (!lstatSync(path).isFile()) return ''
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
