// A fault is planted in a copy, and verify names it: table, key and column, and nothing besides. Each is planted alone in a
// copy that several readers made, and told by the command line; then all together in one that a single reader made, and
// told by the library, which compares over several readers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, type ReportedDifference, type RunReport, verify } from '../../src/index.ts'
import { runIn } from '../cli/command-line.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { HAND_PAIRS, makeByHand } from './healthy/hand-pairs.ts'
import { ROW_FAULTS, type RowFault, rowsOf } from './planted/row-faults.ts'
import { STRUCTURE_FAULTS } from './planted/structure-faults.ts'
import { ROW_TABLES, TODO } from './planted/todo-database.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(TODO)
const SEVERAL = { jobs: 2, partBytes: 4000 } as const
const ALONE = { jobs: 1 } as const
type Copy = 'several' | 'alone'

const copies: TestDatabase[] = []
const handMade = await withDatabase()
let healthy: TestDatabase

beforeAll(async () => {
  healthy = await withDatabase()
  const { url } = healthy
  for (const options of [
    { schema: 'several', ...SEVERAL },
    { schema: 'alone', ...ALONE },
  ])
    expect((await migrate({ sqlitePath, url, ...options })).error).toBeNull()
})

afterAll(async () => {
  for (const each of [...copies, handMade, healthy]) await each?.drop()
})

/** The database of both copies once more, with a fault in one. */
async function withFault(copy: Copy, sql: string): Promise<string> {
  const database = await withDatabase({ template: healthy.name })
  copies.push(database)
  const url = new URL(database.url)
  url.searchParams.set('options', `-c search_path=${copy} -c timezone=UTC`)
  await query(url.href, sql)
  return database.url
}

interface Told {
  readonly differences: readonly ReportedDifference[]
  /** What the checks that are different are about. */
  readonly objects: readonly string[]
  /** Tables that are not identical. */
  readonly tables: readonly string[]
}

function told({ differences, checks, tables }: Pick<RunReport, 'differences' | 'checks' | 'tables'>): Told {
  const different = checks.filter(({ status }) => status === 'different')
  const unlike = tables.filter(({ proof }) => proof !== 'identical')
  return inOrder({
    differences,
    objects: different.map(({ object }) => object),
    tables: unlike.map(({ target }) => target),
  })
}

function inOrder({ differences, objects, tables }: Told): Told {
  const order = ({ table, key, column, kind }: ReportedDifference): string =>
    JSON.stringify([table, key, column, kind])
  return {
    differences: differences.toSorted((one, other) => (order(one) < order(other) ? -1 : 1)),
    objects: [...new Set(objects)].sort(),
    tables: [...new Set(tables)].sort(),
  }
}

async function toldByCommandLine(url: string): Promise<Told> {
  const { exitCode, stdout } = await runIn([
    'verify',
    '-s',
    sqlitePath,
    '-p',
    url,
    '--schema',
    'several',
    '--json',
  ])
  const report = JSON.parse(stdout)
  expect({ exitCode, code: report.error?.code }).toEqual({ exitCode: 6, code: 'DIFFERENT' })
  return told(report)
}

function plantedInRows({ breaking }: RowFault): string {
  return ROW_TABLES.map(table => breaking(table)).join('; ')
}

function expectedOfRows({ found }: RowFault): Told {
  const differences = ROW_TABLES.flatMap(table => found.flatMap(finding => rowsOf(table, finding)))
  const objects = differences.flatMap(({ table, column }) =>
    column === null ? [table] : [table, `${table}.${column}`],
  )
  return inOrder({ differences, objects, tables: ROW_TABLES.map(({ name }) => name) })
}

it.each(['several', 'alone'] as const)(
  'a copy without a fault that %s made is identical, whoever verifies it',
  async schema => {
    for (const options of [ALONE, SEVERAL]) {
      const report = await verify({ sqlitePath, url: healthy.url, schema, ...options })
      expect(report).toMatchObject({ exitCode: 0, error: null })
      expect(told(report)).toEqual({ differences: [], objects: [], tables: [] })
    }
  },
)

describe('in tables by an integer, a text and two keys, stored by their key, and without one, verify finds', () => {
  it.each(ROW_FAULTS)('$title', async fault => {
    const url = await withFault('several', plantedInRows(fault))
    expect(await toldByCommandLine(url)).toEqual(expectedOfRows(fault))
  })

  it('all of these at once, over several readers', async () => {
    // Without its key a table is compared in another way.
    const faults = ROW_FAULTS.filter(({ found }) => !found.includes('no primary key'))
    const url = await withFault('alone', faults.map(plantedInRows).join('; '))
    const report = await verify({ sqlitePath, url, schema: 'alone', ...SEVERAL })
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    const expected = faults.map(expectedOfRows)
    expect(told(report)).toEqual(
      inOrder({
        differences: expected.flatMap(({ differences }) => differences),
        objects: expected.flatMap(({ objects }) => objects),
        tables: expected.flatMap(({ tables }) => tables),
      }),
    )
  })
})

describe('in the todo database verify finds', () => {
  it.each(STRUCTURE_FAULTS)('$title', async ({ breaking, differences, objects, tables }) => {
    const url = await withFault('several', breaking)
    expect(await toldByCommandLine(url)).toEqual(inOrder({ differences, objects, tables }))
  })
})

describe('in a copy that somebody made by hand verify finds one changed value:', () => {
  it.each(HAND_PAIRS)('$title', async pair => {
    const [schema, url] = [`hand_${HAND_PAIRS.indexOf(pair)}`, handMade.url]
    await makeByHand(pair, url, schema, pair.breaking)
    const report = await verify({ sqlitePath: sourceFile(pair.source), url, schema, ...pair.options })
    const [table, key, column] = pair.found
    expect(report).toMatchObject({ exitCode: 6, differences: [{ table, key, column, kind: 'changed' }] })
    expect(told(report).objects).toEqual([table, `${table}.${column}`])
  })
})
