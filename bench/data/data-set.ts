// The data of one size as a SQLite file, made once and then only read.
// Promises: the same rows each time; a file with the final name is complete, whoever was interrupted before.
import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import type { DataSize } from '../sizes.ts'
import { giveGuideActions } from './guide-actions.ts'
import { makeWideDatabase, WIDE_TABLE } from './wide-database.ts'

export interface DataSet {
  readonly size: DataSize
  readonly sqlitePath: string
  readonly sizeBytes: number
  /** In an order in which parents come first. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[]
  /** Where more files about these data may be kept: this name and a suffix. */
  readonly basePath: string
}

/** The data set in `folder`, made if it is not there. */
export function provideDataSet(size: DataSize, folder: string): DataSet {
  const basePath = join(folder, fileName(size))
  const sqlitePath = `${basePath}.db`
  if (!existsSync(sqlitePath)) makeWhole(sqlitePath, path => makeDatabase(path, size))
  return { size, sqlitePath, sizeBytes: statSync(sqlitePath).size, tables: tablesOf(size), basePath }
}

/** Lets `make` write a file of another name first, so that half a file never has the final name. */
export function makeWhole(path: string, make: (partialPath: string) => void): void {
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  make(partial)
  renameSync(partial, path)
}

function makeDatabase(path: string, size: DataSize): void {
  if (size.kind === 'wide') {
    makeWideDatabase(path, size.rows, size.rowBytes)
  } else {
    const { users, tasks, patterns } = size
    generateTodoDatabase(path, { users, tasks, patterns })
    giveGuideActions(path)
  }
}

function fileName(size: DataSize): string {
  const numbers = size.kind === 'tasks' ? [size.users, size.tasks, size.patterns] : [size.rows, size.rowBytes]
  return `${size.kind}-${numbers.join('-')}`
}

function tablesOf(size: DataSize): DataSet['tables'] {
  if (size.kind === 'wide') return [{ name: WIDE_TABLE, rows: size.rows }]
  return [
    { name: 'users', rows: size.users },
    { name: 'recurring_patterns', rows: size.patterns },
    { name: 'tasks', rows: size.tasks },
  ]
}
