// The data that contenders get: the same each time, complete, with the guide's foreign keys.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { provideDataSet } from '../../bench/data/data-set.ts'
import { copyText, provideReadyFiles, readyFilePath } from '../../bench/data/ready-files.ts'
import { growthSize, LOAD_SIZES } from '../../bench/sizes.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-data-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a set is made once and has the rows it names', () => {
  const data = provideDataSet(growthSize(100), folder)
  const madeMs = statSync(data.sqlitePath).mtimeMs
  expect(provideDataSet(growthSize(100), folder)).toEqual(data)
  expect(statSync(data.sqlitePath).mtimeMs).toBe(madeMs)
  const database = new Database(data.sqlitePath, { readonly: true })
  for (const { name, rows } of data.tables) {
    expect(database.prepare(`SELECT count(*) FROM ${name}`).pluck().get()).toBe(rows)
  }
  expect(database.pragma('foreign_key_list(tasks)')).toMatchObject([
    { table: 'recurring_patterns', on_delete: 'SET NULL' },
    { table: 'users', on_delete: 'CASCADE' },
  ])
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
})

test('a ready file has a line for each row, whatever the texts hold', () => {
  const data = provideDataSet(growthSize(100), folder)
  provideReadyFiles(data)
  const lines = readFileSync(readyFilePath(data, 'tasks'), 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(100)
  expect(new Set(lines.map(line => line.split('\t').length))).toEqual(new Set([12]))
})

test('a field of COPY escapes what would end it', () => {
  expect(['a\tb\n\\', null, 1.5, Buffer.from([0, 255])].map(copyText)).toEqual([
    'a\\tb\\n\\\\',
    '\\N',
    '1.5',
    '\\\\x00ff',
  ])
})

test('blobs of the wide sizes do not repeat', () => {
  const data = provideDataSet(LOAD_SIZES['wide-small'], folder)
  const database = new Database(data.sqlitePath, { readonly: true })
  const counted = 'SELECT count(DISTINCT content) AS blobs, sum(length(content)) AS bytes FROM files'
  expect(database.prepare(counted).get()).toEqual({ blobs: 4, bytes: 400_000 })
  database.close()
})
