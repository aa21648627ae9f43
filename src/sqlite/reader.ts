// One read-only handle on a source file. It never writes, reads integers as 64 bits, holds one moment of the
// file from `begin` to `end`, and turns SQLite's errors into source errors. Text is decoded by SQLite's driver,
// which hides invalid UTF-8: whoever cares asks for bytes. https://www.sqlite.org/security.html
import Database from 'better-sqlite3'
import { Sqlite2pgError } from '../model/errors.ts'
import type { SqliteSql } from '../sql/text.ts'
import { defineJudges } from './judges.ts'
import { malformedSchema, readPastMalformed } from './malformed-schema.ts'
import { holdOneMoment, type Moment } from './moment.ts'
import { sourceError } from './source-error.ts'
import { defineUtf8 } from './utf16.ts'

/** A value as SQLite gives and takes it; integers come as bigint. */
export type SqliteValue = null | bigint | number | string | Uint8Array

export interface ReaderOptions {
  /** The file as the user named it, for messages. */
  readonly path: string
  readonly busyTimeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** What moves with every commit; given by `SourceFile`, whose readers then know their moment. */
  readonly look?: () => Moment
  /** Key of the masks, for SQL that masks values. */
  readonly maskKey?: Uint8Array | undefined
}

export const DEFAULT_BUSY_TIMEOUT_MS = 5000

const MOST_STATEMENTS = 4

/**
 * A file may come from anyone: its schema may call no function that does something, its cells are checked.
 * CHECKs are not evaluated, since they may call functions that only the application has.
 */
const SETTINGS = [
  'query_only = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'ignore_check_constraints = ON',
]

/** `readPath` of a `SourceFile`; safe to open from a worker thread, which must not touch the file by other means. */
export class SourceReader {
  readonly readPath: string
  readonly #options: ReaderOptions
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement<SqliteValue[], unknown>>()
  #moment: Moment | null = null
  #schemaFault: string | null = null

  constructor(readPath: string, options: ReaderOptions) {
    this.readPath = readPath
    this.#options = options
    this.#database = this.#guarded(() => openReadOnly(readPath, options))
  }

  /** Holds this moment: a read transaction of the log in WAL mode, a shared lock on the file otherwise. */
  begin(): void {
    const { path, look } = this.#options
    if (look)
      this.#moment = holdOneMoment(
        path,
        look,
        () => this.#hold(),
        () => this.end(),
      )
    else this.#hold()
  }

  /** The moment that is held, or null if none is or nobody can say. */
  get moment(): Moment | null {
    return this.#moment
  }

  /** What SQLite says of an entry of the schema that it cannot parse, and reads past; null where it parses all. */
  get schemaFault(): string | null {
    return this.#schemaFault
  }

  #hold(): void {
    try {
      this.#guarded(() => this.#database.exec('BEGIN'))
      // Only the first read takes the lock.
      this.#guarded(() => this.#readSchema())
    } catch (error) {
      this.end()
      throw error
    }
  }

  /** One entry that cannot be parsed makes SQLite refuse the whole file, unless it is told to read past it. */
  #readSchema(): void {
    try {
      this.#touchSchema()
    } catch (error) {
      const fault = malformedSchema(error)
      if (fault === null) throw error
      readPastMalformed(this.#database)
      this.#touchSchema()
      this.#schemaFault = fault
    }
  }

  #touchSchema(): void {
    this.#database.prepare('SELECT count(*) FROM sqlite_schema').get()
  }

  /** Lets the moment go. */
  end(): void {
    this.#moment = null
    if (this.#database.open && this.#database.inTransaction) this.#database.exec('ROLLBACK')
  }

  all<Row>(sql: SqliteSql, params: readonly SqliteValue[] = []): Row[] {
    return this.#guarded(() => this.#prepare<Row>(sql).all(...params))
  }

  get<Row>(sql: SqliteSql, params: readonly SqliteValue[] = []): Row | undefined {
    return this.#guarded(() => this.#prepare<Row>(sql).get(...params))
  }

  /** First column of the first row. */
  value<Value = SqliteValue>(sql: SqliteSql, params: readonly SqliteValue[] = []): Value | undefined {
    return this.#guarded(() => this.#kept<Value>(sql, 'value').get(...params))
  }

  /** First column of every row. */
  values<Value = SqliteValue>(sql: SqliteSql, params: readonly SqliteValue[] = []): Value[] {
    return this.#guarded(() =>
      this.#prepare<Value>(sql)
        .pluck()
        .all(...params),
    )
  }

  /** Rows as arrays, which keeps columns of the same name apart. */
  raw<Row extends readonly SqliteValue[]>(sql: SqliteSql, params: readonly SqliteValue[] = []): Row[] {
    return this.#guarded(() => this.#kept<Row>(sql, 'raw').all(...params))
  }

  iterate<Row>(sql: SqliteSql, params: readonly SqliteValue[] = []): IterableIterator<Row> {
    return this.#steps(() => this.#prepare<Row>(sql).iterate(...params))
  }

  iterateRaw<Row extends readonly SqliteValue[]>(
    sql: SqliteSql,
    params: readonly SqliteValue[] = [],
  ): IterableIterator<Row> {
    return this.#steps(() =>
      this.#prepare<Row>(sql)
        .raw()
        .iterate(...params),
    )
  }

  /**
   * Writes to temporary tables of this handle, which lie beside the file: it is open read-only whatever happens.
   * Gives the rows that were changed.
   */
  writeTemporary(sql: SqliteSql): bigint {
    return this.#guarded(() => {
      this.#database.pragma('query_only = OFF')
      try {
        return BigInt(this.#database.prepare(sql).run().changes)
      } finally {
        this.#database.pragma('query_only = ON')
      }
    })
  }

  close(): void {
    this.#database.close()
  }

  /** Prepared, or one of the last few that were: a table is asked the same of many ranges. */
  #kept<Row>(sql: SqliteSql, answers: 'raw' | 'value'): Database.Statement<SqliteValue[], Row> {
    const key = `${answers} ${sql}`
    const known = this.#statements.get(key)
    if (known !== undefined) return known as Database.Statement<SqliteValue[], Row>
    const statement = this.#prepare<Row>(sql)
    const prepared = answers === 'raw' ? statement.raw() : statement.pluck()
    for (const oldest of [...this.#statements.keys()].slice(0, -MOST_STATEMENTS + 1))
      this.#statements.delete(oldest)
    this.#statements.set(key, prepared)
    return prepared
  }

  #prepare<Row>(sql: SqliteSql): Database.Statement<SqliteValue[], Row> {
    return this.#database.prepare<SqliteValue[], Row>(sql)
  }

  #guarded<Result>(work: () => Result): Result {
    throwIfInterrupted(this.#options.signal)
    try {
      return work()
    } catch (error) {
      throw this.#explain(error)
    }
  }

  *#steps<Row>(start: () => IterableIterator<Row>): IterableIterator<Row> {
    const rows = this.#guarded(start)
    try {
      for (let step = this.#guarded(() => rows.next()); !step.done; step = this.#guarded(() => rows.next())) {
        yield step.value
      }
    } finally {
      rows.return?.()
    }
  }

  #explain(error: unknown): Error {
    const busyTimeoutMs = this.#options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS
    return sourceError(error, { path: this.#options.path, readPath: this.readPath, busyTimeoutMs })
  }
}

function openReadOnly(readPath: string, options: ReaderOptions): Database.Database {
  const timeout = options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS
  const database = new Database(readPath, { readonly: true, fileMustExist: true, timeout })
  database.defaultSafeIntegers(true)
  try {
    for (const setting of SETTINGS) database.pragma(setting)
    defineUtf8(database)
    defineJudges(database, options.maskKey ?? null)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Throws INTERRUPTED once `signal` has been aborted. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new Sqlite2pgError(
    'INTERRUPTED',
    'interrupted while the source was read',
    'Nothing was published. Run again when it suits.',
  )
}
