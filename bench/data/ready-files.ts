// Files that COPY takes as they are, one for each table, made before anything is timed.
// Plain JavaScript on purpose: it shares no code with the program that the files are a measure for.
// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type DataSet, makeWhole } from './data-set.ts'

const BATCH_CHARACTERS = 4_000_000
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Where the ready file of a table is. */
export function readyFilePath(data: DataSet, table: string): string {
  return `${data.basePath}.${table}.copy`
}

/** Makes the files that are not there. */
export function provideReadyFiles(data: DataSet): void {
  for (const { name } of data.tables) {
    const path = readyFilePath(data, name)
    if (!existsSync(path)) makeWhole(path, partial => writeTable(data.sqlitePath, name, partial))
  }
}

function writeTable(sqlitePath: string, table: string, path: string): void {
  const database = new Database(sqlitePath, { readonly: true })
  const file = openSync(path, 'w')
  try {
    let batch = ''
    for (const row of database.prepare(`SELECT * FROM ${table}`).raw().iterate()) {
      batch += `${(row as unknown[]).map(copyText).join('\t')}\n`
      if (batch.length < BATCH_CHARACTERS) continue
      writeSync(file, batch)
      batch = ''
    }
    writeSync(file, batch)
  } finally {
    closeSync(file)
    database.close()
  }
}

/** A SQLite value as a field of COPY's text format. */
export function copyText(value: unknown): string {
  if (value === null) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  return String(value).replace(/[\\\t\n\r]/g, found => ESCAPES[found] ?? found)
}
