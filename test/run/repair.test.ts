// Each fault that is planted in a copy is mended, by --apply and by the printed script alike, in tables of every kind of
// key; afterwards verify finds both copies the same as the source.
import { describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { ROW_FAULTS } from './planted/row-faults.ts'
import { STRUCTURE_FAULTS } from './planted/structure-faults.ts'
import { ROW_TABLES, TODO } from './planted/todo-database.ts'
import { applied, different, expectRepaired, printedRepair, runInPsql } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(TODO)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

describe('by an integer key, a text key, two columns, stored by its key, and without a key, repair mends', () => {
  it.each(ROW_FAULTS)('$title', async ({ breaking, found }) => {
    const withoutKey = found.includes('no primary key')
    const left = withoutKey
      ? ['tasks', 'by_text', 'by_two', 'stored_by_key'].map(name =>
          expect.stringContaining(`primary key ${name}`),
        )
      : []
    const { done } = await expectRepaired({
      ...{ sqlitePath, url: database.url, left },
      breaking: ROW_TABLES.map(table => breaking(table)).join('; '),
    })
    expect(done.repair?.tables.map(({ table }) => table).sort()).toEqual(
      ROW_TABLES.map(({ name }) => name).sort(),
    )
  })
})

describe('in the todo database repair', () => {
  const ofRows = ['an orphan that was made while triggers were off', 'a sequence behind']
  it.each(STRUCTURE_FAULTS.filter(({ title }) => ofRows.includes(title)))(
    'mends $title',
    async ({ breaking }) => {
      await expectRepaired({ sqlitePath, url: database.url, breaking })
    },
  )

  it.each(STRUCTURE_FAULTS.filter(({ title }) => !ofRows.includes(title)))(
    'lists $title as what is left, and changes nothing',
    async ({ breaking, objects }) => {
      const options = { sqlitePath, url: database.url }
      await migrate(options)
      await query(database.url, breaking)
      const printed = await printedRepair(options)
      expect(printed.report.exitCode).toBe(6)
      expect(printed.script).not.toContain('BEGIN')
      for (const object of objects) expect(printed.script).toContain(`--   ${object}: `)
      const done = await applied(options)
      expect(done).toMatchObject({ report: { exitCode: 6 }, repair: { applied: true, tables: [] } })
      expect(done.repair?.remaining).toHaveLength(different(done.report).length)
    },
  )

  it('says that nothing differs, with exit 0 and a script without a statement', async () => {
    const options = { sqlitePath, url: database.url }
    await migrate(options)
    const printed = await printedRepair(options)
    expect(printed.report).toMatchObject({ exitCode: 0, error: null, verb: 'repair' })
    expect(printed.script.split('\n').filter(line => line !== '' && !line.startsWith('--'))).toEqual([])
    expect((await applied(options)).report).toMatchObject({ exitCode: 0, error: null })
  })

  it('mends rows although structure differs too, and says what is left', async () => {
    const { done, printed } = await expectRepaired({
      ...{ sqlitePath, url: database.url },
      breaking: `DROP INDEX idx_tasks_user_id; DELETE FROM tasks WHERE id = 9; SELECT setval('tasks_id_seq', 5)`,
      left: ['index tasks.idx_tasks_user_id'],
    })
    const warning = done.report.notices.find(({ code }) => code === 'REPAIR_LEFT')
    expect(warning?.message).toContain('idx_tasks_user_id')
    expect(printed.script).toContain('-- ')
  })

  it('prints a script that psql runs without a word', async () => {
    const options = { sqlitePath, url: database.url }
    await migrate(options)
    await query(database.url, `DELETE FROM tasks WHERE id < 100; UPDATE users SET email = 'x' WHERE id = 1`)
    const { script } = await printedRepair(options)
    expect(runInPsql(script, database.url)).toBe('')
    expect((await verify(options)).error).toBeNull()
  })

  it('prints a script that changes nothing once a row has changed since', async () => {
    const options = { sqlitePath, url: database.url }
    await migrate(options)
    await query(database.url, `DELETE FROM tasks WHERE id = 9; UPDATE users SET email = 'x' WHERE id = 1`)
    const { script } = await printedRepair(options)
    await query(database.url, `UPDATE users SET email = 'y' WHERE id = 1`)
    expect(() => runInPsql(script, database.url)).toThrow('query returned no rows')
    expect(await query(database.url, 'SELECT id FROM tasks WHERE id = 9')).toEqual([])
  })
})
