// The script of a repair, piece by piece: the very statements that are executed with --apply, in their order. It can be run
// later: rows are named by their keys or their contents, and a row that has changed since makes all of it fail.
// https://www.postgresql.org/docs/current/app-psql.html
import type { Check } from '../../model/verdict.ts'
import { ownSettings, setStatements } from '../../postgres/connect/session-settings.ts'
import { nothingWritten } from '../../report/repair-text.ts'
import { visibleText } from '../../report/visible-text.ts'
import { type PostgresSql, trustPostgres } from '../../sql/text.ts'
import type { RepairPhase } from '../../verify/repair/repair-rows.ts'
import { createParked, putBack, type RepairedTarget } from '../../verify/repair/repairing-statements.ts'
import type { Frame } from './repair-frame.ts'
import type { RepairSpool } from './spool.ts'

export interface RepairStatement {
  /** What it is about, in words. */
  readonly about: string
  /** Table in the target, or ''. */
  readonly object: string
  readonly sql: PostgresSql
}

export interface RowStatements {
  readonly frame: Frame
  readonly spool: RepairSpool
  /** Those whose rows differ, parents first. */
  readonly tables: readonly RepairedTarget[]
}

/** All but the sequences, which no rollback would take back. */
export async function* rowStatements({
  frame,
  spool,
  tables,
}: RowStatements): AsyncGenerator<RepairStatement> {
  const childrenFirst = tables.toReversed()
  const parked = tables.filter(({ target }) => spool.count(target.name, 'park') > 0n)
  const about = (name: string, text: string, sql: PostgresSql) => ({
    object: name,
    about: `${name}: ${text}`,
    sql,
  })
  for (const sql of frame.before) yield { object: '', about: '', sql }
  for (const one of parked)
    yield about(one.target.name, 'a place for rows whose unique values change', createParked(one))
  for (const one of childrenFirst) yield* blocks(spool, one, 'delete', 'rows that only the target has')
  for (const one of childrenFirst)
    yield* blocks(spool, one, 'park', 'rows whose unique values change are taken out')
  for (const one of tables) yield* blocks(spool, one, 'insert', 'rows that are missing')
  for (const one of parked) yield about(one.target.name, 'rows that were taken out', putBack(one))
  for (const one of tables) yield* blocks(spool, one, 'update', 'values that differ')
  for (const sql of frame.after) yield { object: '', about: '', sql }
}

async function* blocks(
  spool: RepairSpool,
  { target: { name } }: RepairedTarget,
  phase: RepairPhase,
  what: string,
): AsyncGenerator<RepairStatement> {
  const count = spool.count(name, phase)
  let about = `${name}: ${what} (${count})`
  for await (const sql of spool.blocks(name, phase)) {
    yield { object: name, about, sql }
    about = ''
  }
}

export interface ScriptFacts {
  readonly toolVersion: string
  readonly sourcePath: string
  readonly schema: string
  readonly targetUrl: string
  readonly serverVersionNumber: number
}

/** Settings without which texts would mean something else. */
const NEEDED: ReadonlySet<string> = new Set([
  ...['TimeZone', 'DateStyle', 'IntervalStyle', 'extra_float_digits', 'bytea_output', 'search_path'],
  ...['standard_conforming_strings', 'row_security'],
])

export function scriptHead(facts: ScriptFacts, remaining: readonly Check[]): string {
  const settings = ownSettings(facts.serverVersionNumber).filter(({ name }) => NEEDED.has(name))
  return [
    comment(
      `Made by sqlite2pg ${facts.toolVersion} from ${facts.sourcePath}, for schema ${facts.schema} of ${facts.targetUrl}.`,
    ),
    comment(
      'Makes the rows that differ what they are in the source: all of them, or none if one has changed since.',
    ),
    comment('psql --no-psqlrc --file THIS_FILE "$DATABASE_URL"'),
    ...remainingText(remaining, 'Differs too, is no row that can be written, and is left to you:'),
    '\\set ON_ERROR_STOP on',
    '\\set QUIET on',
    '\\encoding UTF8',
    '',
    'BEGIN;',
    `${setStatements('LOCAL', settings).replaceAll('; ', ';\n')};`,
    '',
  ].join('\n')
}

function remainingText(remaining: readonly Check[], head: string): readonly string[] {
  if (remaining.length === 0) return []
  return [
    comment(''),
    comment(head),
    ...remaining.map(check => comment(`  ${remainingDifference(check)}`)),
    comment(''),
  ]
}

/** `tasks.user_id: not null: yes in the source, no in the target`. */
export function remainingDifference({ object, kind, expected, found, remark }: Check): string {
  const sides =
    expected === '' && found === ''
      ? ''
      : `: ${expected || 'nothing'} in the source, ${found || 'nothing'} in the target`
  return `${object}: ${kind}${sides}${remark === '' ? '' : ` (${remark})`}`
}

export function statementText({ about, sql }: RepairStatement): string {
  return `${about === '' ? '' : `\n${comment(about)}\n`}${sql};\n`
}

export const SCRIPT_END = '\nCOMMIT;\n'

/** Names are those of others: no line break of theirs ends a comment. */
function comment(text: string): string {
  return trustPostgres(text === '' ? '--' : `-- ${visibleText(text)}`)
}

export function nothingText(facts: ScriptFacts, remaining: readonly Check[]): string {
  const lines = [
    comment(
      `Made by sqlite2pg ${facts.toolVersion} from ${facts.sourcePath}, for schema ${facts.schema} of ${facts.targetUrl}.`,
    ),
    comment(`${nothingWritten(remaining)}: there is nothing to repair.`),
    ...remainingText(remaining, 'Differs, and is left to you:'),
  ]
  return `${lines.join('\n')}\n`
}
