// What both sides of the content proof write of each row, on a file and on what was made of it: the texts of every
// column, and of whole rows, must be the same ones.
import { expect } from 'vitest'
import { digestFor } from '../../../src/codec/digest/digest-for.ts'
import { sourceRowText, targetRowText } from '../../../src/codec/digest/row-text.ts'
import { type MigrateOptions, migrate, plan } from '../../../src/index.ts'
import type { Digest, PlannedColumn, PlannedTable } from '../../../src/model/plan.ts'
import type { SourceDatabase } from '../../../src/model/source.ts'
import { TargetConnection } from '../../../src/postgres/connection.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'
import { postgresName, sqliteName } from '../../../src/sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../../src/sql/text.ts'
import { openSource } from '../../../src/sqlite/open-source.ts'
import type { SourceReader } from '../../../src/sqlite/reader.ts'

/** Moves the file and compares what both sides write of it; gives the rule of each column by `table.column`. */
export async function movedAgrees(options: MigrateOptions): Promise<Record<string, string>> {
  expect((await migrate(options)).error).toBeNull()
  const planned = await plan({ ...options, forceRecreate: true })
  const rules: Record<string, string> = {}
  await withSides(options, async (reader, connection, encoding) => {
    for (const table of planned.plan?.tables ?? []) {
      const places = placesOf(options.schema ?? 'public', table)
      for (const column of table.columns) rules[`${table.target}.${column.target}`] = column.digest.rule
      const columns = table.columns.map(column => digestedAsPlanned(table, column))
      await agree({ reader, connection, encoding }, places, columns)
    }
  })
  return rules
}

function digestedAsPlanned(table: PlannedTable, { target, digest, source }: PlannedColumn): DigestedName {
  return { name: `${table.source}.${source}`, target: postgresName(target), digest }
}

interface DigestedName {
  readonly name: string
  readonly target: PostgresSql
  readonly digest: Digest
}

interface Places {
  readonly from: SqliteSql
  readonly to: PostgresSql
}

function placesOf(schema: string, { source, target, reading: { kept } }: PlannedTable): Places {
  return {
    from: sqlite`${sqliteName(source)} NOT INDEXED WHERE ${kept ?? sqlite`1`}`,
    to: postgresName(schema, target),
  }
}

interface Sides {
  readonly reader: SourceReader
  readonly connection: TargetConnection
  readonly encoding: SourceDatabase['encoding']
}

async function agree(sides: Sides, places: Places, columns: readonly DigestedName[]): Promise<void> {
  for (const column of columns) {
    const { ours, theirs } = await rowTexts(sides, places, [column])
    expect(theirs.sort(), `${column.name} by ${column.digest.rule}`).toEqual(ours.sort())
  }
  const { ours, theirs } = await rowTexts(sides, places, columns)
  expect(theirs.sort()).toEqual(ours.sort())
}

/** The texts of rows on both sides, each in the order of its own side. */
export async function rowTexts(
  { reader, connection, encoding }: Sides,
  { from, to }: Places,
  columns: readonly DigestedName[],
): Promise<{ ours: string[]; theirs: string[] }> {
  const digested = columns.map(({ target, digest }) => ({ rule: digest.rule, target, digest }))
  const ours = reader.values<string>(sqlite`SELECT ${sourceRowText(digested, encoding)} FROM ${from}`)
  const theirs = await connection.rows<{ text: string }>(
    postgres`SELECT ${targetRowText(digested, encoding)} AS text FROM ${to}`,
  )
  return { ours: [...ours], theirs: theirs.map(({ text }) => text) }
}

export async function withSides(
  { sqlitePath, url }: Pick<MigrateOptions, 'sqlitePath' | 'url'>,
  use: (
    reader: SourceReader,
    connection: TargetConnection,
    encoding: SourceDatabase['encoding'],
  ) => Promise<void>,
): Promise<void> {
  const file = await openSource(sqlitePath)
  const connection = await TargetConnection.connect(parseTarget({ url: url ?? '' }))
  try {
    const reader = file.openReader()
    reader.begin()
    const [encoding = 'UTF-8'] = reader.values<SourceDatabase['encoding']>(sqlite`PRAGMA encoding`)
    await use(reader, connection, encoding)
  } finally {
    await connection.close()
    file.close()
  }
}

/** Whether one column agrees where the target has another type than the planned one; null where it is not compared. */
export async function agreesAs(
  sides: Sides,
  places: Places,
  planned: PlannedColumn,
  target: { readonly baseType: string; readonly type: string },
): Promise<boolean | null> {
  const digest = digestFor(planned, target)
  if (digest === null) return null
  const column = { name: planned.source, target: postgresName(planned.target), digest }
  const { ours, theirs } = await rowTexts(sides, places, [column])
  return JSON.stringify(ours) === JSON.stringify(theirs)
}
