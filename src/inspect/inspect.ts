// Stage 1: the file as plain records. Structure comes from PRAGMAs; what they leave out comes from the text of
// the schema; a table whose text cannot be parsed goes on with what the PRAGMAs say.
// https://www.sqlite.org/pragma.html#toc
import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceDatabase, SourceUnreadable } from '../model/source.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { ScratchDatabase } from '../sqlite/scratch-database.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import { fingerprint } from './fingerprint.ts'
import { lostName } from './readable.ts'
import { listObjects, type SchemaObjects } from './schema-objects.ts'
import { inspectTable, readSequences } from './table.ts'
import { readViews } from './views.ts'

/**
 * Everything but the rows. `reader` is one of `file` and has begun; SOURCE_EMPTY where no ordinary table is.
 * `asPlain` names virtual and shadow tables whose content is wanted as plain rows.
 */
export function inspectSource(
  file: SourceFile,
  reader: SourceReader,
  asPlain: ReadonlySet<string> = new Set(),
): SourceDatabase {
  const schema = file.schemaReader(reader)
  const objects = listObjects(schema, asPlain)
  if (objects.tables.length + objects.unparsed.length + objects.lost.length === 0)
    throw emptyError(file.path, objects)
  return {
    path: file.path,
    sizeBytes: file.sizeBytes,
    journalMode: file.header.journalMode,
    ...settings(reader),
    fingerprint: fingerprint(file, reader),
    ...inspectTables(reader, schema, objects),
    views: readViews(schema, objects.views),
    triggers: objects.triggers,
    others: objects.others,
    remarks: file.remarks,
  }
}

type Settings = Pick<SourceDatabase, 'sqliteVersion' | 'encoding' | 'userVersion' | 'applicationId'>

function settings(reader: SourceReader): Settings {
  return {
    sqliteVersion: reader.value<string>(sqlite`SELECT sqlite_version()`) ?? '',
    encoding: reader.value<SourceDatabase['encoding']>(sqlite`PRAGMA encoding`) ?? 'UTF-8',
    userVersion: Number(reader.value<bigint>(sqlite`PRAGMA user_version`) ?? 0n),
    applicationId: Number(reader.value<bigint>(sqlite`PRAGMA application_id`) ?? 0n),
  }
}

function inspectTables(
  reader: SourceReader,
  schema: SourceReader,
  objects: SchemaObjects,
): Pick<SourceDatabase, 'tables' | 'unreadable'> {
  const scratch = new ScratchDatabase()
  try {
    const sequences = readSequences(reader)
    const found = objects.tables.map(table =>
      inspectTable({ reader, schema, scratch, sequences, table, indexes: objects.indexes }),
    )
    return {
      tables: found.filter(one => 'columns' in one),
      unreadable: [
        ...found.filter(one => 'because' in one),
        ...unparsedTables(reader, objects),
        ...objects.lost.map(lostName),
      ],
    }
  } finally {
    scratch.close()
  }
}

function unparsedTables(reader: SourceReader, { unparsed }: SchemaObjects): readonly SourceUnreadable[] {
  const because = reader.schemaFault ?? 'SQLite does not find it'
  return unparsed.map(table => ({ table, kind: 'damaged', because }))
}

function emptyError(path: string, { views, others }: SchemaObjects): Sqlite2pgError {
  const besides = views.length + others.length
  const fact = besides === 0 ? '' : `; views: ${views.length}, virtual and shadow tables: ${others.length}`
  return new Sqlite2pgError(
    'SOURCE_EMPTY',
    `${path} holds no table${fact}`,
    'Start the application once so that it creates its tables, or pass --sqlite-path with the file it really uses.',
  )
}
