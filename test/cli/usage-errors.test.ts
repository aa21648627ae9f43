// Every way to write a command line wrongly: exit code 2, the object and the fact, and the next step.
import { expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { recordingTerminal, runIn } from './command-line.ts'

interface WrongLine {
  readonly title: string
  readonly argv: readonly string[]
  readonly says: RegExp
  readonly hints: RegExp
  readonly files?: Readonly<Record<string, string>>
}

const URL = 'postgres://me:hunter2@localhost/app'

// biome-ignore format: one line a row reads as a table
const WRONG_LINES: readonly WrongLine[] = [
  { title: 'an unknown option names the nearest', argv: ['--jbos', '3'], says: /--jbos is not an option/, hints: /Did you mean --jobs\?/ },
  { title: 'an unknown short option', argv: ['-x'], says: /-x is not an option/, hints: /--help/ },
  { title: 'an option in snake case names ours', argv: ['--dry_run'], says: /--dry_run is not/, hints: /--dry-run/ },
  { title: 'an option of another verb names its verbs', argv: ['verify', '--force-recreate'], says: /not an option of verify/, hints: /migrate, plan/ },
  { title: 'a misspelt verb names the nearest, and the reading as a file', argv: ['migrat'], says: /migrat is neither a verb/, hints: /verb migrate\?.*\.\/migrat/ },
  { title: 'swapped letters of a verb are near', argv: ['verfiy', 'a.db'], says: /verfiy/, hints: /verb verify/ },
  { title: 'a bare word near no verb is told both readings', argv: ['mydata'], says: /neither a verb of sqlite2pg nor a file/, hints: /--help.*\.\/mydata/ },
  { title: 'a URL where the file belongs', argv: [URL], says: /first one is the SQLite file/, hints: /--postgres-url/ },
  { title: 'a third argument', argv: ['a.db', URL, 'more'], says: /more is one too many/, hints: /\[SQLITE\] \[URL\]/ },
  { title: 'the source named twice', argv: ['a.db', '-s', 'b.db'], says: /the source is named twice/, hints: /Leave one/ },
  { title: 'the target named twice', argv: ['a.db', URL, '-p', URL], says: /the target is named twice/, hints: /Leave one/ },
  { title: 'a URL and --embedded', argv: ['a.db', URL, '--embedded'], says: /one target/, hints: /Leave one/ },
  { title: 'a single-value option given twice', argv: ['--schema', 'a', '--schema', 'b'], says: /--schema: given 2 times \("a", "b"\)/, hints: /once/ },
  { title: 'an empty value', argv: ['--schema', ''], says: /--schema: its value is missing or empty/, hints: /--schema NAME/ },
  { title: 'a missing value', argv: ['--out', '--dry-run'], says: /--out: its value is missing/, hints: /--out FILE/ },
  { title: 'an empty argument', argv: [''], says: /one of them is empty/, hints: /variable/ },
  { title: '--jobs 0', argv: ['--jobs', '0'], says: /whole number from 1 .* "0" was given/, hints: /--jobs N/ },
  { title: 'load --resume says why', argv: ['load', '--resume'], says: /not an option of load: a load is one transaction/, hints: /migrate, refresh/ },
  { title: '--retry-for never', argv: ['--retry-for', 'never'], says: /seconds from 0 to 3600 .* "never" was given/, hints: /--retry-for=30/ },
  { title: '--jobs abc', argv: ['--jobs=abc'], says: /"abc" was given/, hints: /--jobs N/ },
  { title: '--jobs 1e3', argv: ['--jobs=1e3'], says: /"1e3" was given/, hints: /--jobs N/ },
  { title: '--format xml', argv: ['plan', '--format', 'xml'], says: /one of text, json, sql is wanted, "xml" was given/, hints: /--format text\|json\|sql/ },
  { title: 'a misspelt choice names the nearest', argv: ['--names', 'snak'], says: /"snak" was given/, hints: /--names=snake/ },
  { title: 'a switch with a value', argv: ['--strict=maybe'], says: /--strict: takes no value, and "maybe"/, hints: /--strict alone/ },
  { title: '--cast without =', argv: ['--cast', 'tasks.due'], says: /TABLE\.COLUMN=TYPE is wanted, "tasks.due" was given/, hints: /For example/ },
  { title: '--cast without a table', argv: ['--cast', 'due=date'], says: /TABLE\.COLUMN=TYPE is wanted/, hints: /For example/ },
  { title: 'a column cast twice', argv: ['--cast', 'a.b=text', '--cast', 'a.b=date'], says: /a\.b is given twice/, hints: /once/ },
  { title: 'a column cast twice in two spellings', argv: ['--cast', 't.a=text', '--cast', 'T.A=bytea'], says: /t\.a and T\.A are one column, given twice/, hints: /once/ },
  { title: "pgloader's --cast", argv: ['--cast', 'type datetime to timestamptz'], says: /pgloader's spelling/, hints: /--cast TABLE\.COLUMN=TYPE/ },
  { title: "pgloader's --with data only", argv: ['--with', 'data only'], says: /--with "data only" is pgloader's/, hints: /`load`/ },
  { title: "pgloader's --with quote identifiers", argv: ['--with', 'quote identifiers'], says: /pgloader/, hints: /--names keep/ },
  { title: "pgloader's --with snake_case identifiers", argv: ['--with', 'snake_case identifiers'], says: /pgloader/, hints: /--names snake/ },
  { title: "pgloader's --with include drop", argv: ['--with', 'include drop'], says: /pgloader/, hints: /--force-recreate/ },
  { title: "pgloader's --with reset sequences", argv: ['--with', 'reset sequences'], says: /pgloader/, hints: /always/ },
  { title: "pgloader's --with batch rows", argv: ['--with', 'batch rows = 10'], says: /pgloader/, hints: /Not needed/ },
  { title: "pgloader's --before", argv: ['--before', 'x.sql'], says: /option of pgloader/, hints: /psql/ },
  { title: '--format without a plan', argv: ['--format', 'sql'], says: /migrate writes none/, hints: /--dry-run/ },
  { title: '--out of a refresh', argv: ['refresh', 'a.db', '--out', 'p.sql'], says: /refresh writes none/, hints: /--dry-run/ },
  { title: 'a report of unknown form', argv: ['--report', 'r.txt'], says: /r\.txt ends in neither/, hints: /FILE\.json/ },
  { title: '--json and a plan on one standard output', argv: ['plan', '--json', '--format', 'sql'], says: /both want standard output/, hints: /--out/ },
  { title: '--quiet with --verbose', argv: ['--quiet', '--verbose'], says: /contradicts/, hints: /Leave one/ },
  { title: 'serve with a file', argv: ['serve', 'a.db'], says: /serve takes none/, hints: /--embedded DIR/ },
  { title: 'status with a file', argv: ['status', 'a.db'], says: /status takes the target's URL alone, and something else was given/, hints: /sqlite2pg status \[URL\]/ },
  { title: 'rollback with a file and a URL', argv: ['rollback', 'a.db', URL], says: /rollback takes the target's URL alone/, hints: /no SQLite file/ },
  { title: 'rollback with the option of a source', argv: ['rollback', '-s', 'a.db'], says: /--sqlite-path is not an option of rollback/, hints: /rollback --help/ },
  { title: '--out in a folder that is not there', argv: ['plan', '--out', 'no/plan.sql'], says: /--out: no\/plan\.sql cannot be written: its folder is not there/, hints: /folder/ },
  { title: '--out that is a folder', argv: ['plan', '--out', '.'], says: /it is a folder/, hints: /folder/ },
  { title: '--out that is the source', argv: ['plan', 'a.db', '--out', './a.db'], says: /is the source itself/, hints: /another file/, files: { 'a.db': '' } },
  { title: '--report that is the same file as --out', argv: ['plan', '--out', 'a.json', '--report', './a.json'], says: /the same file/, hints: /own/ },
  { title: 'a configuration file that is not there', argv: ['--config', 'no.json'], says: /no\.json is not there/, hints: /--config/ },
  { title: '--force-recreate where nobody can be asked', argv: ['a.db', URL, '--force-recreate'], says: /nobody can be asked/, hints: /--yes/ },
  { title: 'load --force-recreate where nobody can be asked', argv: ['load', 'a.db', URL, '--force-recreate'], says: /replaces rows, and nobody can be asked/, hints: /load --dry-run/ },
  { title: '--sample= without a value', argv: ['verify', 'a.db', URL, '--sample='], says: /--sample: its value is (missing or )?empty/, hints: /--sample / },
  { title: '--recheck= without a value', argv: ['verify', 'a.db', URL, '--recheck='], says: /--recheck: its value is (missing or )?empty/, hints: /--recheck / },
  { title: '--embedded= without a value', argv: ['verify', 'a.db', URL, '--embedded='], says: /--embedded: its value is (missing or )?empty/, hints: /--embedded / },
  { title: '--limit= without a value', argv: ['verify', 'a.db', URL, '--limit='], says: /--limit: its value is (missing or )?empty/, hints: /--limit / },
  { title: '--jobs= without a value', argv: ['verify', 'a.db', URL, '--jobs='], says: /--jobs: its value is (missing or )?empty/, hints: /--jobs / },
  { title: '--report= without a value', argv: ['verify', 'a.db', URL, '--report='], says: /--report: its value is (missing or )?empty/, hints: /--report / },
  { title: '--tables= without a value', argv: ['verify', 'a.db', URL, '--tables='], says: /--tables: its value is (missing or )?empty/, hints: /--tables / },
  { title: '--sample with an empty word', argv: ['verify', 'a.db', URL, '--sample', ''], says: /--sample: its value is empty/, hints: /--sample / },
  { title: 'verify --certificate with a file', argv: ['verify', '--certificate', 'c.json', 'a.db', URL], says: /with --certificate no SQLite file is read/, hints: /Leave the SQLite file out/ },
  { title: '--out= without a value', argv: ['repair', 'a.db', URL, '--out='], says: /--out: its value is missing or empty/, hints: /--out FILE/ },
]

test.each(WRONG_LINES)('$title', async ({ argv, says, hints, files }) => {
  const { exitCode, stdout, stderr } = await runIn(argv, files && { files })
  expect(stderr).toMatch(says)
  expect(stderr.replaceAll('\n', ' ')).toMatch(new RegExp(`→ .*${hints.source}`))
  expect(stderr).not.toContain('hunter2')
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: argv.includes('--json') ? stdout : '' })
})

test('with --json a usage error is a report as well', async () => {
  const { exitCode, stdout, stderr } = await runIn(['verify', '--json', '--jobs', '0'])
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({
    formatVersion: 1,
    verb: 'verify',
    outcome: 'failed',
    exitCode: 2,
    error: { code: 'BAD_OPTION_VALUE' },
  })
  expect(stderr).toContain('--jobs')
  expect(exitCode).toBe(2)
})

test('a trial of --out leaves no empty file behind', async () => {
  const { directory } = await runIn(['a.db', URL, '--force-recreate', '--report', 'r.json'])
  const { existsSync, readFileSync } = await import('node:fs')
  expect(existsSync(`${directory}/a.db`)).toBe(false)
  expect(JSON.parse(readFileSync(`${directory}/r.json`, 'utf8')).error.code).toBe('CONFIRMATION_REQUIRED')
})

test('a working directory that was removed is told, not thrown', async () => {
  const { terminal, stderr } = recordingTerminal('')
  expect(await runCommand(['--json', 'verify'], terminal)).toBe(2)
  expect(stderr()).toMatch(/^sqlite2pg: the working directory is not there any more\n→ .*cd/)
})
