// An expression of the tree as SQLite's text again, every part in parentheses. Nothing is left to precedence.
// https://www.sqlite.org/lang_expr.html
import type { CallExpression, CaseExpression, Expression } from './expression.ts'
import { sqliteName, sqliteString } from './quote.ts'
import { type SqliteSql, sqlite, trustSqlite } from './text.ts'

export function writeExpression(node: Expression): SqliteSql {
  return sqlite`(${write(node)})`
}

function write(node: Expression): SqliteSql {
  switch (node.kind) {
    case 'null':
      return sqlite`NULL`
    case 'integer':
      return trustSqlite(String(node.value))
    case 'real':
      return trustSqlite(node.text)
    case 'text':
      return sqliteString(node.value)
    case 'blob':
      return trustSqlite(`x'${node.hex}'`)
    case 'boolean':
      return trustSqlite(node.value ? 'TRUE' : 'FALSE')
    case 'clock':
      return trustSqlite(node.word)
    case 'column':
      return sqliteName(node.name)
    case 'unary':
      return sqlite`${trustSqlite(node.operator)} ${writeExpression(node.operand)}`
    case 'binary':
      return sqlite`${writeExpression(node.left)} ${trustSqlite(node.operator)} ${writeExpression(node.right)}`
    case 'null-test':
      return sqlite`${writeExpression(node.operand)} ${trustSqlite(node.negated ? 'NOTNULL' : 'ISNULL')}`
    case 'collate':
      return sqlite`${writeExpression(node.operand)} COLLATE ${sqliteName(node.collation)}`
    case 'cast':
      return sqlite`CAST(${writeExpression(node.operand)} AS ${trustSqlite(node.type)})`
    case 'case':
      return writeCase(node)
    case 'call':
      return writeCall(node)
    default:
      return writeTest(node)
  }
}

type Test = Extract<Expression, { kind: 'between' | 'in' | 'pattern' | 'query' | 'unsupported' }>

function writeTest(node: Test): SqliteSql {
  if (node.kind === 'unsupported') return trustSqlite(node.text)
  // Only a view holds one, of which no row is asked.
  if (node.kind === 'query') return sqlite`NULL`
  const operand = sqlite`${writeExpression(node.operand)} ${trustSqlite(node.negated ? 'NOT' : '')}`
  switch (node.kind) {
    case 'between':
      return sqlite`${operand} BETWEEN ${writeExpression(node.low)} AND ${writeExpression(node.high)}`
    case 'in':
      return sqlite`${operand} IN (${node.list.map(writeExpression)})`
    case 'pattern': {
      const escaped = node.escape === null ? sqlite`` : sqlite` ESCAPE ${writeExpression(node.escape)}`
      return sqlite`${operand} ${trustSqlite(node.operator)} ${writeExpression(node.pattern)}${escaped}`
    }
  }
}

function writeCase({ base, branches, otherwise }: CaseExpression): SqliteSql {
  const cases = branches.map(
    ({ when, result }) => sqlite`WHEN ${writeExpression(when)} THEN ${writeExpression(result)}`,
  )
  const start = base === null ? sqlite`CASE` : sqlite`CASE ${writeExpression(base)}`
  const all = cases.reduce((text, one) => sqlite`${text} ${one}`, start)
  return otherwise === null ? sqlite`${all} END` : sqlite`${all} ELSE ${writeExpression(otherwise)} END`
}

function writeCall({ name, args, star }: CallExpression): SqliteSql {
  return star ? sqlite`${sqliteName(name)}(*)` : sqlite`${sqliteName(name)}(${args.map(writeExpression)})`
}
