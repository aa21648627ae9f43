// The report's arithmetic and its differences, as scripts read them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, plan, type RunReport, verify } from '../../src/index.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { fixtureFile } from './workplace.ts'

let database: TestDatabase
const sqlitePath = fixtureFile('e-recurring-patterns')

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const addsUp = ({ tables }: RunReport): boolean =>
  tables.every(({ sourceRows, copiedRows, quarantinedRows }) => sourceRows === copiedRows + quarantinedRows)

describe('the report', () => {
  it('adds up for a dry run, a run and a verification', async () => {
    const options = { sqlitePath, url: database.url }
    const reports = [(await plan(options)).report, await migrate(options), await verify(options)]
    expect(reports.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    expect(reports.map(addsUp)).toEqual([true, true, true])
  })

  it('lists what differs by table and column', async () => {
    await query(database.url, `DELETE FROM tasks WHERE id = 1`)
    await query(database.url, `ALTER TABLE tasks ALTER COLUMN title DROP NOT NULL`)
    await query(database.url, `DROP INDEX idx_tasks_completed`)
    const { exitCode, differences } = await verify({ sqlitePath, url: database.url })
    expect(exitCode).toBe(6)
    expect(differences).toEqual(
      expect.arrayContaining([
        {
          ...{ table: 'tasks', key: 'id=1', kind: 'missing', column: null, target: null },
          source: expect.stringMatching(/^\(1, /),
        },
        {
          table: 'tasks',
          key: null,
          kind: 'changed',
          column: 'title',
          source: 'not null NOT NULL',
          target: 'not null NULL allowed',
        },
        {
          table: 'tasks',
          key: null,
          kind: 'missing',
          column: null,
          source: 'index idx_tasks_completed: (completed)',
          target: null,
        },
      ]),
    )
  })
})
