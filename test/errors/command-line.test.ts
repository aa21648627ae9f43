// The command line, the configuration file and the files to write, when they are wrong: exit code 2 of the
// built program, before anything is opened.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../src/model/errors.ts'
import { type Files, makeFolder, runProgram } from '../package/program.ts'
import { PASSWORD } from './owned-database.ts'
import { expectRefusal } from './refusal.ts'

const URL = `postgres://me:${PASSWORD}@127.0.0.1:1/app`

interface WrongLine {
  readonly title: string
  readonly argv: readonly string[]
  readonly code: ErrorCode
  readonly says: RegExp
  readonly hints: RegExp
}

// biome-ignore format: one line a row reads as a table
const WRONG_LINES: readonly WrongLine[] = [
  { title: 'an unknown option', argv: ['--frobnicate'], code: 'UNKNOWN_OPTION', says: /^--frobnicate is not an option of sqlite2pg$/, hints: /sqlite2pg --help/ },
  { title: 'a misspelt option', argv: ['--force-recrate'], code: 'UNKNOWN_OPTION', says: /^--force-recrate is not an option/, hints: /Did you mean --force-recreate\?/ },
  { title: 'a misspelt verb', argv: ['migrat'], code: 'UNKNOWN_VERB', says: /^migrat is neither a verb of sqlite2pg nor a file/, hints: /Did you mean the verb migrate\?/ },
  { title: 'a value that is none of the choices', argv: ['--orphans', 'kep'], code: 'BAD_OPTION_VALUE', says: /^--orphans: one of keep, quarantine, fail is wanted, "kep" was given/, hints: /--orphans=keep/ },
  { title: 'a URL with its password where the file belongs', argv: [URL], code: 'BAD_OPTION_VALUE', says: /first one is the SQLite file/, hints: /--postgres-url/ },
  { title: 'a third argument that holds a password', argv: ['a.db', URL, URL], code: 'BAD_OPTION_VALUE', says: /postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/app is one too many/, hints: /\[SQLITE\] \[URL\]/ },
  { title: 'an unknown option with a password as its value', argv: [`--postgres-uri=${URL}`], code: 'UNKNOWN_OPTION', says: /^--postgres-uri is not an option/, hints: /--postgres-url\?/ },
  { title: '--force-recreate where nobody can be asked', argv: ['a.db', URL, '--force-recreate'], code: 'CONFIRMATION_REQUIRED', says: /--force-recreate replaces tables, and nobody can be asked here/, hints: /--yes.*sqlite2pg plan/ },
  { title: '--out in a folder that is not there', argv: ['plan', 'a.db', URL, '--out', 'no/plan.sql'], code: 'OUTPUT_NOT_WRITABLE', says: /^--out: no\/plan\.sql cannot be written: its folder is not there$/, hints: /folder that is there/ },
  { title: '--out that is the source', argv: ['plan', 'a.db', URL, '--out', './a.db'], code: 'OUTPUT_NOT_WRITABLE', says: /is the source itself/, hints: /another file/ },
]

describe.concurrent('a wrong command line', () => {
  test.each(WRONG_LINES)('$title', async ({ argv, ...wanted }) => {
    await expectRefusal(makeFolder({ 'a.db': '' }), argv, { exit: 2, ...wanted })
  })

  test('--report that cannot be written', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'r.json'))
    const { exitCode, stderr } = await runProgram(folder, ['a.db', URL, '--report', 'r.json'])
    expect(stderr).toMatch(/^sqlite2pg: --report: r\.json cannot be written: it is a folder\n→ Name a file /)
    expect(exitCode).toBe(2)
  })
})

interface WrongConfig {
  readonly title: string
  readonly content: string
  readonly says: RegExp
  readonly hints: RegExp
}

const SCHEMA_HINT = /keys are those of sqlite2pg\.schema\.json/

// biome-ignore format: one line a row reads as a table
const WRONG_CONFIGS: readonly WrongConfig[] = [
  { title: 'that is not JSON', content: '{\n  "strict": true,\n}', says: /^sqlite2pg\.config\.json is not JSON: .*line 3/, hints: /double quotes, no comments, no comma after the last entry/ },
  { title: 'that is empty', content: '', says: /^sqlite2pg\.config\.json is not JSON/, hints: /Plain JSON/ },
  { title: 'with an unknown key', content: '{"postgresURL": "x"}', says: /"postgresURL" is not known; did you mean "postgresUrl"\?/, hints: SCHEMA_HINT },
  { title: 'with a value of another type', content: '{"jobs": "four"}', says: /^sqlite2pg\.config\.json: jobs: a whole number is wanted, "four" was given$/, hints: SCHEMA_HINT },
  { title: 'with a wish for a table that has an unknown key', content: '{"tables": {"tasks": {"indices": []}}}', says: /tables\.tasks: "indices" is not known/, hints: SCHEMA_HINT },
  { title: 'with two targets', content: `{"postgresUrl": "${URL}", "embedded": true}`, says: /postgresUrl and embedded both name a target$/, hints: /Leave one of them out/ },
  { title: 'with a password in a wrong place', content: `{"jobs": "${URL}"}`, says: /jobs: a whole number is wanted, "postgres:\/\/me:\*\*\*@/, hints: SCHEMA_HINT },
  { title: 'with a password in text that is not JSON', content: `postgresUrl: "${URL}"`, says: /is not JSON/, hints: /Plain JSON/ },
]

function refusesConfig(files: Files, argv: readonly string[], says: RegExp, hints: RegExp): Promise<void> {
  return expectRefusal(makeFolder(files), argv, { exit: 2, code: 'BAD_CONFIG', says, hints })
}

describe.concurrent('a configuration file', () => {
  test.each(WRONG_CONFIGS)('$title', async ({ content, says, hints }) => {
    await refusesConfig({ 'sqlite2pg.config.json': content }, [], says, hints)
  })

  test('that --config names and that is not there', async () => {
    await refusesConfig({}, ['--config', 'mine.json'], /mine\.json is not there/, /Check --config/)
  })

  test('that is a folder', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'sqlite2pg.config.json'))
    const says = /the configuration file sqlite2pg\.config\.json is a folder$/
    await expectRefusal(folder, [], { exit: 2, code: 'BAD_CONFIG', says, hints: /--config/ })
  })

  test.skipIf(process.geteuid?.() === 0)('that may not be read (root may read anything)', async () => {
    const folder = makeFolder({ 'sqlite2pg.config.json': '{}' })
    chmodSync(join(folder, 'sqlite2pg.config.json'), 0o200)
    const { exitCode, stderr } = await runProgram(folder, [])
    expect(stderr).toMatch(/may not be read by this user/)
    expect(exitCode).toBe(2)
  })
})

test('a folder called .env, as Python has them, is no obstacle', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, '.env'))
  await expectRefusal(folder, ['x.db'], {
    exit: 2,
    code: 'NO_TARGET',
    says: /no PostgreSQL database/,
    hints: /--embedded/,
  })
})
