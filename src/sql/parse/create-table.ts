// Reads the text SQLite stores for a table. Structure comes from PRAGMAs; this adds what they leave out.
// Never throws: what cannot be read comes back as `unparsed` with the place. https://www.sqlite.org/lang_createtable.html
import { parseConflictClause, parseKeyPart, parseList, parseQualifiedName, parseReference } from './clause.ts'
import { parseColumn } from './column.ts'
import type {
  ParsedColumn,
  ParsedKeyPart,
  ParsedOrdinaryTable,
  ParsedTable,
  ParsedTableConstraint,
  ParsedVirtualTable,
} from './parsed-table.ts'
import { parseOr, TokenCursor } from './token-cursor.ts'

const CONSTRAINT_WORDS = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']

export function parseCreateTable(sql: string): ParsedTable {
  return parseOr<ParsedTable, ParsedTable>(
    () => parseStatement(new TokenCursor(sql)),
    because => ({ kind: 'unparsed', sql, because }),
  )
}

function parseStatement(cursor: TokenCursor): ParsedTable {
  cursor.expect('CREATE')
  if (cursor.accept('VIRTUAL', 'TABLE')) return parseVirtualTable(cursor)
  if (!cursor.accept('TEMP')) cursor.accept('TEMPORARY')
  cursor.expect('TABLE')
  cursor.accept('IF', 'NOT', 'EXISTS')
  const name = parseQualifiedName(cursor)
  if (cursor.accept('AS')) return { kind: 'query', ...name, select: restOf(cursor) }
  const body = parseBody(cursor)
  const options = parseOptions(cursor)
  cursor.expectEnd()
  return { kind: 'table', ...name, ...body, ...options }
}

function restOf(cursor: TokenCursor): string {
  const start = cursor.peek()?.start ?? cursor.sql.length
  while (!cursor.end) cursor.next()
  return cursor.textSince(start)
}

function parseVirtualTable(cursor: TokenCursor): ParsedVirtualTable {
  cursor.accept('IF', 'NOT', 'EXISTS')
  const name = parseQualifiedName(cursor)
  cursor.expect('USING')
  const module = cursor.name()
  const moduleArguments = cursor.isOperator('(') ? parseModuleArguments(cursor) : []
  cursor.expectEnd()
  return { kind: 'virtual', ...name, module, arguments: moduleArguments }
}

function parseModuleArguments(cursor: TokenCursor): readonly string[] {
  const items: string[] = []
  cursor.expectOperator('(')
  do {
    const start = cursor.peek()?.start ?? cursor.sql.length
    cursor.skipToDepthZero(',')
    items.push(cursor.textSince(start))
  } while (cursor.acceptOperator(','))
  cursor.expectOperator(')')
  return items.filter(item => item !== '')
}

function parseBody(cursor: TokenCursor): Pick<ParsedOrdinaryTable, 'columns' | 'constraints'> {
  cursor.expectOperator('(')
  const columns: ParsedColumn[] = []
  const constraints: ParsedTableConstraint[] = []
  do {
    if (cursor.isAtOneOf(CONSTRAINT_WORDS)) constraints.push(...parseConstraints(cursor))
    else columns.push(parseColumn(cursor))
  } while (cursor.acceptOperator(','))
  cursor.expectOperator(')')
  return { columns, constraints }
}

// SQLite lets table constraints follow each other without a comma.
function parseConstraints(cursor: TokenCursor): readonly ParsedTableConstraint[] {
  const constraints: ParsedTableConstraint[] = []
  while (!cursor.end && !cursor.isOperator(',') && !cursor.isOperator(')')) {
    let constraintName: string | null = null
    while (cursor.accept('CONSTRAINT')) constraintName = cursor.name()
    const constraint = parseConstraint(cursor, constraintName)
    if (constraint !== null) constraints.push(constraint)
  }
  return constraints
}

function parseConstraint(cursor: TokenCursor, constraintName: string | null): ParsedTableConstraint | null {
  if (cursor.accept('PRIMARY', 'KEY')) {
    const { columns, autoincrement } = parseKeyColumns(cursor)
    return {
      kind: 'primary key',
      constraintName,
      columns,
      autoincrement,
      onConflict: parseConflictClause(cursor),
    }
  }
  if (cursor.accept('UNIQUE')) {
    const columns = parseList(cursor, parseKeyPart)
    return { kind: 'unique', constraintName, columns, onConflict: parseConflictClause(cursor) }
  }
  if (cursor.accept('CHECK')) {
    const expression = cursor.parenthesized()
    return { kind: 'check', constraintName, expression, onConflict: parseConflictClause(cursor) }
  }
  if (cursor.accept('FOREIGN', 'KEY')) {
    const columns = parseList(cursor, list => list.name())
    cursor.expect('REFERENCES')
    return { kind: 'foreign key', columns, ...parseReference(cursor, constraintName) }
  }
  // A CONSTRAINT name with nothing behind it is legal and names nothing.
  if (constraintName === null) throw cursor.failure('a table constraint')
  return null
}

function parseKeyColumns(cursor: TokenCursor): { columns: readonly ParsedKeyPart[]; autoincrement: boolean } {
  let autoincrement = false
  const columns = parseList(cursor, list => {
    const part = parseKeyPart(list)
    autoincrement = list.accept('AUTOINCREMENT') || autoincrement
    return part
  })
  return { columns, autoincrement }
}

function parseOptions(cursor: TokenCursor): { withoutRowid: boolean; strict: boolean } {
  let [withoutRowid, strict] = [false, false]
  if (cursor.end || cursor.isOperator(';')) return { withoutRowid, strict }
  do {
    if (cursor.accept('WITHOUT', 'ROWID')) withoutRowid = true
    else if (cursor.accept('STRICT')) strict = true
    else throw cursor.failure('WITHOUT ROWID or STRICT')
  } while (cursor.acceptOperator(','))
  return { withoutRowid, strict }
}
