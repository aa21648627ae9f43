// Who answers queries about the source: one reader, or several at once in threads that hold the same moment.
// Whoever asks much in parts, such as the census range by range, asks through this and need not know.
import type { SqliteSql } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from './reader.ts'

export interface SourceAsker {
  /** How many queries are answered at the same time. */
  readonly lanes: number
  /** Rows as arrays. The functions of judges.ts are there; temporary tables of another reader are not. */
  raw<Row extends readonly SqliteValue[]>(
    sql: SqliteSql,
    params?: readonly SqliteValue[],
  ): Promise<readonly Row[]>
}

/** Answers on the calling thread, one query after the other. */
export function askReader(reader: Pick<SourceReader, 'raw'>): SourceAsker {
  return { lanes: 1, raw: async (sql, params = []) => reader.raw(sql, params) }
}
