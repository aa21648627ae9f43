// Inspects a database made of the given statements, the way a run does.

import { inspectSource } from '../../src/inspect/inspect.ts'
import type { SourceDatabase, SourceTable } from '../../src/model/source.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { build, makeWorkplace } from '../sqlite/workplace.ts'

export async function inspectFile(path: string): Promise<SourceDatabase> {
  const file = await openSource(path)
  try {
    const reader = file.openReader()
    reader.begin()
    return inspectSource(file, reader)
  } finally {
    file.close()
  }
}

export function inspected(...statements: readonly string[]): Promise<SourceDatabase> {
  return inspectFile(build(makeWorkplace().file('todo.db'), ...statements))
}

/** The only table of the statements, or the one called `name`. */
export async function inspectedTable(sql: string, name?: string): Promise<SourceTable> {
  const { tables } = await inspected(sql)
  const table = name === undefined ? tables[0] : tables.find(candidate => candidate.name === name)
  if (!table) throw new Error(`no table ${name}`)
  return table
}
