// A server of its own with encryption on and rules about who may come in how, for what a target can refuse.
// Its certificate names `localhost` only and is signed by an authority made here.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { query } from '../server/database.ts'
import { FORGETFUL_SETTINGS } from '../server/forgetful-settings.ts'

export interface SecuredServer {
  /** As the superuser. */
  readonly url: string
  readonly port: number
  /** Certificate of the authority that signed the server's. */
  readonly authority: string
  /** Certificate of an authority that signed nothing. */
  readonly stranger: string
  /** What the role `certified` logs in with; the key is locked by the passphrase. */
  readonly client: { readonly certificate: string; readonly key: string; readonly lockedKey: string }
  stop(): Promise<void>
}

const RULES = `
host      all  trusted      127.0.0.1/32  trust
host      all  nobody_here  127.0.0.1/32  trust
host      all  barred       127.0.0.1/32  reject
hostssl   all  encrypted    127.0.0.1/32  scram-sha-256
hostnossl all  plain        127.0.0.1/32  scram-sha-256
hostssl   all  certified    127.0.0.1/32  cert
host      all  postgres     127.0.0.1/32  scram-sha-256
`

export const PASSPHRASE = 'pass phrase'

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export async function startSecuredServer(): Promise<SecuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-secured-'))
  chmodSync(folder, 0o755)
  const server = await startEmbeddedServer({
    dataDirectory: join(folder, 'postgres'),
    settings: { ...FORGETFUL_SETTINGS },
  })
  makeCertificates(folder)
  await secure(server.url, folder)
  return {
    url: server.url,
    port: server.port,
    authority: join(folder, 'authority.crt'),
    stranger: join(folder, 'stranger.crt'),
    client: {
      certificate: join(folder, 'client.crt'),
      key: join(folder, 'client.key'),
      lockedKey: join(folder, 'locked.key'),
    },
    stop: () => server.stop().finally(() => rmSync(folder, { recursive: true, force: true })),
  }
}

function makeCertificates(folder: string): void {
  const openssl = (args: string, ...more: readonly string[]) =>
    execFileSync('openssl', [...args.split(' '), ...more], { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost\n')
  for (const name of ['authority', 'stranger']) {
    openssl(
      `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`,
    )
  }
  for (const [name, subject] of [
    ['server', 'localhost'],
    ['client', 'certified'],
  ]) {
    openssl(`req -newkey rsa:2048 -nodes -subj /CN=${subject} -keyout ${name}.key -out ${name}.csr`)
    const signing = '-CA authority.crt -CAkey authority.key -CAcreateserial -days 2 -extfile names'
    openssl(`x509 -req -in ${name}.csr ${signing} -out ${name}.crt`)
  }
  openssl('rsa -aes256 -in client.key -out locked.key -passout', `pass:${PASSPHRASE}`)
}

async function secure(url: string, folder: string): Promise<void> {
  const rules = await setting(url, 'hba_file')
  writeFileSync(rules, RULES)
  for (const name of ['server.key', 'server.crt', 'authority.crt'])
    giveToServer(join(folder, name), dirname(rules))
  for (const role of ['trusted', 'barred', 'encrypted', 'plain', 'certified']) {
    await query(url, `CREATE ROLE ${role} LOGIN PASSWORD 's3cret'`)
  }
  await query(url, `ALTER SYSTEM SET ssl_ca_file = 'authority.crt'`)
  await query(url, 'ALTER SYSTEM SET ssl = on')
  await query(url, 'SELECT pg_reload_conf()')
  while ((await setting(url, 'ssl')) !== 'on') await query(url, 'SELECT pg_sleep(0.05)')
}

async function setting(url: string, name: string): Promise<string> {
  const [row] = await query<{ value: string }>(url, 'SELECT current_setting($1) AS value', [name])
  return row?.value ?? ''
}

/** Copies a file into the data directory, for the server's own account only. */
function giveToServer(path: string, dataDirectory: string): void {
  const copy = join(dataDirectory, path.slice(dirname(path).length + 1))
  const { uid, gid } = statSync(dataDirectory)
  copyFileSync(path, copy)
  chmodSync(copy, 0o600)
  if (process.geteuid?.() === 0) chownSync(copy, uid, gid)
}
