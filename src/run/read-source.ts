// The source as a run takes it: inspected, narrowed to what is wanted, and sound in all that is wanted. Where
// tables are chosen, only these must be sound.
import { inspectSource } from '../inspect/inspect.ts'
import { Sqlite2pgError } from '../model/errors.ts'
import { shellWord } from '../model/shell-word.ts'
import type { SourceUnreadable } from '../model/source.ts'
import { type NarrowedSource, narrowSource } from '../plan/select-tables.ts'
import { corruptError } from '../sqlite/corruption.ts'
import { quickCheck } from '../sqlite/quick-check.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'

interface SourceEnd {
  readonly file: SourceFile
  /** Has begun. */
  readonly reader: SourceReader
  /** Where there are some, one of them checks the file while everything else goes on. */
  readonly workers: WorkerPool | null
}

export interface ReadSource {
  readonly narrowed: NarrowedSource
  /** Throws SOURCE_CORRUPT unless what is wanted is sound. */
  readonly sound: Promise<void>
}

/** Throws SOURCE_CORRUPT, SOURCE_NOT_READABLE, SOURCE_EMPTY, BAD_OPTION_VALUE. */
export async function readSource(
  end: SourceEnd,
  include: readonly string[] = [],
  exclude: readonly string[] = [],
): Promise<ReadSource> {
  const { file, reader } = end
  // An entry of the schema that cannot be parsed must not be a table that is wanted; the rest is sound table by table.
  const isWhole = include.length + exclude.length === 0 && reader.schemaFault === null
  const whole = isWhole ? check(end) : null
  if (end.workers === null) await whole
  try {
    const narrowed = narrowSource(inspectSource(file, reader, new Set(include)), include, exclude)
    requireReadable(file, narrowed.source.unreadable)
    const names = narrowed.tables.map(({ name }) => name)
    return { narrowed, sound: whole ?? check(end, names) }
  } catch (error) {
    await whole
    throw error
  }
}

/** A failure is for whoever awaits it, however late. */
function check({ file, reader, workers }: SourceEnd, tables?: readonly string[]): Promise<void> {
  const schema = file.schemaReader(reader)
  const checking =
    workers === null || schema !== reader ? checkHere(schema, file, tables) : workers.check(tables)
  checking.catch(() => undefined)
  return checking
}

async function checkHere(
  schema: SourceReader,
  { path }: SourceFile,
  tables?: readonly string[],
): Promise<void> {
  quickCheck(schema, path, tables)
}

function requireReadable(file: SourceFile, unreadable: readonly SourceUnreadable[]): void {
  const damaged = unreadable.find(({ kind }) => kind === 'damaged')
  if (damaged !== undefined) throw corruptError(file.path, damaged.because, file.readPath)
  const [first] = unreadable
  if (first === undefined) return
  const facts = unreadable.map(({ table, because }) => `table ${table}: ${because}`)
  const options = unreadable.map(({ table }) => `--exclude ${shellWord(table)}`)
  throw new Sqlite2pgError(
    'SOURCE_NOT_READABLE',
    `${file.path} cannot be read in full: ${facts.join('; ')}`,
    `${remedyFor(file, unreadable)} Or leave the table out: ${options.join(' ')}`,
  )
}

function remedyFor({ path }: SourceFile, unreadable: readonly SourceUnreadable[]): string {
  return unreadable.some(({ kind }) => kind === 'lost name')
    ? `A file in UTF-8 keeps such names: sqlite3 ${shellWord(path)} .dump | sqlite3 utf8.db   then pass --sqlite-path=utf8.db.`
    : 'What is missing only the application has that made the file.'
}
