// The table of docs/types.md, made from the rules themselves so that it cannot drift: `npm run docs:types` writes it,
// types.test.ts holds the page to it.
import type { Link } from '../../src/codec/chain.ts'
import { parseDeclaredType } from '../../src/codec/declared-type.ts'
import { NUMERIC_AFFINITY, RULES, type Rule } from '../../src/codec/type-table.ts'
import { PLAIN_CONTEXT } from '../codec/plain-context.ts'

/** What stands between the marks of the page. */
export const GENERATED = /(?<=<!-- generated -->\n)[\s\S]*?(?=<!-- \/generated -->)/

/** A declaration that shows what the numbers in brackets do. */
const EXAMPLES: Readonly<Record<string, string>> = { 'varchar(n)': 'VARCHAR(20)', numeric: 'DECIMAL(10,2)' }

export function typeTable(): string {
  const rows = [...RULES, NUMERIC_AFFINITY].map(rule => `| ${namesOf(rule)} | ${chainOf(rule).join(' → ')} |`)
  return `| declared | becomes the first that holds every value |\n|---|---|\n${rows.join('\n')}\n`
}

function namesOf({ name, names }: Rule): string {
  if (names.length === 0) return 'any other name of affinity NUMERIC'
  const brackets =
    name === 'varchar(n)' ? ', each with (n)' : name === 'numeric' ? ', with or without (p,s)' : ''
  return names.map(shownName).join(', ') + brackets
}

function shownName(name: string): string {
  if (name === 'ARRAY') return 'arrays such as `integer[]`'
  return name === '' ? 'no declared type' : name
}

function chainOf(rule: Rule): readonly string[] {
  const chain = rule.chain(parseDeclaredType(EXAMPLES[rule.name] ?? rule.names[0] ?? ''), PLAIN_CONTEXT)
  const steps = chain.map(link => `${shownType(link)}${mark(link)}`)
  const types = chain.map(shownType)
  return steps.filter((_, i) => types[i] !== types[i - 1])
}

function shownType({ candidate: { type } }: Link): string {
  return type.replace('varchar(20)', 'varchar(n)').replace('numeric(10,2)', 'numeric(p,s)')
}

function mark({ severity }: Link): string {
  return severity === null ? '' : severity === 'info' ? ' (i)' : ' (w)'
}
