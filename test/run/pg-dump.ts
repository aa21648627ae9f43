// The text of a whole database by pg_dump, without what sqlite2pg keeps for itself.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** null where there is no pg_dump for the server. */
export async function dump(url: string): Promise<string | null> {
  try {
    const { stdout } = await run('pg_dump', [url, '-N', 'sqlite2pg_*'], { maxBuffer: 2 ** 26 })
    // Newer versions fence the text with a word of chance.
    return stdout.replace(/^\\(un)?restrict .*$/gm, '')
  } catch {
    return null
  }
}
