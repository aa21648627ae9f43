// Columns that the schema itself reads as JSON: in a CHECK, a generated column or an index. Their texts are
// judged one by one in the census, since PostgreSQL must read every one of them alike.
import { oncePer } from '../../model/once-per.ts'
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import { asciiLower } from '../../sql/ascii-case.ts'
import type { Expression } from '../../sql/expression.ts'
import { nodesOf } from '../../sql/map-expression.ts'
import { parseExpression } from '../../sql/parse/expression.ts'

export function isReadAsJson(table: SourceTable, column: SourceColumn): boolean {
  return jsonColumns(table).has(asciiLower(column.name))
}

/** The columns of a table that its own expressions read as JSON. */
const jsonColumns = oncePer((table: SourceTable): ReadonlySet<string> => {
  const texts = expressionsOf(table).filter(text => /json_|->/i.test(text))
  const names = new Set(table.columns.map(({ name }) => asciiLower(name)))
  return new Set(texts.flatMap(text => [...nodesOf(parseExpression(text, names))].flatMap(readAsJson)))
})

function expressionsOf(table: SourceTable): readonly string[] {
  return [
    ...table.checks.map(({ expression }) => expression),
    ...table.columns.flatMap(({ generated }) => generated?.expression ?? []),
    ...table.indexes.flatMap(({ columns, where }) => [
      ...columns.flatMap(({ expression }) => expression ?? []),
      ...(where === null ? [] : [where]),
    ]),
  ]
}

function readAsJson(node: Expression): readonly string[] {
  const document = documentOf(node)
  return document?.kind === 'column' ? [asciiLower(document.name)] : []
}

/** What is read as JSON; json_valid() reads anything. */
function documentOf(node: Expression): Expression | undefined {
  if (node.kind === 'call' && node.name.startsWith('json_') && node.name !== 'json_valid') return node.args[0]
  return node.kind === 'binary' && (node.operator === '->' || node.operator === '->>') ? node.left : undefined
}
