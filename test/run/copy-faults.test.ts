// A fault in the expression that copies a column is found by the proof of the same run, which reads the file by other
// expressions: the run is gone through with one altered expression, and nothing is published.
import { afterAll, describe, expect, it } from 'vitest'
import type { RunReport } from '../../src/index.ts'
import type { Plan, PlannedColumn } from '../../src/model/plan.ts'
import { withPrepared } from '../../src/run/prepare.ts'
import { Recorder } from '../../src/run/recorder.ts'
import { transfer } from '../../src/run/transfer.ts'
import { type SqliteSql, sqlite } from '../../src/sql/text.ts'
import { query, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const { url } = database

const NULL_IN_COPY = sqlite`'\\N'`
const orNull = (value: SqliteSql, copy: SqliteSql): SqliteSql =>
  sqlite`CASE WHEN ${value} IS NULL THEN ${NULL_IN_COPY} ELSE ${copy} END`

interface CopyFault {
  readonly title: string
  /** Declared type. */
  readonly declared: string
  /** SQL literals, one for each row. */
  readonly values: readonly string[]
  readonly altered: (value: SqliteSql, copy: SqliteSql) => SqliteSql
  /** What is said of it. */
  readonly found?: RegExp
}

const FAULTS: readonly CopyFault[] = [
  {
    title: 'text that is trimmed',
    declared: 'TEXT',
    values: [`'a'`, `' b '`],
    altered: (_, copy) => sqlite`trim(${copy})`,
  },
  {
    title: 'text whose lines end otherwise',
    declared: 'TEXT',
    values: [`'a' || char(13, 10)`],
    altered: (_, copy) => sqlite`replace(${copy}, '\\r\\n', '\\n')`,
  },
  {
    title: 'text in small letters',
    declared: 'VARCHAR(9)',
    values: [`'a'`, `'B'`],
    altered: (_, copy) => sqlite`lower(${copy})`,
  },
  {
    title: 'NULL as an empty text',
    declared: 'TEXT',
    values: [`'a'`, 'NULL'],
    altered: value => sqlite`coalesce(${value}, '')`,
  },
  {
    title: 'an empty text as NULL',
    declared: 'TEXT',
    values: [`'a'`, `''`],
    altered: (_, copy) => sqlite`coalesce(nullif(${copy}, ''), ${NULL_IN_COPY})`,
  },
  {
    title: 'a double of 15 digits',
    declared: 'REAL',
    values: ['0.5', '0.1 + 0.2'],
    altered: value => sqlite`printf('%.15g', ${value})`,
  },
  {
    title: 'an integer that went through a double',
    declared: 'INTEGER',
    values: ['1', '9007199254740993'],
    altered: value => sqlite`printf('%.0f', CAST(${value} AS REAL))`,
  },
  {
    title: 'a decimal cut to one digit',
    declared: 'NUMERIC(9,2)',
    values: ['1.5', '2.25'],
    altered: value => sqlite`printf('%.1f', ${value})`,
  },
  {
    title: 'a boolean that is inverted',
    declared: 'BOOLEAN',
    values: ['0', '1'],
    altered: value => sqlite`CASE ${value} WHEN 0 THEN 't' ELSE 'f' END`,
  },
  {
    title: 'a timestamp cut to seconds',
    declared: 'DATETIME',
    values: [`'2024-05-06 07:08:09'`, `'2024-05-06 07:08:09.000001'`],
    altered: (_, copy) => sqlite`substr(${copy}, 1, 19)`,
  },
  {
    title: 'an instant an hour late',
    declared: 'TIMESTAMP',
    values: [`'2024-05-06T07:08:09+02:00'`],
    altered: (_, copy) => sqlite`replace(${copy}, '+02', '+01')`,
  },
  {
    title: 'a date one day late',
    declared: 'DATE',
    values: [`'2024-02-28'`],
    altered: value => sqlite`date(${value}, '+1 day')`,
  },
  {
    title: 'a time without its fraction',
    declared: 'TIME',
    values: [`'07:08:09'`, `'07:08:09.5'`],
    altered: (_, copy) => sqlite`substr(${copy}, 1, 8)`,
  },
  {
    title: 'a blob without its last byte',
    declared: 'BLOB',
    values: [`x'00ff10'`],
    altered: (_, copy) => sqlite`substr(${copy}, 1, length(${copy}) - 2)`,
  },
  {
    title: 'JSON whose numbers went through doubles',
    declared: 'JSON',
    values: [`'{"a": 9007199254740993}'`],
    altered: (_, copy) => sqlite`replace(${copy}, '93}', '92}')`,
  },
  {
    title: 'JSON that is minified',
    declared: 'JSON',
    values: [`'{"a": 1}'`],
    altered: value => orNull(value, sqlite`json(${value})`),
    found: /t: .*1 value of JSON in v written in another way/,
  },
  {
    title: 'a uuid of another version',
    declared: 'UUID',
    values: [`'9ee973a5-edc8-400b-bed4-8b1cac447801'`],
    altered: (_, copy) => sqlite`replace(${copy}, '-400b-', '-100b-')`,
  },
]

/** Everything that `migrate` does once there is a plan, with the column `v` copied by an altered expression. */
async function run(schema: string, { declared, values, altered }: CopyFault): Promise<RunReport> {
  const rows = values.map((value, i) => `(${i + 1}, 'row', ${value})`).join(', ')
  const sqlitePath = sourceFile(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, v ${declared}); INSERT INTO t VALUES ${rows};`,
  )
  const recorder = new Recorder({ verb: 'migrate', dryRun: false, onEvent: undefined, signal: undefined })
  const errand = { verb: 'migrate', sourceBytes: null } as const
  try {
    await withPrepared({ sqlitePath, url, schema }, recorder, prepared =>
      transfer({ ...prepared, plan: alteredPlan(prepared.plan, altered) }, recorder, errand),
    )
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

function alteredPlan(plan: Plan, altered: CopyFault['altered']): Plan {
  const column = (planned: PlannedColumn): PlannedColumn =>
    planned.source === 'v' && planned.copy !== null
      ? { ...planned, copy: altered(planned.value, planned.copy) }
      : planned
  const tables = plan.tables.map(table => ({ ...table, columns: table.columns.map(column) }))
  return { ...plan, tables }
}

const schemasLike = (name: string) =>
  query(url, `SELECT nspname FROM pg_namespace WHERE nspname = $1 OR nspname LIKE 'sqlite2pg\\_run\\_%'`, [
    name,
  ])

describe('the proof', () => {
  it.each(FAULTS)('finds $title, and nothing is published', async fault => {
    const schema = `s${FAULTS.indexOf(fault)}`
    const { exitCode, error, differences } = await run(schema, fault)
    expect({ exitCode, code: error?.code }).toEqual({ exitCode: 6, code: 'DIFFERENT' })
    expect(error?.message).toMatch(fault.found ?? /\bt: [^;]*\bv\b/)
    expect(error?.message).not.toContain('note')
    const found = new Set(differences.map(({ table, column }) => `${table}.${column ?? ''}`))
    expect([...found]).toEqual([fault.found === undefined ? 't.v' : 't.'])
    expect(await schemasLike(schema)).toEqual([])
  })

  it('finds nothing where the same values are copied as planned, and they are published', async () => {
    for (const [i, fault] of FAULTS.entries()) {
      const { error } = await run(`healthy_${i}`, { ...fault, altered: (_, copy) => copy })
      expect(error).toBeNull()
      expect(await schemasLike(`healthy_${i}`)).toEqual([{ nspname: `healthy_${i}` }])
    }
  })
})
