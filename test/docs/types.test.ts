// docs/types.md shows the table by which types are chosen. Its text is made from the rules themselves, so that
// it cannot drift; UPDATE_DOCS=1 writes it anew.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CAST_NAMES } from '../../src/codec/cast.ts'
import type { Link } from '../../src/codec/chain.ts'
import { parseDeclaredType } from '../../src/codec/declared-type.ts'
import { RULES, type Rule } from '../../src/codec/type-table.ts'
import { codeSpans, ROOT, readPage, section } from './pages.ts'

const GENERATED = /(?<=<!-- generated -->\n)[\s\S]*?(?=<!-- \/generated -->)/
const CONTEXT = { serverVersion: 150_000, truthWitness: false, indexed: false }

/** A declaration that shows what the numbers in brackets do. */
const EXAMPLES: Readonly<Record<string, string>> = { 'varchar(n)': 'VARCHAR(20)', numeric: 'DECIMAL(10,2)' }

test('the type table in docs/types.md is the one the program goes by', () => {
  const page = readPage('docs/types.md')
  const table = typeTable()
  if (process.env['UPDATE_DOCS'])
    writeFileSync(
      join(ROOT, page.path),
      page.text.replace(GENERATED, () => table),
    )
  else expect(GENERATED.exec(page.text)?.[0]).toBe(table)
})

test('docs/types.md lists every type and reading that --cast takes, and no other', () => {
  const listed = codeSpans(section(readPage('docs/types.md'), 'What --cast takes'))
  const isExample = (text: string): boolean => /^--|=|^sqlite2pg\b|[A-Z]/.test(text)
  expect([...new Set(listed.filter(text => !isExample(text)))].sort()).toEqual([...CAST_NAMES].sort())
})

function typeTable(): string {
  const rows = RULES.map(rule => `| ${namesOf(rule)} | ${chainOf(rule).join(' → ')} |`)
  return `| declared | becomes the first that holds every value |\n|---|---|\n${rows.join('\n')}\n`
}

function namesOf({ name, names }: Rule): string {
  const brackets =
    name === 'varchar(n)' ? ', each with (n)' : name === 'numeric' ? ', with or without (p,s)' : ''
  return names.map(each => each || 'no declared type').join(', ') + brackets
}

function chainOf(rule: Rule): readonly string[] {
  const chain = rule.chain(parseDeclaredType(EXAMPLES[rule.name] ?? rule.names[0] ?? ''), CONTEXT)
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
