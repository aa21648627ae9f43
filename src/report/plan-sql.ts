// The plan as a script for psql: runs as it is, all of it or nothing. Comments hold names of others, so no
// line break of theirs may end a comment. https://www.postgresql.org/docs/current/app-psql.html
import type { Statement } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import { visibleText } from './visible-text.ts'

/** The script with a final line feed. Rows are not part of it. */
export function planSql(report: RunReport, statements: readonly Statement[]): string {
  const write = report.verb === 'load' ? withoutRows : statementText
  const body = statements.map(write)
  return `${[headText(report), 'BEGIN;', ...body, 'COMMIT;'].join('\n\n')}\n`
}

const ABOUT = {
  build: 'Builds the same empty tables as a run would; the rows are moved by `sqlite2pg migrate`.',
  load: 'What stands around the rows of a load; what is about rows is shown only, and carried out by `sqlite2pg load`.',
} as const

/** Without the rows that the run sends, nothing may be deleted or expected. */
function withoutRows(statement: Statement): string {
  const text = statementText(statement)
  if (statement.phase !== 'rows') return text
  return text
    .split('\n')
    .map(line => (line.startsWith('-- ') ? line : `-- ${line}`))
    .join('\n')
}

function headText(report: RunReport): string {
  const target = report.target === null ? '' : `, for schema ${report.target.schema} of ${report.target.url}`
  const lines = [
    comment(
      `Made by sqlite2pg ${report.tool.version} from ${report.source?.path ?? 'a SQLite file'}${target}.`,
    ),
    comment(ABOUT[report.verb === 'load' ? 'load' : 'build']),
    ...(report.error === null
      ? []
      : [comment(`A run would stop: ${report.error.code}: ${report.error.message}`)]),
    comment('psql --no-psqlrc --file THIS_FILE "$DATABASE_URL"'),
    '\\set ON_ERROR_STOP on',
    '\\encoding UTF8',
  ]
  return lines.join('\n')
}

function statementText(statement: Statement): string {
  const sql = statement.sql.trim()
  return `${comment(`${statement.phase}: ${purposeText(statement)}`)}\n${sql}${sql.endsWith(';') ? '' : ';'}`
}

function purposeText({ object, purpose }: Statement): string {
  if (purpose === '') return object
  return object === '' || purpose.includes(object) ? purpose : `${object}: ${purpose}`
}

function comment(text: string): string {
  return `-- ${visibleText(text)}`
}
