// Values too long to be sent are found by their bytes before anything is built; the limit is lowered here, since
// nobody wants a gigabyte in a test.
import { describe, expect, it } from 'vitest'
import { takeCensus } from '../../../src/inspect/census.ts'
import { inspectSource } from '../../../src/inspect/inspect.ts'
import { TableScan } from '../../../src/inspect/table-scan.ts'
import type { Notice } from '../../../src/model/plan.ts'
import type { PlanOptions } from '../../../src/plan/draft.ts'
import { draftPlan } from '../../../src/plan/make-plan.ts'
import { askForLongValues, judgeLongValues, MOST_LINE_BYTES } from '../../../src/plan/rows/long-values.ts'
import { answerQuestions } from '../../../src/run/answer-questions.ts'
import { askReader } from '../../../src/sqlite/asker.ts'
import { openSource } from '../../../src/sqlite/open-source.ts'
import { sourceFile } from '../../run/workplace.ts'

const OPTIONS: PlanOptions = {
  ...{ schema: 'public', casts: {}, tables: {} },
  orphans: 'keep',
  badValues: 'widen',
  names: 'keep',
}

/** What is told about the tables of a file where lines may have so many bytes. */
async function noticesOf(sql: string, mostBytes: bigint): Promise<readonly Notice[]> {
  const file = await openSource(sourceFile(sql))
  try {
    const reader = file.openReader()
    reader.begin()
    const source = inspectSource(file, reader)
    const { tables } = source
    const census = new Map<string, Awaited<ReturnType<typeof takeCensus>>>()
    for (const table of tables)
      census.set(table.name, await takeCensus(new TableScan(reader, table), source.encoding, () => null))
    const draft = draftPlan({
      source,
      tables,
      census,
      options: OPTIONS,
      serverVersion: 150_000,
      compression: 'pglz',
    })
    expect(draft.longValues).toEqual([])
    const asked = draft.tables.flatMap(({ draft: table }) => askForLongValues(table, mostBytes))
    const answers = await answerQuestions(
      askReader(reader),
      asked.map(({ question }) => question),
    )
    const context = { ...draft.context, notices: [] as Notice[] }
    for (const one of asked) judgeLongValues(one, answers.get(one.question), context)
    return context.notices
  } finally {
    file.close()
  }
}

describe('a row too long to be sent', () => {
  it('is a blocker that names the column and the row, for a blob at half of the limit', async () => {
    const notices = await noticesOf(
      'CREATE TABLE t (s TEXT, b BLOB); INSERT INTO t VALUES (NULL, zeroblob(499)), (NULL, zeroblob(501)), (NULL, NULL)',
      1000n,
    )
    expect(notices).toMatchObject([
      {
        ...{ code: 'VALUE_TOO_LONG', severity: 'blocker', object: 't.b' },
        message: '1 row (rowid 2) is longer than the 1000 bytes that can be sent at once',
      },
    ])
  })

  it('is counted in bytes, not in characters, and over all of its columns', async () => {
    const notices = await noticesOf(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (7, replace(hex(zeroblob(150)), '0', 'é'), 'b'), (8, replace(hex(zeroblob(200)), '0', 'a'), replace(hex(zeroblob(200)), '0', 'a')), (9, replace(hex(zeroblob(300)), '0', 'é'), NULL)",
      790n,
    )
    expect(notices).toMatchObject([
      { object: 't.a', message: '2 rows (ids 8, 9) are longer than the 790 bytes that can be sent at once' },
    ])
  })

  it('is not asked for where no column can hold one', async () => {
    expect(await noticesOf("CREATE TABLE t (s TEXT); INSERT INTO t VALUES ('a')", MOST_LINE_BYTES)).toEqual(
      [],
    )
  })
})
