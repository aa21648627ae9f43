// Says whether two looks were at the same content of the same file, without reading the rows: for `--resume`
// and for the report.
import { createHash } from 'node:crypto'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'

/**
 * SHA-256, hexadecimal, over page size, page count, schema cookie, the text of the whole schema, and what a
 * commit moves: the change counter of the file header, and in WAL mode the frame count and salts of the log
 * and the time the file was written, since commits there need not move the counter. It may differ between
 * equal contents (a checkpoint moves it); after any commit it does differ.
 */
export function fingerprint(file: SourceFile, reader: SourceReader): string {
  const numbers = [sqlite`PRAGMA page_size`, sqlite`PRAGMA page_count`, sqlite`PRAGMA schema_version`]
  const schema = reader.raw(sqlite`SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema`)
  const moment = reader.moment ?? file.look()
  const hash = createHash('sha256')
  for (const part of [...numbers.map(pragma => reader.value(pragma)), moment.content, ...schema.flat()]) {
    hash.update(`${JSON.stringify(String(part))}\n`)
  }
  return hash.digest('hex')
}
