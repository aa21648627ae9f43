// The hard fixture: a database in which every generation left something behind, moved as it is, and stopped
// where the user wants it stopped.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { databaseState } from './catalog.ts'
import { columnTypes, sourceContents, tablesOf, targetContents } from './cells.ts'
import { fixtureFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const options = { sqlitePath: fixtureFile('hard'), url: database.url, schema: 'hard' }
const report = await migrate(options)

describe('the hard fixture moves', () => {
  it('with every row and every cell of its nine tables', async () => {
    expect(report).toMatchObject({ outcome: 'succeeded', exitCode: 0, error: null })
    expect(await tablesOf(database.url, 'hard')).toHaveLength(9)
    expect(await targetContents(database.url, 'hard')).toEqual(
      await sourceContents(options.sqlitePath, database.url, 'hard'),
    )
    const counts = Object.fromEntries(report.tables.map(table => [table.source, Number(table.copiedRows)]))
    expect(counts).toMatchObject({ user: 5, tasks: 12, task_tags: 5, outbox: 0, audit_log: 4 })
  })

  it('and verify agrees', async () => {
    expect(await verify(options)).toMatchObject({ outcome: 'succeeded', exitCode: 0 })
  })

  it('keeping orphans behind foreign keys that are NOT VALID, and only those', async () => {
    const keys = await query(
      database.url,
      `SELECT conname AS name, convalidated AS valid FROM pg_constraint
       WHERE connamespace = 'hard'::regnamespace AND contype = 'f' ORDER BY conname COLLATE "C"`,
    )
    expect(keys).toEqual([
      { name: 'recurring_rules_template_task_id_fkey', valid: true },
      { name: 'recurring_rules_user_id_fkey', valid: true },
      { name: 'session_userId_fkey', valid: true },
      { name: 'task_tags_tag_id_fkey', valid: false },
      { name: 'task_tags_task_id_fkey', valid: true },
      { name: 'tasks_parent_task_id_fkey', valid: false },
      { name: 'tasks_recurring_rule_id_fkey', valid: false },
      { name: 'tasks_user_id_fkey', valid: false },
    ])
  })

  it('with ids that are equal however they were spelt', async () => {
    const rows = await query(
      database.url,
      `SELECT t.id::int FROM hard.tasks t JOIN hard."user" u ON u.id = t.user_id WHERE u.email = 'kim@example.org' ORDER BY 1`,
    )
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
  })

  it('reading milliseconds as instants and three shapes in one column as text', async () => {
    const types = await columnTypes(database.url, 'tasks', 'hard')
    expect(types.find(({ name }) => name === 'created_at')?.type).toBe('text')
    const [kim] = await query(
      database.url,
      `SELECT "createdAt" = '2024-05-06 07:20:00+00' AS instant FROM hard."user" WHERE email = 'kim@example.org'`,
    )
    expect(kim).toEqual({ instant: true })
  })

  it('with the exact duplicates of a table without a key', async () => {
    const rows = await query(database.url, `SELECT * FROM hard.audit_log WHERE action = 'login'`)
    expect(rows).toHaveLength(2)
  })

  it('and every notice names what was left out or changed', () => {
    const told = report.notices.map(({ severity, code, object }) => `${severity} ${code} ${object}`)
    expect(told).toEqual(
      expect.arrayContaining([
        'warning VIRTUAL_TABLE_LEFT_OUT tasks_fts',
        'warning INDEX_LEFT_OUT ix_tasks_open',
        'warning VIEW_LEFT_OUT tag_overview',
        'warning FOREIGN_KEY_LEFT_OUT tasks.recurring_pattern_id → recurring_patterns.id',
        'warning ORPHANS tasks.user_id → user.id',
        'warning ORPHANS tasks.recurring_rule_id → recurring_rules.id',
        'warning ORPHANS tasks.parent_task_id → tasks.id',
        'warning ORPHANS task_tags.tag_id → tags.id',
        'warning TYPE_WIDENED tasks.created_at',
        'info TRIGGER_CARRIED update_rules_updated_at',
        'info RESERVED_NAME user',
        'info TYPE_REMARK tasks.title',
        'info TYPE_REMARK tasks.status',
      ]),
    )
    expect(report.notices.every(({ message, hint }) => message !== '' && hint !== '')).toBe(true)
  })

  it('counting the orphans of each foreign key', () => {
    const orphans = report.foreignKeys.map(({ columns, orphans, state }) => [
      columns[0],
      Number(orphans),
      state,
    ])
    expect(orphans).toEqual(
      expect.arrayContaining([
        ['user_id', 2, 'not valid'],
        ['recurring_rule_id', 2, 'not valid'],
        ['parent_task_id', 1, 'not valid'],
        ['tag_id', 1, 'not valid'],
        ['recurring_pattern_id', 0, 'left out'],
        ['task_id', 0, 'valid'],
      ]),
    )
  })
})

describe('the hard fixture stops, with nothing in the target,', () => {
  it('where orphans are not wanted, naming tables and ids', async () => {
    const before = await databaseState(database.url)
    const stopped = await migrate({ ...options, schema: 'stopped', orphans: 'fail' })
    expect(stopped).toMatchObject({ outcome: 'failed', exitCode: 5, error: { code: 'DECISION_NEEDED' } })
    expect(stopped.error?.message).toMatch(
      /tasks\.recurring_rule_id → recurring_rules\.id: 2 orphan rows \(ids 10, 11\)/,
    )
    expect(stopped.error?.message).toMatch(/task_tags\.tag_id → tags\.id: 1 orphan row \(key \(77, 5\)\)/)
    expect(stopped.error?.hint).toContain('--orphans=keep')
    expect(await databaseState(database.url)).toEqual(before)
  })

  it('where warnings are not wanted', async () => {
    const before = await databaseState(database.url)
    const stopped = await migrate({ ...options, schema: 'stopped', strict: true })
    expect(stopped).toMatchObject({ outcome: 'failed', exitCode: 5, error: { code: 'STRICT_WARNINGS' } })
    expect(stopped.error?.message).toMatch(/^10 warnings with --strict: /)
    expect(await databaseState(database.url)).toEqual(before)
  })

  it('where values must fit their declared type', async () => {
    const stopped = await migrate({ ...options, schema: 'stopped', badValues: 'fail' })
    expect(stopped).toMatchObject({ outcome: 'failed', exitCode: 5, error: { code: 'DECISION_NEEDED' } })
    expect(stopped.error?.message).toContain('tasks.created_at')
  })
})
