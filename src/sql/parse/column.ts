// One column of a CREATE TABLE: name, type of any number of words, constraints in any order.
// https://www.sqlite.org/syntax/column-def.html
import { parseConflictClause, parseDeferrable, parseReference } from './clause.ts'
import type { ParsedColumn } from './parsed-table.ts'
import type { TokenCursor } from './token-cursor.ts'
import { tokenize } from './tokenize.ts'

const TYPE_ENDS =
  'CONSTRAINT DEFAULT NULL NOT PRIMARY UNIQUE CHECK REFERENCES DEFERRABLE COLLATE AS ON'.split(' ')

const STANDARD_TYPES = ['ANY', 'BLOB', 'INT', 'INTEGER', 'REAL', 'TEXT']

export function parseColumn(cursor: TokenCursor): ParsedColumn {
  let column: ParsedColumn = { ...NO_CONSTRAINTS, name: cursor.name(), declaredType: parseType(cursor) }
  let constraintName: string | null = null
  while (!cursor.end && !cursor.isOperator(',') && !cursor.isOperator(')')) {
    if (cursor.accept('CONSTRAINT')) {
      constraintName = cursor.name()
    } else {
      column = parseConstraint(cursor, column, constraintName)
      constraintName = null
    }
  }
  return column
}

const NO_CONSTRAINTS = {
  collation: null,
  checks: [],
  notNull: null,
  primaryKey: null,
  unique: null,
  references: [],
  generated: null,
  default: null,
} satisfies Partial<ParsedColumn>

/** The type as PRAGMA table_xinfo reports it, oddities of SQLite's own unquoting included. */
function parseType(cursor: TokenCursor): string {
  const start = cursor.peek()?.start ?? 0
  while (isTypeWord(cursor)) cursor.next()
  if (cursor.textSince(start) === '') return ''
  if (cursor.isOperator('(')) cursor.parenthesized()
  const type = unquoteType(cursor.textSince(start))
  const standard = type.toUpperCase()
  return STANDARD_TYPES.includes(standard) ? standard : type
}

function isTypeWord(cursor: TokenCursor): boolean {
  const token = cursor.peek()
  if (token?.kind === 'quoted' || token?.kind === 'string') return true
  return token?.kind === 'word' && !cursor.isAtOneOf(TYPE_ENDS) && !cursor.isAt('GENERATED', 'ALWAYS')
}

// SQLite drops a first and last character if no quote lies between, so that `[datetime2](7)` is reported as
// `datetime2](7`; otherwise only the first quoted word counts.
function unquoteType(type: string): string {
  if (!/^["'`[]/.test(type)) return type
  const isSimple = type.length >= 3 && !/["'`[]/.test(type.slice(1, -1))
  return isSimple ? type.slice(1, -1) : (tokenize(type)[0]?.value ?? type)
}

/** One constraint, added to what is known of the column; a later COLLATE or DEFAULT replaces an earlier one. */
function parseConstraint(
  cursor: TokenCursor,
  column: ParsedColumn,
  constraintName: string | null,
): ParsedColumn {
  if (cursor.accept('PRIMARY', 'KEY')) return { ...column, primaryKey: parseKey(cursor, constraintName) }
  if (cursor.accept('NOT', 'NULL'))
    return { ...column, notNull: { constraintName, onConflict: parseConflictClause(cursor) } }
  if (cursor.accept('UNIQUE'))
    return { ...column, unique: { constraintName, onConflict: parseConflictClause(cursor) } }
  if (cursor.accept('COLLATE')) return { ...column, collation: cursor.name() }
  if (cursor.accept('DEFAULT')) return { ...column, default: parseDefault(cursor) }
  if (cursor.accept('CHECK')) {
    return { ...column, checks: [...column.checks, { constraintName, expression: cursor.parenthesized() }] }
  }
  if (cursor.accept('REFERENCES')) {
    return { ...column, references: [...column.references, parseReference(cursor, constraintName)] }
  }
  return parseRareConstraint(cursor, column)
}

function parseRareConstraint(cursor: TokenCursor, column: ParsedColumn): ParsedColumn {
  if (cursor.accept('GENERATED', 'ALWAYS', 'AS') || cursor.accept('AS')) {
    return { ...column, generated: parseGenerated(cursor) }
  }
  if (cursor.accept('NULL')) {
    parseConflictClause(cursor)
    return column
  }
  // SQLite gives a DEFERRABLE that stands apart to the foreign key read last.
  const deferral = parseDeferrable(cursor)
  const last = column.references.at(-1)
  if (deferral === null) throw cursor.failure('a column constraint')
  if (last === undefined) return column
  return { ...column, references: [...column.references.slice(0, -1), { ...last, ...deferral }] }
}

function parseKey(
  cursor: TokenCursor,
  constraintName: string | null,
): NonNullable<ParsedColumn['primaryKey']> {
  const desc = cursor.accept('DESC')
  if (!desc) cursor.accept('ASC')
  const onConflict = parseConflictClause(cursor)
  return { constraintName, desc, onConflict, autoincrement: cursor.accept('AUTOINCREMENT') }
}

function parseDefault(cursor: TokenCursor): string {
  if (cursor.isOperator('(')) return cursor.parenthesized()
  const start = cursor.peek()?.start ?? 0
  if (!cursor.acceptOperator('-')) cursor.acceptOperator('+')
  cursor.next()
  return cursor.textSince(start)
}

function parseGenerated(cursor: TokenCursor): NonNullable<ParsedColumn['generated']> {
  const expression = cursor.parenthesized()
  const stored = cursor.accept('STORED')
  if (!stored) cursor.accept('VIRTUAL')
  return { expression, stored }
}
