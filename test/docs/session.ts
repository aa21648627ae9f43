// Runs what a page shows: `sqlite2pg …` for real, in a folder with a real todo.db against a real database, and
// the few other commands such a session needs. Progress lines are left out: on a terminal they are wiped away.
import { EventEmitter } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import pg from 'pg'
import { buildFixture } from '../../fixtures/build.ts'
import { runCommand } from '../../src/cli/run-command.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import type { Part } from './console-blocks.ts'
import { presentable } from './presentable.ts'

const COLUMNS = 100
const PROGRESS =
  /^(open|inspect|connect|census|plan|tables|rows|keys|indexes|checks|foreign keys|sequences|triggers|statistics|verify|publish)(: | · |$).*\n/gm

/** Outputs of each console part, as a reader would see them. */
export async function runParts(parts: readonly Part[]): Promise<ReadonlyMap<Part, readonly string[]>> {
  const outputs = new Map<Part, readonly string[]>()
  let place = await makePlace('d-integer-ids')
  try {
    for (const part of parts) {
      if (part.kind === 'database') {
        await place.remove()
        place = await makePlace(part.fixture)
      } else if (part.kind === 'file') writeFileSync(join(place.folder, part.name), part.text)
      else outputs.set(part, await runAll(place, part))
    }
  } finally {
    await place.remove()
  }
  return outputs
}

interface Place {
  readonly folder: string
  readonly database: TestDatabase
  lastExitCode: number
  remove(): Promise<void>
}

async function makePlace(fixture: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-docs-'))
  buildFixture(fixture, join(folder, 'todo.db'))
  const database = await withDatabase()
  const remove = async (): Promise<void> => {
    await database.drop()
    await rm(folder, { recursive: true })
  }
  return { folder, database, lastExitCode: 0, remove }
}

async function runAll(place: Place, part: Part & { kind: 'console' }): Promise<readonly string[]> {
  const outputs: string[] = []
  for (const { command } of part.commands) {
    outputs.push(presentable(await runOne(place, command), place.folder, place.database.name))
  }
  return outputs
}

async function runOne(place: Place, command: string): Promise<string> {
  const [program = '', ...words] = shellWords(command, place.lastExitCode)
  if (program === 'export') return ''
  if (program === 'echo') return words.join(' ')
  if (program === 'psql') return runPsql(place.database.url, words)
  if (program !== 'sqlite2pg') throw new Error(`a page shows a command that no test can run: ${command}`)
  return runSqlite2pg(place, words)
}

/** In the place's folder: what a command line names relatively is meant from there. */
async function runSqlite2pg(place: Place, words: readonly string[]): Promise<string> {
  const { terminal, text } = recordingTerminal(place)
  const before = process.cwd()
  process.chdir(place.folder)
  try {
    place.lastExitCode = await runCommand(words, terminal)
  } finally {
    process.chdir(before)
  }
  return text().replace(PROGRESS, '').trim()
}

/** Words as a shell parts them, with `$?` and quotes. */
function shellWords(command: string, lastExitCode: number): readonly string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  return words.map(word => word.replace('$?', String(lastExitCode)).replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

/** `psql "$DATABASE_URL" -c SQL` with its command tag, or `-Atc SQL` with bare rows. */
async function runPsql(url: string, words: readonly string[]): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const sql = words.at(-1) ?? ''
    const { command, rowCount, rows } = await client.query({ text: sql, rowMode: 'array' })
    if (words.includes('-Atc')) return rows.map(row => row.map(String).join('|')).join('\n')
    if (command === 'CREATE') return sql.split(' ', 2).join(' ')
    return command === 'INSERT' ? `INSERT 0 ${rowCount}` : `${command} ${rowCount ?? ''}`.trim()
  } finally {
    await client.end()
  }
}

/** A terminal of 100 columns without colours, whose two streams are read as one. */
function recordingTerminal({ folder, database }: Place): { terminal: Terminal; text: () => string } {
  let text = ''
  const stream = (): Terminal['stdout'] => {
    const writable = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
    })
    return Object.assign(writable, { isTTY: true, columns: COLUMNS })
  }
  const terminal: Terminal = {
    stdin: Object.assign(new PassThrough(), { isTTY: false }),
    stdout: stream(),
    stderr: stream(),
    environment: { DATABASE_URL: database.url, TERM: 'dumb', NO_COLOR: '1' },
    directory: folder,
    signals: new EventEmitter(),
    now: () => Date.now(),
    exit: () => {},
  }
  return { terminal, text: () => text }
}
