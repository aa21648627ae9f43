// The package as npm would publish it, unpacked beside this checkout's dependencies: what is in it, its
// command, and its library for a program that has nothing but the package.
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFixture } from '../../fixtures/build.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { makeFolder } from './program.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
let database: TestDatabase
let packed: readonly string[]

beforeAll(async () => {
  folder = makeFolder()
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  // The build would empty dist/, which other tests run at this moment.
  const pack = ['pack', '--ignore-scripts', '--json', '--loglevel=silent', '--pack-destination', folder]
  run(PROJECT, 'npm', ...pack)
  const [tarball = ''] = readdirSync(folder).filter(name => name.endsWith('.tgz'))
  packed = run(folder, 'tar', '-tzf', tarball).trimEnd().split('\n').sort()
  run(folder, 'tar', '-xzf', tarball, '-C', modules)
  run(modules, 'mv', 'package', 'sqlite2pg')
  for (const name of readdirSync(join(PROJECT, 'node_modules')).filter(name => !name.startsWith('.')))
    symlinkSync(join(PROJECT, 'node_modules', name), join(modules, name))
  symlinkSync(join('..', 'sqlite2pg', binary()), join(modules, '.bin', 'sqlite2pg'))
  buildFixture('b-text-ids', join(folder, 'todo.db'))
  database = await withDatabase()
})
afterAll(() => database?.drop())

function runToEnd(directory: string, program: string, args: readonly string[]) {
  const { PATH = '', HOME = '' } = process.env
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH, HOME },
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`)
  return { stdout, stderr }
}

const run = (directory: string, program: string, ...args: readonly string[]): string =>
  runToEnd(directory, program, args).stdout

const manifest = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'node_modules', 'sqlite2pg', 'package.json'), 'utf8'))

const binary = (): string => (manifest()['bin'] as Record<string, string>)['sqlite2pg'] ?? ''

describe('the tarball', () => {
  test('holds what package.json names, with README and LICENSE, and nothing else', () => {
    const names = packed.map(path => path.replace(/^package\//, ''))
    const tops = [...new Set(names.map(name => name.replace(/\/.*/, '/')))].sort()
    const files = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/',
      'docs/',
      'package.json',
      'sqlite2pg.schema.json',
    ]
    expect(tops).toEqual(files)
    expect(names).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js']))
    expect(names.filter(name => /(^|\/)test\/|\.test\.|(?<!\.d)\.ts$|\.map$|\.db$|\.env/.test(name))).toEqual(
      [],
    )
  })

  test('has no reference to a source map or to a folder of the machine that built it', () => {
    const textOf = (path: string) =>
      readFileSync(join(folder, 'node_modules', path.replace('package', 'sqlite2pg')), 'utf8')
    const isTied = (text: string) => text.includes('//# sourceMappingURL') || text.includes(PROJECT)
    expect(packed.filter(path => isTied(textOf(path)))).toEqual([])
  })

  test('has a command that a shell can run from any folder', () => {
    const elsewhere = makeFolder()
    const command = join(folder, 'node_modules', '.bin', 'sqlite2pg')
    accessSync(command, constants.X_OK)
    expect(run(elsewhere, command, '--version')).toBe(`${manifest()['version']}\n`)
    expect(run(elsewhere, command, '--help')).toMatch(/^Moves a SQLite database into PostgreSQL/)
    expect(readdirSync(elsewhere)).toEqual([])
  })
})

/** What the README shows of the library, and a look at each part of what comes back. */
const CONSUMER = `
import { writeFileSync } from 'node:fs'
import { migrate, type OnEvent, plan, type RunReport, Sqlite2pgError, verify } from 'sqlite2pg'

const steps = new Set<string>()
const onEvent: OnEvent = event => {
  if (event.type === 'step finished') steps.add(event.step)
}
const options = { sqlitePath: 'todo.db', url: process.argv[2] ?? '', onEvent }
const planned = await plan(options)
const types: readonly string[] = planned.plan?.tables.flatMap(table => table.columns.map(column => column.type)) ?? []
const moved: RunReport = await migrate(options)
const rows: bigint = moved.tables.reduce((sum, table) => sum + table.copiedRows, 0n)
const verified = await verify(options)
const refused = await migrate({ ...options, sqlitePath: 'no.db' })
// @ts-expect-error: the types are there, so a path that is no text is refused.
export const wrong = () => migrate({ ...options, sqlitePath: 1 })
const isError: boolean = new Sqlite2pgError('NO_TARGET', '', '') instanceof Error
writeFileSync('result.json', JSON.stringify({
  types: types.length, rows: String(rows), outcomes: [planned.report, moved, verified, refused].map(one => one.outcome),
  steps: [...steps], code: refused.error?.code, isError,
}))
`

describe('the library', () => {
  test('type-checks strictly in a program of its own, runs, tells events and prints nothing', () => {
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER)
    const settings = '--module nodenext --target es2022 --strict --skipLibCheck false --types node'.split(' ')
    run(folder, 'node_modules/typescript/bin/tsc', ...settings, 'consumer.ts')
    const printed = runToEnd(folder, process.execPath, ['consumer.js', database.url])
    expect(printed).toEqual({ stdout: '', stderr: '' })
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))
    expect(result).toMatchObject({ code: 'SOURCE_MISSING', isError: true })
    expect(result.outcomes).toEqual(['would succeed', 'succeeded', 'succeeded', 'failed'])
    expect(Number(result.rows)).toBeGreaterThan(0)
    expect(result.types).toBeGreaterThan(0)
    expect(result.steps).toEqual(expect.arrayContaining(['census', 'rows', 'verify', 'publish']))
  })

  test('shows the schema of the configuration file, and hides its insides', () => {
    const find = (name: string) =>
      run(folder, process.execPath, '-p', `require.resolve(${JSON.stringify(name)})`).trimEnd()
    expect(JSON.parse(readFileSync(find('sqlite2pg/schema.json'), 'utf8'))).toHaveProperty('properties')
    expect(find('sqlite2pg/package.json')).toMatch(/package\.json$/)
    expect(() => find('sqlite2pg/dist/run/migrate.js')).toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/)
  })
})
