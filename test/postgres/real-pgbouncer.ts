// PgBouncer itself before a server, for what a pooler of our own making could get wrong. It refuses to run as root,
// so root starts it as another account. https://www.pgbouncer.org/config.html
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandAs, type RunsAs, waysToRun } from '../../src/postgres/embedded/server-account.ts'
import { query } from '../server/database.ts'
import { unusedPort } from '../server/unused-port.ts'

export interface PgBouncer {
  /** The server's URL with the pooler's port. */
  readonly url: string
  log(): string
  stop(): Promise<void>
}

export type PgBouncerSettings = Readonly<Record<string, string | number>>

export function hasPgBouncer(): boolean {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const DEFAULTS: PgBouncerSettings = {
  pool_mode: 'session',
  auth_type: 'scram-sha-256',
  unix_socket_dir: '',
  listen_addr: '127.0.0.1',
}

/** Starts PgBouncer before the server of the URL; it takes what the server takes: user, password, databases. */
export async function startPgBouncer(
  serverUrl: string,
  settings: PgBouncerSettings = {},
): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-pgbouncer-'))
  const port = await unusedPort()
  const file = (name: string): string => join(folder, name)
  const own = { ...DEFAULTS, ...settings, auth_file: file('users'), logfile: file('log'), listen_port: port }
  writeFileSync(file('users'), usersOf(new URL(serverUrl)))
  writeFileSync(file('ini'), iniText(new URL(serverUrl), own))
  const child = await startIn(folder, file('ini'))
  const url = Object.assign(new URL(serverUrl), { port: String(port) }).href
  const stop = () => ended(child).finally(() => rmSync(folder, { recursive: true, force: true }))
  const log = (): string => readFileSync(file('log'), 'utf8')
  await answers(url, child, log).catch(async error => {
    await stop()
    throw error
  })
  return { url, log, stop }
}

function usersOf({ username, password }: URL): string {
  return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`
}

function iniText({ hostname, port }: URL, settings: PgBouncerSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\n${lines.join('\n')}\n`
}

async function startIn(folder: string, ini: string): Promise<ChildProcess> {
  const [runsAs] = await waysToRun(null)
  if (runsAs === undefined) throw new Error('no account can run pgbouncer')
  giveTo(runsAs, folder)
  const { file, args, ...as } = commandAs(runsAs, 'pgbouncer', [ini])
  return spawn(file, args, { cwd: '/', stdio: 'ignore', ...as })
}

function giveTo(runsAs: RunsAs, folder: string): void {
  chmodSync(folder, 0o755)
  if (runsAs.kind === 'caller') return
  for (const path of [folder, join(folder, 'users'), join(folder, 'ini')]) {
    chownSync(path, runsAs.account.uid, runsAs.account.gid)
  }
}

/** It also asks the server at once, so that no client waits for its first connection; then the asker has to be gone. */
async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${log()}`)
    const isUp = await query(`${url}?connect_timeout=5`, 'SELECT 1').then(
      () => true,
      error => !/ECONNREFUSED/.test(String(error)),
    )
    await pause(25)
    if (isUp) return
  }
  throw new Error('pgbouncer does not answer')
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await end
}
