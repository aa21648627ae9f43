// Moves one database and judges how it ended. Moved with every cell equal and every loss declared, or refused with
// a message and nothing left behind: anything else is a failure.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { type MigrateOptions, migrate, plan, type RunReport, verify } from '../../src/index.ts'
import { folderDigest } from '../run/folder-digest.ts'
import { type BuiltFile, buildFile } from './build-file.ts'
import { Fault } from './fault.ts'
import { requireEqual } from './require-equal.ts'
import { quoteName, type SourceModel } from './source-model.ts'

export type Wishes = Pick<
  MigrateOptions,
  'names' | 'badValues' | 'orphans' | 'casts' | 'strict' | 'jobs' | 'partBytes'
>

export interface Failure {
  /** What kind of fault it is, the same for a smaller database that shows it too. */
  readonly kind: string
  readonly detail: string
}

export type Ending =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface Judged {
  readonly ending: Ending
  readonly built: BuiltFile
  readonly notices: ReadonlySet<string>
}

export interface Ground {
  readonly url: string
  readonly client: pg.Client
  /** A folder for the files. */
  readonly folder: string
}

let count = 0

export async function judgeSource(source: SourceModel, wishes: Wishes, ground: Ground): Promise<Judged> {
  const schema = `p_${process.pid}_${++count}`
  const folder = join(ground.folder, schema)
  mkdirSync(folder)
  const sqlitePath = join(folder, 'source.db')
  try {
    const built = buildFile(sqlitePath, source)
    const notices = new Set<string>()
    const task = {
      built,
      sqlitePath,
      schema,
      ground,
      options: { sqlitePath, url: ground.url, schema, ...wishes, casts: castsThere(wishes, built) },
      notices,
    }
    return { ending: await judge(task), built, notices }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await ground.client.query(`DROP SCHEMA IF EXISTS ${quoteName(schema)} CASCADE`)
  }
}

/** SQLite may have refused the table, or shrinking may have taken the column. */
function castsThere({ casts = {} }: Wishes, { accepted }: BuiltFile): Readonly<Record<string, string>> {
  const paths = new Set(
    accepted.tables.flatMap(({ name, columns }) => columns.map(column => `${name}.${column.name}`)),
  )
  return Object.fromEntries(Object.entries(casts).filter(([path]) => paths.has(path)))
}

interface Task {
  readonly built: BuiltFile
  readonly sqlitePath: string
  readonly schema: string
  readonly ground: Ground
  readonly options: MigrateOptions
  readonly notices: Set<string>
}

async function judge(task: Task): Promise<Ending> {
  try {
    return await transfer(task)
  } catch (error) {
    if (error instanceof Fault)
      return { kind: 'failed', failure: { kind: error.kind, detail: error.message } }
    const detail = error instanceof Error ? `${error.stack}` : String(error)
    return {
      kind: 'failed',
      failure: {
        kind: `thrown: ${String(error)
          .replace(/["'`].*|\d+/gs, '')
          .slice(0, 60)}`,
        detail,
      },
    }
  }
}

async function transfer(task: Task): Promise<Ending> {
  const { options, sqlitePath } = task
  const before = digest(sqlitePath)
  const dry = (await plan(options)).report
  requireSame('dry run changed the file', before, digest(sqlitePath))
  const real = await migrate(options)
  requireSame('file changed', before, digest(sqlitePath))
  for (const { code } of real.notices) task.notices.add(code)
  requireDecentWords(dry)
  requireDecentWords(real)
  requireAllowedExit(real)
  if (dry.exitCode !== real.exitCode)
    throw new Fault(
      `dry run says ${dry.exitCode}, real run ${real.exitCode}`,
      `${dry.error?.message} / ${real.error?.message}`,
    )
  requireNoSurprise(dry, real)
  if (real.exitCode !== 0) return refused(real, task)
  await requireEqual({
    ...task,
    report: real,
    client: task.ground.client,
    isStyled: (options.names ?? 'keep') !== 'keep',
    casts: options.casts ?? {},
  })
  const proven = await verify(options)
  if (proven.exitCode !== 0)
    throw new Fault(`verify exits with ${proven.exitCode}`, `${proven.error?.message} ${checksOf(proven)}`)
  requireSame('verify changed the file', before, digest(sqlitePath))
  return { kind: 'moved' }
}

const digest = (path: string): string => folderDigest(path).join(', ')

function requireSame(kind: string, before: string, after: string): void {
  if (before !== after) throw new Fault(kind, `${before} → ${after}`)
}

function requireAllowedExit(report: RunReport): void {
  const { exitCode, error } = report
  if ([0, 3, 4, 5].includes(exitCode) && error?.code !== 'TARGET_FAILED') return
  const message = error?.message ?? ''
  const gist = message.replace(/["“'`«][^"”'`»]*["”'`»]|\d+/g, '…').slice(0, 70)
  throw new Fault(`exit ${exitCode} ${error?.code}: ${gist}`, `${message} ${checksOf(report)}`)
}

function checksOf({ checks, differences }: RunReport): string {
  const bad = checks.filter(({ status }) => status === 'different')
  return JSON.stringify([...bad, ...differences].slice(0, 4), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

function requireDecentWords({ error, notices }: RunReport): void {
  const words = [
    ...notices.map(({ object, message, hint }) => [object, message, hint]),
    ...(error === null ? [] : [[error.message, error.hint]]),
  ]
  const trace = words.flat().find(text => /\n\s+at \S+ \(|node:internal|node_modules/.test(text))
  if (trace !== undefined) throw new Fault('stack trace in a message', trace)
  const silent = words.find(texts => texts.slice(-2).some(text => text.trim() === ''))
  if (silent !== undefined) throw new Fault('an empty message or hint', JSON.stringify(silent))
}

/** All that a real run says was in the plan, but for views: whether one gives the same rows only the copy can tell. */
function requireNoSurprise(dry: RunReport, real: RunReport): void {
  const said = new Set(dry.notices.map(({ code, object, message }) => `${code} ${object} ${message}`))
  const surprise = real.notices.find(
    ({ code, object, message }) => !code.startsWith('VIEW_') && !said.has(`${code} ${object} ${message}`),
  )
  if (surprise !== undefined)
    throw new Fault(`surprise ${surprise.code}`, `${surprise.object}: ${surprise.message}`)
}

async function refused({ error, notices }: RunReport, { schema, ground }: Task): Promise<Ending> {
  const { rows } = await ground.client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname = $1 OR (nspname LIKE 'sqlite2pg%' AND obj_description(oid) LIKE '%' || $1 || '%')`,
    [schema],
  )
  if (rows.length > 0)
    throw new Fault('a refused run left something behind', rows.map(({ name }) => name).join(', '))
  const blockers = [
    ...new Set(notices.filter(({ severity }) => severity === 'blocker').map(({ code }) => code)),
  ]
  return { kind: 'refused', code: [error?.code, ...blockers.sort()].join(' ') }
}
