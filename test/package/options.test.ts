// The options as they were promised, copied here as data: each is read by the built program's own parser,
// and what is left out has the promised default.
import { availableParallelism } from 'node:os'
import { describe, expect, test } from 'vitest'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'
import { parseArguments } from '../../src/cli/parse-arguments.ts'
import { resolveRequest } from '../../src/cli/request.ts'
import type { Settings } from '../../src/cli/settings.ts'
import { Sqlite2pgError } from '../../src/model/errors.ts'
import { runSettings } from '../../src/run/run-settings.ts'
import { makeFolder, recordingTerminal } from '../cli/command-line.ts'
import { runProgram } from './program.ts'

const URL = 'postgres://me@localhost/app'

/** How it is written, and what is set by it; the verb is migrate unless the words begin with another. */
const PROMISED: readonly (readonly [words: readonly string[], sets: Settings])[] = [
  [['--sqlite-path', 'a.db'], { sqlitePath: 'a.db' }],
  [['-s', 'a.db'], { sqlitePath: 'a.db' }],
  [['./a.db'], { sqlitePath: './a.db' }],
  [['--postgres-url', URL], { postgresUrl: URL }],
  [['-p', URL], { postgresUrl: URL }],
  [['./a.db', URL], { sqlitePath: './a.db', postgresUrl: URL }],
  [['--embedded'], { embedded: true }],
  [['--embedded', 'dir'], { embedded: 'dir' }],
  [['--schema', 'app'], { schema: 'app' }],
  [['--include', 'a*', '--include', 'b'], { include: ['a*', 'b'] }],
  [['--exclude', 'a*', '--exclude', 'b'], { exclude: ['a*', 'b'] }],
  [
    ['verify', '--tables', 'a*', '--include', 'b', '--tables', 'c'],
    { include: ['a*', 'c', 'b'], includedTables: ['a*', 'c'] },
  ],
  [['--dry-run'], { dryRun: true }],
  [['plan', '--format', 'text'], { format: 'text' }],
  [['plan', '--format', 'json'], { format: 'json' }],
  [['plan', '--format=sql', '--out', 'plan.sql'], { format: 'sql', out: 'plan.sql' }],
  [['--force-recreate'], { forceRecreate: true }],
  [['--orphans', 'keep'], { orphans: 'keep' }],
  [['--orphans=quarantine'], { orphans: 'quarantine' }],
  [['--orphans', 'fail'], { orphans: 'fail' }],
  [['--bad-values', 'widen'], { badValues: 'widen' }],
  [['--bad-values', 'quarantine'], { badValues: 'quarantine' }],
  [['--bad-values', 'fail'], { badValues: 'fail' }],
  [
    ['--cast', 't.a=uuid', '--cast', 't.b=epoch_ms:empty_null'],
    { casts: { 't.a': 'uuid', 't.b': 'epoch_ms:empty_null' } },
  ],
  [['--names', 'keep'], { names: 'keep' }],
  [['--names', 'lower'], { names: 'lower' }],
  [['--names', 'snake'], { names: 'snake' }],
  [['--proof', 'full'], { proof: 'full' }],
  [['--proof', 'counts'], { proof: 'counts' }],
  [['--proof', 'none'], { proof: 'none' }],
  [['--strict'], { strict: true }],
  [['--jobs', '3'], { jobs: 3 }],
  [['--resume'], { resume: true }],
  [['refresh', '--resume'], { resume: true }],
  [['--retry-for', '2.5'], { retryFor: 2.5 }],
  [['refresh', '--retry-for=0'], { retryFor: 0 }],
  [['verify', '--certificate', 'c.json'], { certificate: 'c.json' }],
  [['verify', '--limit', '1000'], { limit: 1000 }],
  [['verify', '--sample'], { sample: true }],
  [['verify', '--sample=20000'], { sample: { rows: 20_000 } }],
  [['verify', '--sample', '0.5%:42'], { sample: { percent: 0.5, seed: 42 } }],
  [['verify', '--recheck'], { recheck: true }],
  [['verify', '--recheck', '2.5'], { recheck: 2.5 }],
  [['--json'], { json: true }],
  [['--report', 'r.json'], { report: 'r.json' }],
  [['--report', 'r.html'], { report: 'r.html' }],
  [['--quiet'], { quiet: true }],
  [['--verbose'], { verbose: true }],
  [['--no-progress'], { noProgress: true }],
  [['--no-color'], { noColor: true }],
  [['repair', '--apply'], { apply: true }],
  [['--yes'], { yes: true }],
  [['--config', 'c.json'], { config: 'c.json' }],
]

/** The settings of a command line, or the code of the error that refuses them. */
function settingsOf(words: readonly string[]): Settings | string {
  const folder = makeFolder({ 'c.json': '{}' })
  const command = parseArguments(words, folder)
  if (command.kind !== 'run') throw new Error(`${command.kind} is no run`)
  try {
    return resolveRequest(command.verb, command.settings, recordingTerminal(folder).terminal).settings
  } catch (error) {
    if (error instanceof Sqlite2pgError) return error.code
    throw error
  }
}

describe('a promised option', () => {
  test.each(PROMISED.map(([words, sets]) => [words.join(' '), words, sets] as const))(
    '%s',
    (_, words, sets) => {
      expect(settingsOf(words)).toEqual(sets)
    },
  )

  test('is every option that there is, and no other', () => {
    const promised = new Set(
      PROMISED.flatMap(([words]) => words.flatMap(word => /^--[a-z-]+/.exec(word) ?? [])),
    )
    expect(OPTION_TABLE.map(({ name }) => `--${name}`).sort()).toEqual([...promised].sort())
  })
})

describe('what is left out', () => {
  test('has the promised defaults', () => {
    const { plan, ...others } = runSettings({ sqlitePath: 'a.db' }, null)
    expect(plan).toEqual({
      schema: 'public',
      orphans: 'keep',
      badValues: 'widen',
      casts: {},
      names: 'keep',
      tables: {},
    })
    expect(others).toEqual({
      include: [],
      exclude: [],
      jobs: Math.min(8, availableParallelism()),
      partBytes: 16_000_000n,
      proof: 'full',
      strict: false,
      limit: 100,
      sample: null,
      forceRecreate: false,
      carries: false,
      resume: false,
      masking: { origin: 'none', key: null },
      patienceMs: 30_000,
    })
  })

  test('is ./todo.db for the source, and a folder of its own for --embedded', () => {
    const folder = makeFolder()
    const { terminal } = recordingTerminal(folder)
    const request = resolveRequest('migrate', { embedded: true }, terminal)
    expect(request.sqlitePath).toBe('./todo.db')
    expect(request.target).toEqual({ kind: 'embedded', directory: `${folder}/.sqlite2pg/postgres` })
  })

  test.each([
    ['--sqlite-path', './todo.db'],
    ['--embedded', '.sqlite2pg/postgres'],
    ['--schema', 'public'],
    ['--format', 'text'],
    ['--orphans', 'keep'],
    ['--bad-values', 'widen'],
    ['--names', 'keep'],
    ['--proof', 'full'],
  ])('the help of %s names the default %s', (option, value) => {
    const row = OPTION_TABLE.find(({ name }) => `--${name}` === option)
    expect(row?.about).toContain(`(default ${value})`)
  })
})

test('the help of the built program lists every option', async () => {
  const { exitCode, stdout } = await runProgram(makeFolder(), ['--help'])
  const missing = OPTION_TABLE.filter(({ name }) => !stdout.includes(`--${name}`))
  expect({ exitCode, missing }).toEqual({ exitCode: 0, missing: [] })
})
