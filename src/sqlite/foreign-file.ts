// What a file that is no SQLite 3 database is instead, so that the message can say what to do with it.
import { Sqlite2pgError } from '../model/errors.ts'
import { shellWord } from '../model/shell-word.ts'

interface Kind {
  readonly what: string
  readonly hint: string
}

const SIGNATURES: readonly (readonly [RegExp, Kind])[] = [
  [
    /^\*\* This file contains an SQLite 2/,
    { what: 'a SQLite 2 database', hint: 'Convert it: sqlite old.db .dump | sqlite3 new.db' },
  ],
  [/^PK\x03\x04/, { what: 'a zip archive', hint: 'Unpack it and name the database inside.' }],
  [/^\x1f\x8b/, { what: 'a gzip file', hint: 'Unpack it first: gunzip --keep FILE' }],
  [
    /^(?:\x28\xb5\x2f\xfd|BZh|\xfd7zXZ)/,
    { what: 'a compressed file', hint: 'Unpack it and name the database inside.' },
  ],
  [
    /^\x37\x7f\x06[\x82\x83]/,
    { what: 'a write-ahead log of SQLite', hint: 'Name the database itself: the same path without -wal.' },
  ],
  [
    /^\xd9\xd5\x05\xf9\x20\xa1\x63\xd7/,
    {
      what: 'a rollback journal of SQLite',
      hint: 'Name the database itself: the same path without -journal.',
    },
  ],
  [
    /^(?:--\s*)*-- PostgreSQL database dump/,
    {
      what: 'a PostgreSQL dump, SQL text of the other side',
      hint: 'It is in PostgreSQL form already: psql loads it.',
    },
  ],
  [/^PGDMP/, { what: 'a PostgreSQL dump', hint: 'It is in PostgreSQL form already: pg_restore loads it.' }],
  [/^version https:\/\/git-lfs/, { what: 'a Git LFS pointer', hint: 'Fetch the file itself: git lfs pull' }],
]

const NEITHER = 'is not a SQLite 3 database, or encrypted'
const ENCRYPTED_HINT =
  'If it is encrypted (SQLCipher, SEE), decrypt it first with the key of the application: sqlcipher_export(); otherwise check the path.'

/** The error for a file that does not begin as SQLite 3 files do. `start` is its first few kilobytes. */
export function foreignFileError(path: string, start: Buffer): Sqlite2pgError {
  const text = start.toString('latin1')
  const known = SIGNATURES.find(([signature]) => signature.test(text))?.[1]
  if (known)
    return new Sqlite2pgError('SOURCE_NOT_SQLITE', `${path} ${NEITHER}: it is ${known.what}`, known.hint)
  if (isSqlText(text)) {
    return new Sqlite2pgError(
      'SOURCE_IS_SQL_TEXT',
      `${path} is SQL text, a dump of a database, not a SQLite 3 database`,
      `Build the database from it: sqlite3 new.db < ${shellWord(path)}   then pass --sqlite-path=new.db`,
    )
  }
  if (isText(text)) {
    return new Sqlite2pgError(
      'SOURCE_NOT_SQLITE',
      `${path} ${NEITHER}: it is a text file`,
      'Check the path. A CSV file becomes a database by: sqlite3 new.db ".import --csv FILE TABLE"',
    )
  }
  return new Sqlite2pgError('SOURCE_NOT_SQLITE', `${path} ${NEITHER}`, ENCRYPTED_HINT)
}

const isText = (text: string): boolean => !/[\x00-\x08\x0e-\x1f]/.test(text)

/** Begins with a statement or with a comment of SQL, as dumps do. */
function isSqlText(text: string): boolean {
  const beginning = text.replace(/^\xef\xbb\xbf/, '').trimStart()
  const statement = beginning.replace(/^(?:--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\s+)+/, '')
  if (!isText(text)) return false
  return beginning.startsWith('-- ') || STATEMENT.test(statement)
}

const STATEMENT =
  /^(?:PRAGMA\s+\w+|BEGIN\b|CREATE\s+(?:TABLE|TEMP|VIEW|INDEX|UNIQUE|TRIGGER|VIRTUAL|DATABASE|SCHEMA|EXTENSION)\b|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|DROP\s+\w+|SET\s+\w+|ATTACH\b|ANALYZE\b)/i
