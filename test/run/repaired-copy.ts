// Two copies of one source with the same fault in each, one repaired by the library, one by the script that it prints.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  type MigrateOptions,
  migrate,
  type RepairOptions,
  type RepairResult,
  type RunReport,
  repair,
  verify,
} from '../../src/index.ts'
import { query } from '../server/database.ts'

export type CopyOptions = Pick<MigrateOptions, 'sqlitePath' | 'url' | 'schema'> & Partial<RepairOptions>

/** The script that a repair without `apply` prints. */
export async function printedRepair(
  options: CopyOptions,
): Promise<RepairResult & { readonly script: string }> {
  let script = ''
  const result = await repair({
    ...options,
    onScript: text => {
      script += text
    },
  })
  return { ...result, script }
}

export const applied = (options: CopyOptions): Promise<RepairResult> =>
  repair({ ...options, apply: true, yes: true })

/** Throws with what psql said unless it went through. */
export function runInPsql(script: string, url: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-script-'))
  const file = join(folder, 'repair.sql')
  writeFileSync(file, script)
  try {
    return execFileSync('psql', ['--no-psqlrc', '--file', file, url], { encoding: 'utf8', stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Through the driver, without the lines that only psql knows. */
export async function runScript(script: string, url: string): Promise<void> {
  await query(url, script.replace(/^\\(set|encoding) .*$/gm, ''))
}

/** What `verify` still calls different: `kind object`. */
export function different({ checks }: Pick<RunReport, 'checks'>): readonly string[] {
  return checks.filter(({ status }) => status === 'different').map(({ kind, object }) => `${kind} ${object}`)
}

export interface Repairing {
  readonly sqlitePath: string
  readonly url: string
  /** SQL with unqualified names. */
  readonly breaking: string
  readonly options?: Partial<MigrateOptions>
  /** What is left after both, as `different` gives it. */
  readonly left?: readonly string[]
}

/** Moves into two schemas, breaks both, repairs one in either way, and expects both to be the source again. */
export async function expectRepaired({ sqlitePath, url, breaking, options, left = [] }: Repairing) {
  const made = { ...options, sqlitePath, url }
  for (const schema of ['applied', 'scripted']) {
    expect((await migrate({ ...made, schema })).error).toBeNull()
    const inSchema = new URL(url)
    inSchema.searchParams.set('options', `-c search_path=${schema} -c timezone=UTC`)
    await query(inSchema.href, breaking)
  }
  const done = await applied({ ...made, schema: 'applied' })
  const printed = await printedRepair({ ...made, schema: 'scripted' })
  expect(printed.report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
  expect(printed.repair?.tables).toEqual(done.repair?.tables)
  await runScript(printed.script, url)
  for (const schema of ['applied', 'scripted']) {
    const verified = await verify({ ...made, schema })
    expect(different(verified)).toEqual(left)
  }
  const warned = done.report.notices.filter(({ code }) => code === 'REPAIR_LEFT')
  expect({ exitCode: done.report.exitCode, left: different(done.report) }).toEqual({ exitCode: 0, left })
  expect(warned).toHaveLength(left.length)
  return { done, printed }
}
