// Certificates on both sides of an encrypted connection: whom we trust, whose name it must bear, and what we show of
// ourselves. Each against a real server whose certificate an authority of the test has signed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import type { Target } from '../../../src/model/options.ts'
import { TargetConnection } from '../../../src/postgres/connection.ts'
import { inspectServer } from '../../../src/postgres/server-facts.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'
import { runProgram } from '../../faults/program.ts'
import { fixtureFile } from '../../run/workplace.ts'
import { hasOpenssl, PASSPHRASE, type SecuredServer, startSecuredServer } from '../secured-server.ts'

const encoded = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')

describe.skipIf(!hasOpenssl())('a server whose authority only the test knows', () => {
  let server: SecuredServer
  beforeAll(async () => {
    server = await startSecuredServer()
  })
  afterAll(() => server.stop())

  const at = (user: string, parameters: Readonly<Record<string, string>>, host = 'localhost'): string =>
    `postgres://${user}:s3cret@${host}:${server.port}/postgres?${encoded({ hostaddr: '127.0.0.1', ...parameters })}`

  async function connect(target: Target): Promise<TargetConnection> {
    const connection = await TargetConnection.connect(parseTarget(target))
    onTestFinished(() => connection.close())
    return connection
  }

  const isLetIn = async (target: Target): Promise<boolean> => (await connect(target)).tls !== null

  async function refusal(target: Target): Promise<Sqlite2pgError> {
    const error: unknown = await connect(target).catch((thrown: unknown) => thrown)
    if (!(error instanceof Sqlite2pgError)) throw new Error('let in')
    expect(`${error.message} ${error.hint}`).not.toContain('s3cret')
    return error
  }

  describe('whom we trust', () => {
    test.each(['require', 'verify-ca', 'verify-full'])(
      'sslmode=%s with its authority in sslrootcert lets in',
      async sslmode => {
        expect(await isLetIn({ url: at('trusted', { sslmode, sslrootcert: server.authority }) })).toBe(true)
      },
    )

    test.each(['require', 'verify-ca', 'verify-full'])(
      'sslmode=%s with the authority of somebody else is TARGET_TLS, with what to give',
      async sslmode => {
        expect(
          await refusal({ url: at('trusted', { sslmode, sslrootcert: server.stranger }) }),
        ).toMatchObject({
          code: 'TARGET_TLS',
          exitCode: 4,
          message: expect.stringMatching(/^the certificate of localhost:\d+ cannot be trusted: /),
          hint: expect.stringContaining('sslrootcert'),
        })
      },
    )

    test('sslmode=require alone encrypts without looking at the certificate', async () => {
      expect(await isLetIn({ url: at('trusted', { sslmode: 'require' }) })).toBe(true)
    })

    test.each(['verify-ca', 'verify-full'])(
      'sslmode=%s without a file trusts the usual authorities',
      async sslmode => {
        expect((await refusal({ url: at('trusted', { sslmode }) })).code).toBe('TARGET_TLS')
        const system = at('trusted', { sslmode: 'verify-full', sslrootcert: 'system' })
        expect((await refusal({ url: system })).code).toBe('TARGET_TLS')
      },
    )

    test('PGSSLMODE and PGSSLROOTCERT say it as well', async () => {
      const url = at('trusted', {})
      const environment = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: server.authority }
      expect(await isLetIn({ url, environment })).toBe(true)
      const stranger = { ...environment, PGSSLROOTCERT: server.stranger }
      expect((await refusal({ url, environment: stranger })).code).toBe('TARGET_TLS')
    })

    test('prefer and allow never look at it, and go on unencrypted where there is no encryption', async () => {
      for (const sslmode of ['prefer', 'allow']) {
        const url = at('trusted', { sslmode, sslrootcert: server.stranger })
        expect((await connect({ url })).serverVersionNumber).toBeGreaterThan(130_000)
        expect((await connect({ url: at('plain', { sslmode }) })).tls).toBeNull()
      }
    })

    test('a file that is no certificate is TARGET_TLS that names the parameter', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-tls-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const file = join(folder, 'ca.pem')
      writeFileSync(file, 'this is no certificate\n')
      expect(
        await refusal({ url: at('trusted', { sslmode: 'verify-ca', sslrootcert: file }) }),
      ).toMatchObject({
        code: 'TARGET_TLS',
        message: expect.stringContaining(file),
        hint: expect.stringContaining('sslrootcert'),
      })
    })
  })

  describe('the name in the certificate', () => {
    test('is looked at by verify-full alone, and the error says which names it bears', async () => {
      const trust = { sslrootcert: server.authority }
      expect(await isLetIn({ url: at('trusted', { ...trust, sslmode: 'verify-ca' }, 'db.example') })).toBe(
        true,
      )
      expect(
        await refusal({ url: at('trusted', { ...trust, sslmode: 'verify-full' }, 'db.example') }),
      ).toMatchObject({
        code: 'TARGET_TLS',
        message: expect.stringMatching(/db\.example.*localhost/),
        hint: expect.stringContaining('host'),
      })
    })
  })

  describe('what we show of ourselves', () => {
    const trusting = () => ({ sslmode: 'verify-full', sslrootcert: server.authority })

    test('sslcert and sslkey are a way to log in', async () => {
      const { certificate, key } = server.client
      expect(
        await isLetIn({ url: at('certified', { ...trusting(), sslcert: certificate, sslkey: key }) }),
      ).toBe(true)
      const environment = { PGSSLCERT: certificate, PGSSLKEY: key }
      expect(await isLetIn({ url: at('certified', trusting()), environment })).toBe(true)
    })

    test('a locked key wants its passphrase in sslpassword', async () => {
      const { certificate, lockedKey } = server.client
      const own = { ...trusting(), sslcert: certificate, sslkey: lockedKey }
      expect(await isLetIn({ url: at('certified', { ...own, sslpassword: PASSPHRASE }) })).toBe(true)
      expect(await refusal({ url: at('certified', own) })).toMatchObject({
        code: 'TARGET_TLS',
        hint: expect.stringContaining('sslpassword'),
      })
    })

    test('where none is shown although one is wanted, the error says what is wanted', async () => {
      expect(await refusal({ url: at('certified', trusting()) })).toMatchObject({
        code: 'TARGET_AUTHENTICATION',
        message: expect.stringContaining('certificate'),
        hint: expect.stringContaining('sslcert'),
      })
    })

    test('a certificate without its key is TARGET_TLS', async () => {
      const half = { ...trusting(), sslcert: server.client.certificate }
      expect(await refusal({ url: at('certified', half) })).toMatchObject({
        code: 'TARGET_TLS',
        message: expect.stringContaining('sslkey'),
      })
    })
  })

  test('a Neon URL as it is copied works: sslmode=require and channel_binding=require', async () => {
    const url = at('encrypted', { sslmode: 'require', channel_binding: 'require' })
    expect(await isLetIn({ url })).toBe(true)
  })

  test('what is told about the connection is our end of it', async () => {
    const { tls } = await inspectServer(
      await connect({ url: at('trusted', { sslmode: 'require' }) }),
      'public',
    )
    expect(tls).toEqual({ version: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/) })
    const plain = await inspectServer(await connect({ url: at('plain', { sslmode: 'disable' }) }), 'public')
    expect(plain.tls).toBeNull()
  })

  test('a whole run with the authority in sslrootcert goes through, and with another ends with 4', async () => {
    const file = fixtureFile('d-integer-ids')
    const run = (sslrootcert: string) =>
      runProgram([
        'migrate',
        '-s',
        file,
        '-p',
        at('postgres', { sslmode: 'verify-full', sslrootcert }),
        '--quiet',
      ])
    const password = new URL(server.url).password
    const withPassword = (sslrootcert: string) =>
      runProgram([
        'migrate',
        ...['-s', file, '--quiet', '--jobs', '2', '-p'],
        at('postgres', { sslmode: 'verify-full', sslrootcert }).replace('s3cret', password),
      ])
    const refused = await run(server.stranger)
    expect({ ...refused, durationMs: 0 }).toMatchObject({ exitCode: 4, stdout: '' })
    expect(refused.stderr).toMatch(/cannot be trusted[\s\S]*Give sslrootcert[\s\S]*Nothing was published/)
    const done = await withPassword(server.authority)
    expect(done.exitCode, done.stderr).toBe(0)
  })
})
