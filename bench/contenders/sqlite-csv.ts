// What many do by hand: SQLite's shell writes CSV, psql reads it, table by table.
// https://www.sqlite.org/cli.html#export_to_csv
import type { Contender } from '../contender.ts'
import { targetTables } from '../data/target-tables.ts'
import { WIDE_TABLE } from '../data/wide-database.ts'
import { findPrograms } from '../process/find-program.ts'
import { askOnce } from '../server/target.ts'
import { PSQL_ARGS } from './psql-copy.ts'

export const SQLITE_CSV = 'sqlite3 -csv | psql'

// CSV has no bytes: a blob must be spelled in hexadecimal by hand.
const COLUMNS: Readonly<Record<string, string>> = { [WIDE_TABLE]: `id, name, '\\x' || hex(content)` }

// $1 is the file, $2 the target; then a table and its columns at a time.
const SCRIPT = `file=$1 target=$2; shift 2
while [ $# -gt 0 ]; do
  sqlite3 -batch -csv "$file" "SELECT $2 FROM $1" |
    psql ${PSQL_ARGS.join(' ')} --command "COPY $1 FROM STDIN (FORMAT csv)" "$target" || exit
  shift 2
done`

export const sqliteCsv: Contender = {
  name: SQLITE_CSV,
  does: 'rows only, into bare tables; older shells round a double to 15 digits',
  parts: ['load'],
  fillsTarget: true,
  find: signal => findPrograms(signal, 'sqlite3', 'psql'),
  prepareTarget: async ({ data, target }) => {
    await askOnce(target.url, targetTables(data.size))
  },
  command: ({ data, target }) => ({
    file: 'sh',
    args: [
      '-c',
      SCRIPT,
      'sh',
      data.sqlitePath,
      target.publicUrl,
      ...data.tables.flatMap(({ name }) => [name, COLUMNS[name] ?? '*']),
    ],
  }),
  readSeconds: ({ seconds }) => ({ rows: seconds }),
}
