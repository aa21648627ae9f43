// One oddity as a folder: how its SQLite file is made and what each run must give. README.md tells the format.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type { MigrateOptions } from '../../src/model/options.ts'
import { newPath } from '../run/workplace.ts'

export interface Case {
  readonly name: string
  readonly rule: string
  readonly runs: readonly ExpectedRun[]
}

export type CaseOptions = Omit<MigrateOptions, 'sqlitePath' | 'url' | 'schema'>

type Rows = readonly (readonly (string | null)[])[]

export interface ExpectedRun {
  readonly title: string
  readonly since?: number
  readonly before?: number
  readonly options?: CaseOptions
  readonly exitCode?: number
  readonly error?: string
  readonly message?: string
  readonly columns?: Readonly<Record<string, string>>
  readonly notices?: readonly string[]
  readonly rows?: Readonly<Record<string, Rows>>
  readonly queries?: Readonly<Record<string, Rows>>
  readonly quarantined?: Readonly<Record<string, number>>
  readonly cells?: string
}

const KEYS: ReadonlySet<string> = new Set<keyof ExpectedRun>([
  'title',
  'since',
  'before',
  'options',
  'exitCode',
  'error',
  'message',
  'columns',
  'notices',
  'rows',
  'queries',
  'quarantined',
  'cells',
])

const FOLDER = new URL('./', import.meta.url)

/** The cases whose folder's name begins so, in the order of their names. */
export function casesOf(section: string): readonly Case[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name.startsWith(`${section}-`))
    .map(entry => readCase(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readCase(name: string): Case {
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, FOLDER), 'utf8'))
  for (const run of expected.runs) {
    const unknown = Object.keys(run).filter(key => !KEYS.has(key))
    if (unknown.length > 0) throw new Error(`${name}/expected.json: unknown keys ${unknown.join(', ')}`)
  }
  return { name, ...expected }
}

/** The case's SQLite file in a new folder. */
export async function buildCase(name: string): Promise<string> {
  const path = newPath()
  const script = new URL(`${name}/source.ts`, FOLDER)
  if (existsSync(fileURLToPath(script))) {
    const { build } = (await import(script.href)) as { build: (path: string) => void | Promise<void> }
    await build(path)
    return path
  }
  const database = new Database(path)
  database.unsafeMode(true)
  database.exec(readFileSync(new URL(`${name}/source.sql`, FOLDER), 'utf8'))
  database.close()
  return path
}
