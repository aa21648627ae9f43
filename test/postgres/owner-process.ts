// Runs embedded-owner.ts as another process, as another account or with fewer rights where a test asks for it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Command, runProgram } from '../../src/postgres/embedded/run-program.ts'
import {
  type Account,
  commandAs,
  type RunsAs,
  waysToRun,
} from '../../src/postgres/embedded/server-account.ts'

export interface OwnerProcess {
  readonly child: ChildProcess
  /** The server's URL, or the error's code and message. */
  readonly said: string
  end(): Promise<void>
}

const HERE = dirname(fileURLToPath(import.meta.url))

/** The command that owns a server in `folder`. */
export function ownerCommand(folder: string, native?: string): readonly [string, ...string[]] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const program = join(HERE, 'embedded-owner.ts')
  return [process.execPath, '--import', tsx, program, folder, ...(native ? [native] : [])]
}

/** Starts `command` and waits for its first line. */
export async function startOwner(command: Command): Promise<OwnerProcess> {
  const { file, args, uid, gid } = command
  const identity = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
  // The other account may not write where the first one's translated files are kept.
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' }
  const child = spawn(file, args, { ...identity, cwd: '/', env, stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const [said] = await Promise.race([once(createInterface(child.stdout), 'line'), gone])
  const end = async () => {
    child.stdin.end()
    await gone
  }
  return { child, said: String(said), end }
}

/** How this test process, being root, can be an ordinary user that still reaches `folder`, Node and the checkout. */
export async function ordinaryUser(folder: string): Promise<{ runsAs: RunsAs; account: Account } | null> {
  for (const runsAs of await waysToRun(null)) {
    if (runsAs.kind === 'caller') return null
    const script = 'cd -- "$1" && cd -- "$2" && exec "$3" --version'
    const args = ['-c', script, 'sh', folder, HERE, process.execPath]
    const tried = await runProgram(commandAs(runsAs, '/bin/sh', args))
    if (tried.kind === 'succeeded') return { runsAs, account: runsAs.account }
  }
  return null
}

/** Whether the account that root's server runs as may enter `folder` without more ado. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const [plain] = await waysToRun(null)
  if (plain === undefined) return false
  const entered = await runProgram(commandAs(plain, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]))
  return entered.kind === 'succeeded'
}
