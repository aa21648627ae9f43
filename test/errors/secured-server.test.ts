// What a server with encryption and access rules can refuse, and what it lets in, with the built program.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from '../package/program.ts'
import { hasOpenssl, type SecuredServer, startSecuredServer } from '../postgres/secured-server.ts'
import { query } from '../server/database.ts'
import { asUser, PASSWORD } from './owned-database.ts'
import { expectRefusal, type WantedRefusal } from './refusal.ts'
import { folderWithSource } from './source-folder.ts'

describe.skipIf(!hasOpenssl())('a server with rules (openssl makes its certificate)', () => {
  let server: SecuredServer
  beforeAll(async () => {
    server = await startSecuredServer()
    for (const role of ['trusted', 'encrypted', 'plain', 'barred'])
      await query(server.url, `ALTER ROLE ${role} PASSWORD '${PASSWORD}' SUPERUSER`)
  })
  afterAll(() => server?.stop())

  function refuses(user: string, parameters: string, wanted: Omit<WantedRefusal, 'exit'>): Promise<void> {
    const url = `${asUser(server.url, user)}?${parameters}`
    return expectRefusal(folderWithSource(), ['-p', url], { exit: 4, ...wanted })
  }

  test('a role that does not exist', () =>
    refuses('nobody_here', '', {
      code: 'TARGET_NO_ROLE',
      says: /has no role "nobody_here"$/,
      hints: /createuser --host=.* --pwprompt nobody_here/,
    }))

  test('a user that the rules reject', () =>
    refuses('barred', '', {
      code: 'TARGET_AUTHENTICATION',
      says: /does not let user "barred" in: /,
      hints: /pg_hba\.conf/,
    }))

  test('encryption that the rules ask for and sslmode forbids', () =>
    refuses('encrypted', 'sslmode=disable', {
      code: 'TARGET_TLS',
      says: /does not let user "encrypted" in: .*no encryption/,
      hints: /sslmode=require/,
    }))

  test('a certificate that names another host', () =>
    refuses('encrypted', `sslmode=verify-full&sslrootcert=${encodeURIComponent(server.authority)}`, {
      code: 'TARGET_TLS',
      says: /certificate of 127\.0\.0\.1:\d+ cannot be trusted: .*IP: 127\.0\.0\.1 is not in the cert's list$/,
      hints: /sslrootcert.*sslmode=require/,
    }))

  test('sslmode=require encrypts, and the run goes through', async () => {
    const url = `${asUser(server.url, 'encrypted')}?sslmode=require`
    const { exitCode, stdout, stderr } = await runProgram(folderWithSource(), ['doctor', '-p', url])
    expect(stdout).toMatch(/^✓ .*TLS/m)
    expect(exitCode).toBe(0)
    const moved = await runProgram(folderWithSource(), ['migrate', '-p', url])
    expect(moved.exitCode).toBe(0)
    expect(stdout + stderr + moved.stdout + moved.stderr).not.toContain(PASSWORD)
  })
})
