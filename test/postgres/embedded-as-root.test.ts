// The embedded server started by root, for whom PostgreSQL refuses to run: another account runs it, wherever the
// programs and the data are. Skipped for ordinary users.
import { chmod, chown, cp, mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundledInstallation } from '../../src/postgres/embedded/installation.ts'
import { startLocalServer } from '../../src/postgres/embedded/local-server.ts'
import { runProgram } from '../../src/postgres/embedded/run-program.ts'
import { commandAs, isRoot } from '../../src/postgres/embedded/server-account.ts'
import { isAlive, start, stopLater, useFolders } from './embedded-folder.ts'
import { isOpenToAll, ordinaryUser, ownerCommand, startOwner } from './owner-process.ts'

const folders = useFolders()

describe.runIf(isRoot())('started by root', () => {
  test('the server runs as another account, which owns nothing but the data', async () => {
    await start({ dataDirectory: folders.server })
    expect((await stat(join(folders.server, 'cluster/data'))).uid).not.toBe(0)
    expect((await stat(join(folders.server, 'cluster'))).uid).toBe(0)
    expect((await stat(folders.server)).uid).toBe(0)
  })

  test('it works below a folder that only root may enter', async () => {
    await chmod(folders.top, 0o700)
    const server = await start({ dataDirectory: folders.server })
    expect(await isAlive(server.url)).toBe(true)
  })

  test('it works with programs below a folder that only root may enter', async () => {
    await chmod(folders.top, 0o700)
    const native = await lockedPrograms()
    const server = await stopLater(
      startLocalServer(
        { binDirectory: join(native, 'bin'), movable: null },
        { dataDirectory: folders.server },
      ),
    )
    expect(await isAlive(server.url)).toBe(true)
  })

  test('an ordinary user starts it with the same result', async context => {
    await mkdir(folders.server)
    const user = await ordinaryUser(folders.server)
    if (user === null) return context.skip('no other account can enter the checkout')
    await chown(folders.server, user.account.uid, user.account.gid)
    const [file, ...args] = ownerCommand(folders.server)
    const owner = await startOwner(commandAs(user.runsAs, file, args))
    expect(await isAlive(owner.said)).toBe(true)
    await owner.end()
    expect((await stat(join(folders.server, 'cluster'))).uid).toBe(user.account.uid)
    const asRoot = await start({ dataDirectory: folders.server })
    expect(asRoot.url.split('/').slice(0, 3)).toEqual(owner.said.split('/').slice(0, 3))
  })

  test('without capabilities the programs are copied to where everyone may enter', async context => {
    const restricted = await withoutSetpcap()
    if (restricted === null) return context.skip('setpriv is missing')
    if (!(await isOpenToAll(folders.top))) return context.skip('the temporary folder is not open to all')
    await mkdir(join(folders.top, 'locked'), { mode: 0o700 })
    const native = await lockedPrograms()
    const owner = await startOwner({
      file: 'setpriv',
      args: [...restricted, ...ownerCommand(folders.server, native)],
    })
    expect(await isAlive(owner.said)).toBe(true)
    await owner.end()
    await rm(`/var/tmp/sqlite2pg-postgres-${basename(folders.top)}-0`, { recursive: true })
  })

  test('without capabilities a folder that only root may enter is refused by name', async context => {
    const restricted = await withoutSetpcap()
    if (restricted === null) return context.skip('setpriv is missing')
    await chmod(folders.top, 0o700)
    const owner = await startOwner({
      file: 'setpriv',
      args: [...restricted, ...ownerCommand(folders.server)],
    })
    expect(owner.said).toMatch(/^EMBEDDED_FAILED the account (?:postgres|nobody), which .* cannot enter /)
    expect(owner.said).toContain(folders.server)
  })

  async function lockedPrograms(): Promise<string> {
    const { binDirectory } = await bundledInstallation()
    const native = join(folders.top, 'locked', 'native')
    await cp(dirname(binDirectory), native, { recursive: true, verbatimSymlinks: true })
    return native
  }

  async function withoutSetpcap(): Promise<readonly string[] | null> {
    const restricted = ['--bounding-set=-setpcap']
    const tried = await runProgram({ file: 'setpriv', args: [...restricted, 'true'] })
    return tried.kind === 'succeeded' ? restricted : null
  }
})
