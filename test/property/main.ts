// `npm run property -- --seed N --count N`: many random databases, each moved and compared cell by cell on a
// PostgreSQL server of its own. Prints what the generator covered; a failing database is left as SQL, made small.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { FORGETFUL_SETTINGS } from '../server/forgetful-settings.ts'
import { type FailedDatabase, type PropertyResult, runProperty } from './run-property.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    count: { type: 'string', default: '2000' },
    lanes: { type: 'string', default: '3' },
    'no-shrink': { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const count = Number(values.count)
const failures = mkdtempSync(join(tmpdir(), 'sqlite2pg-property-failures-'))

process.exitCode = await withServer(async url => {
  console.log(`seed ${first}, ${count} databases`)
  const result = await runProperty({
    url,
    seeds: Array.from({ length: count }, (_, i) => first + i),
    lanes: Number(values.lanes),
    shrinkAttempts: values['no-shrink'] ? 0 : 120,
    onFailure: tellFailure,
  })
  tell(result)
  if (result.failures.length === 0) rmSync(failures, { recursive: true, force: true })
  return result.failures.length === 0 ? 0 : 1
})

async function withServer(work: (url: string) => Promise<number>): Promise<number> {
  const given = process.env['SQLITE2PG_TEST_SERVER_URL']
  if (given) return work(given)
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-property-server-'))
  chmodSync(folder, 0o755)
  const server = await startEmbeddedServer({
    dataDirectory: join(folder, 'postgres'),
    settings: FORGETFUL_SETTINGS,
  })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function tellFailure({ seed, wishes, failure, statements }: FailedDatabase): void {
  mkdirSync(failures, { recursive: true })
  const path = join(failures, `${seed}.sql`)
  const head = [`seed ${seed}, options ${JSON.stringify(wishes)}`, failure.kind, failure.detail]
    .join('\n')
    .replaceAll('\n', '\n-- ')
  const sql = `-- ${head}\n${statements.join(';\n')};\n`
  writeFileSync(path, sql)
  console.log(`\nFAILED seed ${seed}: ${failure.kind}\n${failure.detail.slice(0, 900)}`)
  console.log(
    statements
      .filter(text => text.length < 600)
      .join(';\n')
      .slice(0, 2500),
  )
  console.log(`left in ${path}; again: npm run property -- --seed ${seed} --count 1`)
}

function tell(result: PropertyResult): void {
  const { moved, refusals, defaults, statements, seconds } = result
  const refused = [...refusals.values()].reduce((sum, each) => sum + each, 0)
  console.log(`\n${listed(result.features)}`)
  console.log(`\nnotices: ${listed(result.notices)}`)
  console.log(`\n${statements.refused} of ${statements.tried} generated statements were no SQLite`)
  console.log(
    `${moved} moved, ${refused} refused, ${result.failures.length} failed; ${(count / seconds).toFixed(1)} databases/s`,
  )
  console.log(`refused: ${listed(refusals) || 'none'}`)
  console.log(
    `with default options ${defaults.refused} of ${defaults.count} refused (${((100 * defaults.refused) / Math.max(1, defaults.count)).toFixed(1)} %)`,
  )
  const kinds = new Map<string, number>()
  for (const { failure } of result.failures) kinds.set(failure.kind, (kinds.get(failure.kind) ?? 0) + 1)
  if (kinds.size > 0) console.log(`failures by kind:\n  ${listed(kinds).replaceAll(', ', '\n  ')}`)
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ')
}
