// The verbs as the help shows them.
import type { Verb } from '../model/report.ts'

export interface VerbRow {
  readonly verb: Verb
  readonly synopsis: string
  readonly about: string
  readonly examples: readonly string[]
}

const FILE_AND_URL = '[SQLITE] [URL] [options]'

export const VERB_TABLE: readonly VerbRow[] = [
  {
    verb: 'migrate',
    synopsis: `[migrate] ${FILE_AND_URL}`,
    about:
      'Reads the SQLite file, builds every table, key, index and constraint in PostgreSQL, copies all rows, proves the copy, then publishes it in one transaction.',
    examples: [
      'sqlite2pg todo.db postgresql://me@localhost/todo',
      'sqlite2pg todo.db --embedded',
      'sqlite2pg --dry-run',
    ],
  },
  {
    verb: 'plan',
    synopsis: `plan ${FILE_AND_URL}`,
    about:
      'Shows everything migrate would do, as text, JSON or a script for psql. Changes nothing on either side.',
    examples: ['sqlite2pg plan todo.db', 'sqlite2pg plan --format sql --out plan.sql'],
  },
  {
    verb: 'load',
    synopsis: `load ${FILE_AND_URL}`,
    about:
      "Moves rows only, into tables the application's own migrations made, converted to their types, in one transaction.",
    examples: [
      'sqlite2pg load todo.db postgresql://me@localhost/todo --dry-run',
      'sqlite2pg load todo.db postgresql://me@localhost/todo',
    ],
  },
  {
    verb: 'refresh',
    synopsis: `refresh ${FILE_AND_URL}`,
    about:
      'Migrates over what an earlier run made, if the file has changed since; readers see the old data until the new is proven. Made for a schedule.',
    examples: [
      'sqlite2pg refresh todo.db postgresql://me@localhost/todo',
      'sqlite2pg refresh --quiet --report refresh.json',
    ],
  },
  {
    verb: 'rollback',
    synopsis: 'rollback [URL] [options]',
    about:
      'Puts back what the last published run of a schema replaced, or removes what it added, in one transaction.',
    examples: [
      'sqlite2pg rollback postgresql://me@localhost:5432/todo',
      'sqlite2pg rollback --schema app --yes',
    ],
  },
  {
    verb: 'verify',
    synopsis: `verify ${FILE_AND_URL}`,
    about:
      'Compares a SQLite file with a PostgreSQL schema, whoever made the copy: every cell, keys, constraints, sequences. Changes nothing.',
    examples: [
      'sqlite2pg verify todo.db postgresql://me@localhost/todo',
      'sqlite2pg verify todo.db postgresql://me@localhost/todo --tables "task*" --limit 20',
      'sqlite2pg verify --certificate todo-copy.json postgresql://me@localhost/todo',
    ],
  },
  {
    verb: 'repair',
    synopsis: `repair ${FILE_AND_URL}`,
    about:
      'Prints, and with --apply executes in one transaction, what makes the rows of the target equal to the source again where they differ.',
    examples: ['sqlite2pg repair todo.db postgresql://me@localhost/todo', 'sqlite2pg repair --apply --yes'],
  },
  {
    verb: 'doctor',
    synopsis: `doctor ${FILE_AND_URL}`,
    about: 'Tells whether a run can work here, and what to do where it cannot. Changes nothing.',
    examples: ['sqlite2pg doctor todo.db postgresql://me@localhost/todo'],
  },
  {
    verb: 'serve',
    synopsis: 'serve [--embedded DIR]',
    about: 'Keeps the embedded server of --embedded up until Ctrl-C, to look around.',
    examples: ['sqlite2pg serve', 'sqlite2pg serve --embedded ./pgdata'],
  },
  {
    verb: 'status',
    synopsis: 'status [URL] [options]',
    about:
      'Lists the runs recorded in this target, newest first, and what can be rolled back. Changes nothing.',
    examples: ['sqlite2pg status postgresql://me@localhost:5432/todo', 'sqlite2pg status --json'],
  },
]

export const VERBS: readonly Verb[] = VERB_TABLE.map(row => row.verb)
