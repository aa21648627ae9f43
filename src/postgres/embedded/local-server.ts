// A PostgreSQL server of our own on this machine, from whatever programs it is given: attach to the one that
// runs on the folder already, else make its data if there are none, start it, and wait until it answers.
// Listens on 127.0.0.1 only, no socket file, a password always. Data are kept and synced like any server's.
import { setTimeout as sleep } from 'node:timers/promises'
import { createCluster } from './cluster.ts'
import type { EmbeddedServer, EmbeddedServerOptions } from './embedded-server-terms.ts'
import { choosePort } from './free-port.ts'
import type { Installation } from './installation.ts'
import { asEmbeddedError, didNotStart, isPortTaken } from './local-server-errors.ts'
import { startPostmaster } from './postmaster.ts'
import { databaseOf, joinRunning, meet, type Running, readPassword } from './running-server.ts'
import { findSeat, type Seat } from './seat.ts'
import { dataOwner, logTail, openHome, replaceFile, type ServerHome } from './server-home.ts'

const ATTEMPTS = 20
const BETWEEN_ATTEMPTS_MS = 250

// What passes by itself: a twin that is starting, remains of a killed server, a port taken just now.
const PASSING = /lock file ".*" already exists|pre-existing shared memory block|Address already in use/

/** Starts or joins the server of `options.dataDirectory`. Throws EMBEDDED_FAILED, EMBEDDED_UNAVAILABLE, INTERRUPTED. */
export async function startLocalServer(
  installation: Installation | (() => Promise<Installation>),
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer> {
  try {
    options.signal?.throwIfAborted()
    const home = await openHome(options.dataDirectory)
    const running = (await joinRunning(home, options)) ?? (await startNew(installation, home, options))
    return await asServer(home, running, options)
  } catch (thrown) {
    throw asEmbeddedError(thrown, options)
  }
}

async function startNew(
  installation: Installation | (() => Promise<Installation>),
  home: ServerHome,
  options: EmbeddedServerOptions,
): Promise<Running> {
  const owner = await dataOwner(home)
  const programs = typeof installation === 'function' ? await installation() : installation
  const seat = await findSeat(programs, home.directory, owner)
  if (owner === null) await createCluster(home, seat, options.signal)
  for (let attempt = 1; ; attempt++) {
    const running = (await joinRunning(home, options)) ?? (await tryStart(seat, home, options))
    if (running !== null) return running
    const log = await logTail(home)
    if (attempt === ATTEMPTS || !PASSING.test(log) || isPortTaken(log, options))
      throw didNotStart(log, options)
    await sleep(BETWEEN_ATTEMPTS_MS)
  }
}

async function tryStart(
  seat: Seat,
  home: ServerHome,
  options: EmbeddedServerOptions,
): Promise<Running | null> {
  const port = await choosePort(home, options.port)
  const postmaster = await startPostmaster(seat, home, { ...options.settings, ...listening(port) })
  try {
    const outcome = await postmaster.ready(options.signal)
    if (outcome === 'ended') return null
    if (outcome === 'late') throw didNotStart(await logTail(home), options)
    await replaceFile(home.port, `${port}\n`)
    return { port, facts: await meet(home, port, options), postmaster }
  } catch (error) {
    await postmaster.stop()
    throw error
  }
}

function listening(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    logging_collector: 'off',
  }
}

async function asServer(
  home: ServerHome,
  running: Running,
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer> {
  const { port, facts, postmaster } = running
  const database = encodeURIComponent(databaseOf(options))
  return {
    url: `postgresql://postgres:${await readPassword(home)}@127.0.0.1:${port}/${database}`,
    dataDirectory: home.directory,
    serverVersion: facts.serverVersion,
    port,
    startedHere: postmaster !== null,
    stop: async () => postmaster?.stop(),
  }
}
