// Clauses that columns, table constraints and indexes share: conflict clause, key part, REFERENCES.
// https://www.sqlite.org/syntax/conflict-clause.html, https://www.sqlite.org/syntax/foreign-key-clause.html
import type { ConflictAction, ForeignKeyAction, ParsedKeyPart, ParsedReference } from './parsed-table.ts'
import { TokenCursor } from './token-cursor.ts'

const CONFLICT_ACTIONS: readonly ConflictAction[] = ['ROLLBACK', 'ABORT', 'FAIL', 'IGNORE', 'REPLACE']
const ACTIONS: readonly ForeignKeyAction[] = ['SET NULL', 'SET DEFAULT', 'CASCADE', 'RESTRICT', 'NO ACTION']

export function parseConflictClause(cursor: TokenCursor): ConflictAction | null {
  if (!cursor.accept('ON', 'CONFLICT')) return null
  const action = CONFLICT_ACTIONS.find(word => cursor.accept(word))
  if (action === undefined) throw cursor.failure('a conflict action')
  return action
}

/** `name` or `schema.name`. */
export function parseQualifiedName(cursor: TokenCursor): { schema: string | null; name: string } {
  const first = cursor.name()
  return cursor.acceptOperator('.') ? { schema: first, name: cursor.name() } : { schema: null, name: first }
}

/** `( item, item … )`. */
export function parseList<Item>(
  cursor: TokenCursor,
  parseItem: (cursor: TokenCursor) => Item,
): readonly Item[] {
  cursor.expectOperator('(')
  const items = [parseItem(cursor)]
  while (cursor.acceptOperator(',')) items.push(parseItem(cursor))
  cursor.expectOperator(')')
  return items
}

const KEY_PART_ENDS = ['ASC', 'DESC', 'AUTOINCREMENT', 'NULLS']

/** One part of a PRIMARY KEY, UNIQUE or CREATE INDEX list, up to its `,` or `)`. */
export function parseKeyPart(cursor: TokenCursor): ParsedKeyPart {
  const start = cursor.peek()?.start ?? cursor.sql.length
  let text = ''
  let collation: string | null = null
  do {
    // Behind an operator a COLLATE is the last operand's, and so a piece of the text.
    collation =
      cursor.isAt('COLLATE') && isOneOperand(text) && cursor.accept('COLLATE') ? cursor.name() : null
    if (collation === null) text = stepOverTerm(cursor, start)
  } while (!isKeyPartEnd(cursor))
  return { collation, desc: parseDirection(cursor), ...keyPartOf(text) }
}

/** A name, a literal, a call or something in parentheses. */
function isOneOperand(text: string): boolean {
  const cursor = new TokenCursor(text)
  if (cursor.end) return false
  if (!cursor.isOperator('(')) cursor.next()
  if (cursor.isOperator('(')) cursor.parenthesized()
  return cursor.end
}

function isKeyPartEnd(cursor: TokenCursor): boolean {
  return cursor.end || cursor.isOperator(',') || cursor.isOperator(')') || cursor.isAtOneOf(KEY_PART_ENDS)
}

function stepOverTerm(cursor: TokenCursor, start: number): string {
  if (cursor.isOperator(',') || cursor.isOperator(')')) throw cursor.failure('a column or an expression')
  if (cursor.isOperator('(')) cursor.parenthesized()
  else cursor.next()
  return cursor.textSince(start)
}

function parseDirection(cursor: TokenCursor): boolean {
  const desc = cursor.accept('DESC')
  if (!desc) cursor.accept('ASC')
  if (cursor.accept('NULLS') && !cursor.accept('FIRST')) cursor.expect('LAST')
  return desc
}

// `(a)` is the column a to SQLite, as is `'a'` where only names can stand.
function keyPartOf(text: string): { kind: 'column'; name: string } | { kind: 'expression'; text: string } {
  const cursor = new TokenCursor(text)
  if (cursor.peek(1) === undefined && isName(cursor)) return { kind: 'column', name: cursor.name() }
  if (!cursor.isOperator('(')) return { kind: 'expression', text }
  const inner = cursor.parenthesized()
  return cursor.end ? keyPartOf(inner) : { kind: 'expression', text }
}

function isName(cursor: TokenCursor): boolean {
  const kind = cursor.peek()?.kind
  return kind === 'quoted' || kind === 'string' || (kind === 'word' && !cursor.isAt('NULL'))
}

/** What follows the word REFERENCES. */
export function parseReference(cursor: TokenCursor, constraintName: string | null): ParsedReference {
  const parent = cursor.name()
  const parentColumns = cursor.isOperator('(') ? parseList(cursor, parseParentColumn) : []
  const clauses = parseReferenceClauses(cursor)
  return { constraintName, parent, parentColumns, ...clauses, ...(parseDeferrable(cursor) ?? NOT_SAID) }
}

// An old grammar allowed COLLATE and ASC here, and SQLite still reads files that have them.
function parseParentColumn(cursor: TokenCursor): string {
  const part = parseKeyPart(cursor)
  if (part.kind === 'expression') throw cursor.failure('a column name')
  return part.name
}

type ReferenceClauses = Pick<ParsedReference, 'onDelete' | 'onUpdate' | 'match'>

function parseReferenceClauses(cursor: TokenCursor): ReferenceClauses {
  let clauses: ReferenceClauses = { onDelete: null, onUpdate: null, match: null }
  while (true) {
    if (cursor.accept('MATCH')) clauses = { ...clauses, match: cursor.name() }
    else if (cursor.accept('ON', 'DELETE')) clauses = { ...clauses, onDelete: parseAction(cursor) }
    else if (cursor.accept('ON', 'UPDATE')) clauses = { ...clauses, onUpdate: parseAction(cursor) }
    else if (cursor.accept('ON', 'INSERT')) parseAction(cursor)
    else return clauses
  }
}

function parseAction(cursor: TokenCursor): ForeignKeyAction {
  const action = ACTIONS.find(words => cursor.accept(...words.split(' ')))
  if (action === undefined) throw cursor.failure('a foreign key action')
  return action
}

type Deferral = Pick<ParsedReference, 'deferrable' | 'isDeferred'>

const NOT_SAID: Deferral = { deferrable: null, isDeferred: false }

/** `[NOT] DEFERRABLE [INITIALLY …]`, or null; https://www.sqlite.org/foreignkeys.html#fk_deferred */
export function parseDeferrable(cursor: TokenCursor): Deferral | null {
  const not = cursor.accept('NOT', 'DEFERRABLE')
  if (!not && !cursor.accept('DEFERRABLE')) return null
  const late = cursor.accept('INITIALLY', 'DEFERRED')
  if (!late) cursor.accept('INITIALLY', 'IMMEDIATE')
  if (not) return { deferrable: 'not deferrable', isDeferred: false }
  return late ? { deferrable: 'deferred', isDeferred: true } : { deferrable: 'immediate', isDeferred: false }
}
