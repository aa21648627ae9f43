// Runs the cases of a section on the server of the test run and holds each to its expectation, and to what
// every run is held to: README.md lists both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, plan, verify } from '../../src/index.ts'
import type { RunReport } from '../../src/model/report.ts'
import { sourceContents, targetContents } from '../run/cells.ts'
import { folderDigest } from '../run/folder-digest.ts'
import { query, withDatabase } from '../server/database.ts'
import { buildCase, type Case, casesOf, type ExpectedRun } from './case.ts'

export async function describeCases(section: string): Promise<void> {
  const database = await withDatabase()
  afterAll(() => database.drop())
  const [{ version }] = (await query(
    database.url,
    `SELECT current_setting('server_version_num')::int / 10000 AS version`,
  )) as [{ version: number }]
  for (const [i, oneCase] of casesOf(section).entries())
    describe(`${oneCase.name}: ${oneCase.rule}`, () =>
      describeRuns(oneCase, `case_${i}`, { url: database.url, version }))
}

interface CaseServer {
  readonly url: string
  /** The major version. */
  readonly version: number
}

function describeRuns({ name, runs }: Case, prefix: string, { url, version }: CaseServer): void {
  let sqlitePath = ''
  beforeAll(async () => {
    sqlitePath = await buildCase(name)
  })
  for (const [i, run] of runs.entries())
    it.skipIf(version < (run.since ?? 0) || version >= (run.before ?? Infinity))(run.title, () =>
      hold(run, { sqlitePath, url, schema: `${prefix}_${i}`, ...run.options }),
    )
}

type Options = Parameters<typeof migrate>[0] & { readonly url: string; readonly schema: string }

async function hold(run: ExpectedRun, options: Options): Promise<void> {
  const folder = folderDigest(options.sqlitePath)
  const { report: dry } = await plan(options)
  expect(folderDigest(options.sqlitePath)).toEqual(folder)
  const report = await migrate(options)
  expect(folderDigest(options.sqlitePath)).toEqual(folder)
  holdReport(run, report)
  expect(dry.exitCode).toBe(report.exitCode)
  expect(told(dry)).toEqual(told(report))
  if (report.exitCode === 0) await holdTarget(run, report, options)
  else await holdNothing(options)
}

function holdReport(run: ExpectedRun, report: RunReport): void {
  const { exitCode, error } = report
  const expected = { exitCode: run.exitCode ?? 0, error: run.error ?? null }
  expect({ exitCode, error: error?.code ?? null }, JSON.stringify(error)).toEqual(expected)
  if (run.message !== undefined) expect(`${error?.message} ${error?.hint}`).toContain(run.message)
  holdNotices(run.notices ?? [], report)
  const types = Object.fromEntries(
    report.tables.flatMap(table =>
      table.columns.map(column => [`${table.source}.${column.source}`, column.type]),
    ),
  )
  for (const [column, type] of Object.entries(run.columns ?? {})) expect(types).toHaveProperty([column], type)
  if (exitCode !== 0) return
  for (const table of report.tables) {
    expect(table.quarantinedRows, table.source).toBe(BigInt(run.quarantined?.[table.source] ?? 0))
    expect(table.sourceRows, table.source).toBe(table.copiedRows + table.quarantinedRows)
  }
}

/** Every warning and blocker is expected, each expected notice is there. */
function holdNotices(expected: readonly string[], report: RunReport): void {
  const given = told(report).map(notice => notice.replaceAll(report.source?.path ?? '\0', 'SOURCE'))
  const left = [...given]
  for (const line of expected) {
    const [, head = '', piece = ''] = /^(\w+ \w+ .*?)(?:: (.*))?$/s.exec(line) ?? []
    const found = left.findIndex(
      notice => (notice.startsWith(`${head}: `) || notice.startsWith(`${line}: `)) && notice.includes(piece),
    )
    expect(found, `no notice “${line}” among\n${given.join('\n')}`).not.toBe(-1)
    left.splice(found, 1)
  }
  expect(left.filter(notice => !notice.startsWith('info'))).toEqual([])
}

/** What only a real run can tell is left out. */
function told({ notices }: RunReport): readonly string[] {
  return notices
    .filter(({ code }) => code !== 'REPLACED')
    .map(({ severity, code, object, message, hint }) => `${severity} ${code} ${object}: ${message} ${hint}`)
    .sort()
}

async function holdTarget(run: ExpectedRun, report: RunReport, options: Options): Promise<void> {
  const { url, schema, sqlitePath } = options
  const session = new URL(url)
  session.searchParams.set('options', `-c search_path=${schema} -c timezone=UTC -c extra_float_digits=3`)
  for (const [table, rows] of Object.entries(run.rows ?? {}))
    expect((await textRows(session.href, table)).sort()).toEqual(rows.map(row => JSON.stringify(row)).sort())
  for (const [sql, rows] of Object.entries(run.queries ?? {})) {
    const found = await query(session.href, sql)
    expect(
      found.map(row => Object.values(row).map(cell => (cell === null ? null : String(cell)))),
      sql,
    ).toEqual(rows)
  }
  if (isComparable(run, report))
    expect(await targetContents(url, schema)).toEqual(await sourceContents(sqlitePath, url, schema))
  const verified = await verify(options)
  expect(
    { exitCode: verified.exitCode, error: verified.error },
    'verify with the same options ends with 0',
  ).toEqual({ exitCode: 0, error: null })
}

/** Names as in the source, no conversion asked for, all rows there. */
function isComparable({ cells, options = {} }: ExpectedRun, { tables }: RunReport): boolean {
  const isRenamed = tables.some(
    table => table.source !== table.target || table.columns.some(column => column.source !== column.target),
  )
  const isWished = options.casts !== undefined || options.tables !== undefined
  return cells === undefined && !isRenamed && !isWished && tables.every(table => table.quarantinedRows === 0n)
}

async function textRows(url: string, table: string): Promise<string[]> {
  const quoted = `"${table.replaceAll('"', '""')}"`
  const columns = await query<{ name: string }>(
    url,
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [quoted],
  )
  const cells = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"::text`).join(', ')
  const rows = await query<{ cells: (string | null)[] }>(
    url,
    `SELECT ARRAY[${cells}]::text[] AS cells FROM ${quoted}`,
  )
  return rows.map(row => JSON.stringify(row.cells))
}

async function holdNothing({ url, schema }: Options): Promise<void> {
  const left = await query(
    url,
    `SELECT nspname FROM pg_namespace WHERE nspname = $1 OR nspname LIKE 'sqlite2pg\\_run\\_%'`,
    [schema],
  )
  expect(left).toEqual([])
}
