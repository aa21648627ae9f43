// A run that must end badly, and everything that is true of every bad end: the exit code, one JSON report,
// object and fact and next step for people, no stack trace, no password, and nothing touched on either side.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ErrorCode } from '../../src/model/errors.ts'
import { type ProgramOptions, runProgram } from '../package/program.ts'
import { folderDigest } from '../run/folder-digest.ts'
import { query } from '../server/database.ts'
import { PASSWORD } from './owned-database.ts'

export interface WantedRefusal {
  readonly exit: 1 | 2 | 3 | 4 | 5 | 6
  readonly code: ErrorCode
  /** The object and the fact. */
  readonly says: RegExp
  /** The next step. */
  readonly hints: RegExp
}

export interface RefusalOptions extends ProgramOptions {
  /** A database in which nothing may change, as one who may see all of it. */
  readonly untouched?: string
}

/** Runs with --json and --report in `folder`, and checks the end. */
export async function expectRefusal(
  folder: string,
  argv: readonly string[],
  wanted: WantedRefusal,
  options: RefusalOptions = {},
): Promise<void> {
  const before = [restOf(folder), await databaseDigest(options.untouched)]
  const { exitCode, stdout, stderr } = await runProgram(
    folder,
    [...argv, '--json', '--report', REPORT],
    options,
  )
  const { outcome, error, ...report } = JSON.parse(stdout)
  expect(error).toMatchObject({
    code: wanted.code,
    message: expect.stringMatching(wanted.says),
    hint: expect.stringMatching(wanted.hints),
  })
  expect({ exitCode, reported: report.exitCode }).toEqual({ exitCode: wanted.exit, reported: wanted.exit })
  expect(outcome).toBe(report.dryRun ? 'would fail' : 'failed')
  expectForPeople(stderr, error.message)
  expectDiscreet(stdout + stderr + reportText(folder, stdout))
  expect([restOf(folder), await databaseDigest(options.untouched)]).toEqual(before)
}

const REPORT = 'the-report.json'

/** '' where the command line could not be read, and so nobody knows whether a report was asked for. */
function reportText(folder: string, stdout: string): string {
  if (!existsSync(join(folder, REPORT))) return ''
  const text = readFileSync(join(folder, REPORT), 'utf8')
  expect(text).toBe(stdout)
  return text
}

function expectForPeople(stderr: string, message: string): void {
  const words = stderr.replace(/\s+/g, ' ')
  expect(words).toContain(`sqlite2pg: ${message.replace(/\s+/g, ' ')}`)
  expect(stderr).toMatch(/^→ \S/m)
  expect(stderr).not.toMatch(/^ +at |node:internal|\.[jt]s:\d+|\[object|undefined|NaN|Error:/m)
}

function expectDiscreet(everything: string): void {
  expect(everything).not.toContain(PASSWORD)
  expect(everything).not.toContain(PASSWORD.slice(0, 6))
}

/** What lies in the folder, the report apart. */
function restOf(folder: string): readonly string[] {
  return folderDigest(join(folder, REPORT)).filter(entry => !entry.startsWith(`${REPORT} `))
}

/** Every schema and every relation with its storage, which a rewrite would change, and its rows. */
async function databaseDigest(url: string | undefined): Promise<readonly unknown[]> {
  if (url === undefined) return []
  return query(
    url,
    `SELECT n.nspname, c.relname, c.relkind, c.relfilenode,
       CASE WHEN c.relkind = 'r' THEN md5(query_to_xml(format('TABLE %s', c.oid::regclass), true, true, '')::text) END AS rows
     FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid
     WHERE n.nspname !~ '^pg_(?!temp|toast)' AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'sqlite2pg_journal')
     ORDER BY 1, 2`,
  )
}
