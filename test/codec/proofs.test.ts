// The two expressions of a proof give one text for each value, on the file and on what was moved from it: for every
// case of dates and of casts, in all of their runs that move something.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, plan } from '../../src/index.ts'
import type { PlannedColumn, PlannedTable } from '../../src/model/plan.ts'
import { postgresName, sqliteName } from '../../src/sql/quote.ts'
import { postgres, sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import type { SourceReader } from '../../src/sqlite/reader.ts'
import { buildCase, type Case, casesOf, type ExpectedRun } from '../cases/case.ts'
import { query, withDatabase } from '../server/database.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const session = new URL(database.url)
session.searchParams.set('options', '-c timezone=UTC -c extra_float_digits=1 -c intervalstyle=postgres')

const isWhole = ({ exitCode = 0, quarantined, options }: ExpectedRun): boolean =>
  exitCode === 0 && quarantined === undefined && options?.strict !== true

/** Digits of one number may be written in several ways where they are compared as numbers. */
function comparable(texts: readonly (string | null)[], { proof, family }: PlannedColumn): readonly string[] {
  const isNumber = proof.order === 'number' || family === 'numeric' || family === 'real'
  return texts.map(text => (text === null ? 'NULL' : isNumber ? String(Number(text)) : `“${text}”`)).sort()
}

async function agree(reader: SourceReader, schema: string, table: PlannedTable): Promise<void> {
  // Both sides of jsonb are JSON of one meaning, not one text.
  for (const column of table.columns.filter(({ family }) => family !== 'jsonb')) {
    const { proof, source } = column
    const ours = reader.values<string | null>(
      sqlite`SELECT CAST(${proof.sqlite} AS TEXT) FROM ${sqliteName(table.source)}`,
    )
    const theirs = await query<{ text: string | null }>(
      session.href,
      postgres`SELECT (${proof.postgres})::text AS text FROM ${postgresName(schema, table.target)}`,
    )
    const found = theirs.map(({ text }) => text)
    expect(comparable(found, column), `${table.source}.${source}`).toEqual(comparable(ours, column))
  }
}

async function hold({ name }: Case, run: ExpectedRun, schema: string): Promise<void> {
  const options = { sqlitePath: await buildCase(name), url: database.url, schema, ...run.options }
  expect((await migrate(options)).error).toBeNull()
  const planned = await plan({ ...options, forceRecreate: true })
  const file = await openSource(options.sqlitePath)
  try {
    const reader = file.openReader()
    reader.begin()
    for (const table of planned.plan?.tables ?? []) await agree(reader, schema, table)
  } finally {
    file.close()
  }
}

describe.each([...casesOf('2.3'), ...casesOf('3-casts')])('$name', oneCase => {
  it.each(oneCase.runs.filter(isWhole))('$title', async run => {
    await hold(oneCase, run, `${oneCase.name.slice(0, 30)} ${oneCase.runs.indexOf(run)}`)
  })
})
